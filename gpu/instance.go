package gpu

/*
#cgo CFLAGS: -DVK_NO_PROTOTYPES -O2
#cgo linux LDFLAGS: -ldl -lpthread
#include <stdlib.h>
#include "shim.h"
*/
import "C"

import (
	"fmt"
	"sync"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// Options says how Open opens Vulkan. The zero value is right for users.
type Options struct {
	// Validate turns the Khronos validation layer on; its errors and warnings become errors of the call during
	// which they came (see ValidationError). Recording becomes several times slower.
	Validate bool
	// GPUAssisted adds checks inside the shaders (accesses out of bounds) to Validate. Slow.
	GPUAssisted bool
	// SyncValidation adds the search for missing barriers to Validate. Slow.
	SyncValidation bool
	// AppName is what drivers and profilers see; "" is "galvani".
	AppName string
	// CacheDir is where pipeline caches are kept; "" is galvani under os.UserCacheDir, "-" is nowhere.
	CacheDir string
	// Loader is the path of the Vulkan loader; "" is the system's libvulkan.so.1.
	Loader string
}

// Instance is an opened Vulkan: the list of devices, and the log of the validation layer.
type Instance struct {
	c        *C.gv_instance
	opts     Options
	handle   vk.Instance
	infos    []Info
	physical []physical
	log      messageLog

	mu      sync.Mutex
	closed  bool
	devices map[*Device]struct{}
}

// Open loads Vulkan and lists its devices. The error wraps ErrNoVulkan when there is no loader, no driver or no
// device that computes, and ErrNoValidation when opts asks for a layer that is not there.
func Open(opts Options) (*Instance, error) {
	if opts.AppName == "" {
		opts.AppName = "galvani"
	}
	var flags C.uint32_t
	if opts.Validate {
		flags |= C.GV_VALIDATE
		if opts.GPUAssisted {
			flags |= C.GV_GPU_ASSISTED
		}
		if opts.SyncValidation {
			flags |= C.GV_SYNC
		}
	}
	loader, app := C.CString(opts.Loader), C.CString(opts.AppName)
	defer C.free(unsafe.Pointer(loader))
	defer C.free(unsafe.Pointer(app))
	why := (*C.char)(C.calloc(1, 512))
	defer C.free(unsafe.Pointer(why))
	in := &Instance{opts: opts, devices: map[*Device]struct{}{}}
	switch r := C.gv_instance_open(loader, app, flags, &in.c, why, 512); {
	case r == C.GV_NO_LOADER, r == C.GV_OLD_LOADER:
		return nil, fmt.Errorf("gpu: open: %w: %s (Debian: apt-get install libvulkan1 and a driver such as mesa-vulkan-drivers)",
			ErrNoVulkan, C.GoString(why))
	case r == C.GV_NO_LAYER:
		return nil, fmt.Errorf("gpu: open: %w", ErrNoValidation)
	case vk.Result(r) == vk.ErrorIncompatibleDriver:
		return nil, fmt.Errorf("gpu: open: %w: the loader finds no driver (Debian: apt-get install mesa-vulkan-drivers, or the GPU vendor's driver)", ErrNoVulkan)
	case r != 0:
		return nil, fmt.Errorf("gpu: open: vkCreateInstance answers %s", resultName(vk.Result(r)))
	}
	in.log.init(C.gv_instance_log(in.c))
	in.handle = vk.Instance(C.gv_instance_handle(in.c))
	err := connectBinding(C.gv_instance_proc(in.c), in.handle)
	if err == nil {
		err = in.enumerate()
	}
	if err == nil && opts.Validate {
		err = in.check("open")
	}
	if err != nil {
		C.gv_instance_close(in.c)
		return nil, err
	}
	return in, nil
}

// Devices lists the devices that compute, in the driver's order; Info.Index is the index into this list.
func (in *Instance) Devices() []Info { return append([]Info(nil), in.infos...) }

// Close closes the devices that are still open, then Vulkan. A second call does nothing.
// The error carries messages of the validation layer that no other call reported.
func (in *Instance) Close() error {
	in.mu.Lock()
	if in.closed {
		in.mu.Unlock()
		return nil
	}
	in.closed = true
	open := make([]*Device, 0, len(in.devices))
	for d := range in.devices {
		open = append(open, d)
	}
	in.mu.Unlock()
	var first error
	for _, d := range open {
		if err := d.Close(); err != nil && first == nil {
			first = err
		}
	}
	if err := in.check("close"); err != nil && first == nil {
		first = err
	}
	in.log.detach()
	C.gv_instance_close(in.c)
	return first
}
