package gpu

// #include "shim.h"
import "C"

import (
	"fmt"
	"strings"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// physical is what opening a device needs beyond its Info.
type physical struct {
	handle        vk.PhysicalDevice
	family        uint32
	timestampMask uint64
	deviceUUID    [16]byte
	driverVersion uint32
	vendorID      uint32
	memory        []memoryType
}

// minimumAPI is Vulkan 1.1.
const minimumAPI = 1<<22 | 1<<12

func (in *Instance) enumerate() error {
	var n uint32
	if r := vk.EnumeratePhysicalDevices(in.handle, &n, nil); r != vk.Success {
		return fmt.Errorf("gpu: open: %w: listing devices, the driver answers %s", ErrNoVulkan, resultName(r))
	}
	handles := make([]vk.PhysicalDevice, n)
	if n > 0 {
		if r := vk.EnumeratePhysicalDevices(in.handle, &n, handles); r != vk.Success && r != vk.Incomplete {
			return fmt.Errorf("gpu: open: %w: listing devices, the driver answers %s", ErrNoVulkan, resultName(r))
		}
	}
	for _, h := range handles[:n] {
		info, p, ok := in.query(h)
		if !ok {
			continue
		}
		info.Index = len(in.infos)
		in.infos = append(in.infos, info)
		in.physical = append(in.physical, p)
	}
	if len(in.infos) == 0 {
		return fmt.Errorf("gpu: open: %w: no device with Vulkan 1.1 and a compute queue", ErrNoVulkan)
	}
	return nil
}

// query describes one device; ok is false when it cannot compute or is older than Vulkan 1.1.
func (in *Instance) query(h vk.PhysicalDevice) (info Info, p physical, ok bool) {
	var props vk.PhysicalDeviceProperties
	vk.GetPhysicalDeviceProperties(h, &props)
	props.Deref()
	props.Limits.Deref()
	defer props.Free()
	var more C.gv_info
	C.gv_physical_info(in.c, unsafe.Pointer(h), C.uint32_t(props.ApiVersion), &more)
	if props.ApiVersion < minimumAPI || more.queue_family < 0 {
		return info, p, false
	}
	l := props.Limits
	info = Info{
		Name:       vk.ToString(props.DeviceName[:]),
		Driver:     C.GoString(&more.driver[0]),
		DriverInfo: C.GoString(&more.driver_info[0]),
		Type:       deviceType(props.DeviceType),
		APIVersion: vk.Version(props.ApiVersion).String(),
		Software:   props.DeviceType == vk.PhysicalDeviceTypeCpu,
		Limits: Limits{
			MaxStorageRange:   uint64(l.MaxStorageBufferRange),
			MaxTexelElements:  uint64(l.MaxTexelBufferElements),
			MaxUniformRange:   uint64(l.MaxUniformBufferRange),
			MaxAllocation:     uint64(more.max_allocation),
			MaxGroups:         l.MaxComputeWorkGroupCount,
			MaxGroupSize:      l.MaxComputeWorkGroupSize,
			MaxInvocations:    l.MaxComputeWorkGroupInvocations,
			MaxPush:           l.MaxPushConstantsSize,
			MaxStorageBuffers: l.MaxPerStageDescriptorStorageBuffers,
			MaxTexelViews:     l.MaxPerStageDescriptorSampledImages,
			MaxUniformBuffers: l.MaxPerStageDescriptorUniformBuffers,
			SharedBytes:       l.MaxComputeSharedMemorySize,
			SubgroupSize:      uint32(more.subgroup_size),
			MinStorageAlign:   uint64(l.MinStorageBufferOffsetAlignment),
			MinTexelAlign:     uint64(l.MinTexelBufferOffsetAlignment),
			MinUniformAlign:   uint64(l.MinUniformBufferOffsetAlignment),
			TimestampPeriodNS: float64(l.TimestampPeriod),
		},
		Float32: FloatControls{
			DenormPreserve:   more.denorm_preserve != 0,
			DenormFlush:      more.denorm_flush != 0,
			RoundEven:        more.round_even != 0,
			SignedZeroInfNaN: more.signed_zero_inf_nan != 0,
		},
	}
	if more.lavapipe != 0 && !strings.Contains(strings.ToLower(info.Driver), "lavapipe") {
		// Mesa calls the Vulkan driver by the name of its rasteriser; people call it lavapipe.
		info.Driver = "lavapipe (" + info.Driver + ")"
	}
	p = physical{
		handle:        h,
		family:        uint32(more.queue_family),
		timestampMask: ^uint64(0),
		driverVersion: props.DriverVersion,
		vendorID:      props.VendorID,
	}
	for i := range p.deviceUUID {
		p.deviceUUID[i] = byte(more.device_uuid[i])
	}
	switch bits := uint(more.timestamp_bits); {
	case bits == 0:
		info.Limits.TimestampPeriodNS = 0
	case bits < 64:
		p.timestampMask = 1<<bits - 1
	}
	p.memory, info.MemoryBytes = memoryTypes(h)
	if ram := machineMemory(); info.Software && ram > info.MemoryBytes {
		info.MemoryBytes = ram // software drivers report a made-up heap and do not enforce it
	}
	return info, p, true
}

func deviceType(t vk.PhysicalDeviceType) DeviceType {
	switch t {
	case vk.PhysicalDeviceTypeDiscreteGpu:
		return Discrete
	case vk.PhysicalDeviceTypeIntegratedGpu:
		return Integrated
	case vk.PhysicalDeviceTypeVirtualGpu:
		return Virtual
	case vk.PhysicalDeviceTypeCpu:
		return CPU
	}
	return Other
}
