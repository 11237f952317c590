package gpu

import (
	vk "github.com/vulkan-go/vulkan"
)

// memoryType is one way in which a device hands out memory.
type memoryType struct {
	flags vk.MemoryPropertyFlags
	heap  uint64 // bytes of its heap
}

const (
	deviceLocal  = vk.MemoryPropertyFlags(vk.MemoryPropertyDeviceLocalBit)
	hostCoherent = vk.MemoryPropertyFlags(vk.MemoryPropertyHostVisibleBit | vk.MemoryPropertyHostCoherentBit)
	hostCached   = vk.MemoryPropertyFlags(vk.MemoryPropertyHostCachedBit)
)

// memoryTypes lists the types in the driver's order, and the size of the largest device-local heap.
func memoryTypes(h vk.PhysicalDevice) ([]memoryType, uint64) {
	var props vk.PhysicalDeviceMemoryProperties
	vk.GetPhysicalDeviceMemoryProperties(h, &props)
	props.Deref()
	defer props.Free()
	var types []memoryType
	var largest uint64
	for i := range props.MemoryTypeCount {
		t := props.MemoryTypes[i]
		t.Deref()
		heap := props.MemoryHeaps[t.HeapIndex]
		heap.Deref()
		types = append(types, memoryType{flags: t.PropertyFlags, heap: uint64(heap.Size)})
		if t.PropertyFlags&deviceLocal != 0 && uint64(heap.Size) > largest {
			largest = uint64(heap.Size)
		}
	}
	return types, largest
}

// pickMemory returns the index of the memory type for a buffer whose requirements allow the types in bits:
// unified memory is always mapped, a discrete GPU's only when the buffer is read back often.
func pickMemory(types []memoryType, bits uint32, unified, hostVisible bool) (uint32, bool) {
	wishes := []vk.MemoryPropertyFlags{deviceLocal, 0}
	switch {
	case unified:
		wishes = []vk.MemoryPropertyFlags{deviceLocal | hostCoherent | hostCached, deviceLocal | hostCoherent,
			hostCoherent | hostCached, hostCoherent}
	case hostVisible:
		// Cached first: reading uncached memory over the bus is tens of times slower.
		wishes = []vk.MemoryPropertyFlags{hostCoherent | hostCached, hostCoherent}
	}
	for _, wish := range wishes {
		for i, t := range types {
			if bits&(1<<i) != 0 && t.flags&wish == wish {
				return uint32(i), true
			}
		}
	}
	return 0, false
}

// mappable reports whether memory of type i can be mapped without flushes.
func mappable(types []memoryType, i uint32) bool { return types[i].flags&hostCoherent == hostCoherent }
