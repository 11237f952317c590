package gpu

import (
	"fmt"

	vk "github.com/vulkan-go/vulkan"
)

// resultName names the results that the calls used here can return.
func resultName(r vk.Result) string {
	switch r {
	case vk.Timeout:
		return "VK_TIMEOUT"
	case vk.ErrorOutOfHostMemory:
		return "VK_ERROR_OUT_OF_HOST_MEMORY"
	case vk.ErrorOutOfDeviceMemory:
		return "VK_ERROR_OUT_OF_DEVICE_MEMORY"
	case vk.ErrorInitializationFailed:
		return "VK_ERROR_INITIALIZATION_FAILED"
	case vk.ErrorDeviceLost:
		return "VK_ERROR_DEVICE_LOST"
	case vk.ErrorMemoryMapFailed:
		return "VK_ERROR_MEMORY_MAP_FAILED"
	case vk.ErrorLayerNotPresent:
		return "VK_ERROR_LAYER_NOT_PRESENT"
	case vk.ErrorExtensionNotPresent:
		return "VK_ERROR_EXTENSION_NOT_PRESENT"
	case vk.ErrorFeatureNotPresent:
		return "VK_ERROR_FEATURE_NOT_PRESENT"
	case vk.ErrorIncompatibleDriver:
		return "VK_ERROR_INCOMPATIBLE_DRIVER"
	case vk.ErrorTooManyObjects:
		return "VK_ERROR_TOO_MANY_OBJECTS"
	case vk.ErrorFragmentedPool:
		return "VK_ERROR_FRAGMENTED_POOL"
	case vk.ErrorOutOfPoolMemory:
		return "VK_ERROR_OUT_OF_POOL_MEMORY"
	}
	return fmt.Sprintf("VkResult %d", int32(r))
}

// fail turns the result of a call into an error, nil for success. op says what was being done and to what.
func (d *Device) fail(op string, r vk.Result) error {
	switch r {
	case vk.Success:
		return nil
	case vk.ErrorDeviceLost:
		d.lost.Store(true)
		return fmt.Errorf("gpu: %s on %s: %w: close it and open it again, with fewer steps per submission",
			op, d.info.Name, ErrDeviceLost)
	case vk.ErrorOutOfDeviceMemory, vk.ErrorOutOfHostMemory:
		return &OutOfMemoryError{Name: op, Used: d.MemoryUsed()}
	}
	return fmt.Errorf("gpu: %s on %s: the driver answers %s", op, d.info.Name, resultName(r))
}

// usable reports why nothing can be done with the device, nil when it can.
func (d *Device) usable(op string) error {
	if d.lost.Load() {
		return fmt.Errorf("gpu: %s on %s: %w: close it and open it again", op, d.info.Name, ErrDeviceLost)
	}
	if d.closed.Load() {
		return fmt.Errorf("gpu: %s on %s: the device is %w", op, d.info.Name, ErrClosed)
	}
	return nil
}
