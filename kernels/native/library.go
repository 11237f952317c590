package native

/*
#cgo linux LDFLAGS: -ldl
#include <stdlib.h>
#include "library.h"
*/
import "C"

import (
	"embed"
	"errors"
	"io/fs"
	"unsafe"
)

//go:embed *.h
var headers embed.FS

// Headers returns the C++ headers of this build by name: with the files of
// shaders.Sources, what compiling a user's own model needs.
func Headers() fs.FS { return headers }

// Library is a user's own neuron model, compiled and opened.
type Library struct {
	handle unsafe.Pointer
	kernel C.gv_kernel
}

// OpenLibrary opens a shared library that was compiled from
// shaders.NativeOwnStub for real numbers of 32 or 64 bits.
func OpenLibrary(path string, bits int) (*Library, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	message := (*C.char)(C.calloc(1024, 1))
	defer C.free(unsafe.Pointer(message))
	l := &Library{}
	if l.handle = C.gv_own_open(name, C.int(bits), &l.kernel, message, 1024); l.handle == nil {
		return nil, errors.New(C.GoString(message))
	}
	return l, nil
}

// Close gives the library back; no list that names it may run any more.
// Closing twice is harmless.
func (l *Library) Close() {
	if l.handle != nil {
		C.gv_own_close(l.handle)
		l.handle = nil
	}
}
