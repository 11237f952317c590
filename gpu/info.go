package gpu

import "fmt"

// DeviceType is the kind of a device.
type DeviceType int

// The kinds of devices, from the best to compute on to the last.
const (
	Discrete   DeviceType = iota // a GPU with memory of its own
	Integrated                   // a GPU that shares the CPU's memory
	Virtual                      // a GPU behind a virtual machine
	CPU                          // a software driver such as lavapipe
	Other
)

// String returns the kind in lower case.
func (t DeviceType) String() string {
	switch t {
	case Discrete:
		return "discrete"
	case Integrated:
		return "integrated"
	case Virtual:
		return "virtual"
	case CPU:
		return "cpu"
	}
	return "other"
}

// Info describes a device.
type Info struct {
	Index       int    // in Instance.Devices
	Name        string // of the device, "NVIDIA H200"
	Driver      string // "NVIDIA", "llvmpipe"
	DriverInfo  string // version and build
	Type        DeviceType
	APIVersion  string // of Vulkan, "1.3.230"
	Limits      Limits
	Float32     FloatControls
	MemoryBytes uint64 // of the largest device-local heap; of the machine for software drivers
	Software    bool   // a CPU driver such as lavapipe
}

// String returns one line for lists and error messages.
func (i Info) String() string {
	return fmt.Sprintf("vulkan:%d %s (%s)", i.Index, i.Name, i.Type)
}

// Limits holds what a device allows, in bytes where no other unit is named.
type Limits struct {
	MaxStorageRange   uint64    // of one storage binding
	MaxTexelElements  uint64    // texels of one texel view
	MaxUniformRange   uint64    // of one uniform binding
	MaxAllocation     uint64    // of one buffer
	MaxGroups         [3]uint32 // workgroups per dispatch
	MaxGroupSize      [3]uint32 // invocations per workgroup, by dimension
	MaxInvocations    uint32    // per workgroup
	MaxPush           uint32    // push constants
	MaxStorageBuffers uint32    // storage bindings of one pipeline
	MaxTexelViews     uint32    // texel bindings of one pipeline
	MaxUniformBuffers uint32    // uniform bindings of one pipeline
	SharedBytes       uint32    // shared memory per workgroup
	SubgroupSize      uint32    // invocations
	MinStorageAlign   uint64    // of the offset of a storage binding
	MinTexelAlign     uint64    // of the offset of a texel view
	MinUniformAlign   uint64    // of the offset of a uniform binding
	TimestampPeriodNS float64   // 0 when the device has no timestamps
}

// FloatControls says which behaviours of 32-bit floating point a shader may demand by an execution mode.
// All false on Vulkan 1.1.
type FloatControls struct {
	DenormPreserve, DenormFlush, RoundEven, SignedZeroInfNaN bool
}
