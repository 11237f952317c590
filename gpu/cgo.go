package gpu

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// handle64 is a Vulkan handle inside an array for the C side.
func handle64(p unsafe.Pointer) C.uint64_t { return C.uint64_t(uintptr(p)) }

// cBytes copies p into C memory; free it with cFree.
func cBytes(p []byte) unsafe.Pointer { return C.CBytes(p) }

func cFree(p unsafe.Pointer) { C.free(p) }

// cPointer is a handle that only the C side reads.
type cPointer = unsafe.Pointer

// submitC calls the C side; the queue's lock is held.
func submitC(d *Device, cb cPointer, fence vk.Fence) vk.Result {
	return vk.Result(C.gv_submit(d.c, cb, unsafe.Pointer(fence)))
}
