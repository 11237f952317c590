package gpu

import (
	"fmt"
	"sync"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// binding guards the function pointers of the Go binding, which are process-wide by its design. They point to the
// loader's entry points, which serve every instance, so they are set once and stay.
var binding struct {
	sync.Mutex
	ready bool
}

// connectBinding hands the binding the loader's entry points. vk.Init is not called: it would overwrite the
// pointers that other instances are using with those of no instance, which are null.
func connectBinding(proc unsafe.Pointer, instance vk.Instance) error {
	binding.Lock()
	defer binding.Unlock()
	if binding.ready {
		return nil
	}
	vk.SetGetInstanceProcAddr(proc)
	if err := vk.InitInstance(instance); err != nil {
		return fmt.Errorf("gpu: open: cannot look up the functions of Vulkan: %w", err)
	}
	binding.ready = true
	return nil
}
