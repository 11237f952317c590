package gpu

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNoVulkan is wrapped by what Open returns when this machine has no Vulkan loader, one older than 1.1,
// or a loader without any driver. Computing on the CPU needs no Vulkan.
var ErrNoVulkan = errors.New("no usable Vulkan on this machine")

// ErrNoValidation is wrapped by what Open returns when Options.Validate is set and the layer is not installed.
var ErrNoValidation = errors.New("the Vulkan validation layer is not installed (Debian: vulkan-validationlayers)")

// ErrDeviceLost is wrapped by any call on a device that the driver has given up, most often because a dispatch
// ran longer than the driver's watchdog allows. Nothing on the device can be read any more: close it and open
// it again, with fewer steps per submission.
var ErrDeviceLost = errors.New("the Vulkan device was lost")

// ErrClosed is wrapped by any call on an object that was closed before.
var ErrClosed = errors.New("already closed")

// TooLargeError says that something exceeds a limit of the device, found before the driver was asked.
type TooLargeError struct {
	Name  string // the buffer or recording
	What  string // the limit: "one allocation", "device memory", "one storage binding", ...
	Need  uint64 // in the unit of the limit: bytes, texels or workgroups
	Limit uint64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("gpu: %q needs %d for %s, the device allows %d: split it, or use a smaller network or another device",
		e.Name, e.Need, e.What, e.Limit)
}

// OutOfMemoryError says that the driver had no memory left.
type OutOfMemoryError struct {
	Name string // the buffer, or the operation when no buffer was being made
	Need uint64 // bytes asked for; 0 when the driver does not say
	Used uint64 // bytes this device handle already holds in buffers
}

func (e *OutOfMemoryError) Error() string {
	return fmt.Sprintf("gpu: out of device memory for %q: %d bytes asked for, %d bytes held already; close other users of the device or use a smaller network",
		e.Name, e.Need, e.Used)
}

// NoDeviceError says that no device answers to what was asked for.
type NoDeviceError struct {
	Want string
	Have []string // one line per device present
}

func (e *NoDeviceError) Error() string {
	have := "none"
	if len(e.Have) > 0 {
		have = strings.Join(e.Have, ", ")
	}
	return fmt.Sprintf("gpu: no device %q (devices here: %s)", e.Want, have)
}

// ValidationError carries what the validation layer said during an operation. Messages belong to the instance:
// when several goroutines work at once, the first to finish reports those of all.
type ValidationError struct {
	Op       string
	Messages []string
}

func (e *ValidationError) Error() string {
	return fmt.Sprintf("gpu: %s: the validation layer reports %d message(s): %s",
		e.Op, len(e.Messages), strings.Join(e.Messages, "\n"))
}
