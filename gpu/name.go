package gpu

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// name gives a Vulkan object the name that validation messages, debuggers and profilers show.
// Without the debug_utils extension it does nothing.
func (d *Device) name(kind vk.ObjectType, handle unsafe.Pointer, name string) {
	c := C.CString(name)
	C.gv_name(d.c, C.uint32_t(kind), handle, c)
	C.free(unsafe.Pointer(c))
}
