// What the C files of package gpu share; Go never includes it.
#ifndef GALVANI_GPU_SHIM_VK_H
#define GALVANI_GPU_SHIM_VK_H

#ifndef VK_NO_PROTOTYPES
#define VK_NO_PROTOTYPES
#endif
#include <vulkan/vulkan.h>

#include "shim.h"

struct gv_instance {
  PFN_vkGetInstanceProcAddr get;
  VkInstance handle;
  VkDebugUtilsMessengerEXT messenger;
  gv_log *log;
  int debug_utils;
};

// GV_DEVICE_FUNCTIONS lists the functions which the shim calls on a device, one table per device
// so that calls go straight to the driver and several devices do not share pointers.
// clang-format off
#define GV_DEVICE_FUNCTIONS(X)                                                                                         \
	X(GetDeviceQueue) X(CreateDescriptorSetLayout) X(CreatePipelineLayout) X(CreateShaderModule)                   \
	X(DestroyShaderModule) X(CreateComputePipelines) X(CreateDescriptorPool) X(DestroyDescriptorPool)              \
	X(AllocateDescriptorSets) X(UpdateDescriptorSets) X(CreateCommandPool) X(DestroyCommandPool)                   \
	X(ResetCommandPool) X(AllocateCommandBuffers) X(BeginCommandBuffer) X(EndCommandBuffer)                        \
	X(CmdBindPipeline) X(CmdBindDescriptorSets) X(CmdPushConstants) X(CmdDispatch) X(CmdDispatchIndirect)          \
	X(CmdFillBuffer) X(CmdCopyBuffer) X(CmdPipelineBarrier) X(CmdResetQueryPool) X(CmdWriteTimestamp)              \
	X(QueueSubmit)
// clang-format on

struct gv_device {
  VkDevice handle;
  VkQueue queue;
  PFN_vkSetDebugUtilsObjectNameEXT name;
#define X(f) PFN_vk##f f;
  GV_DEVICE_FUNCTIONS(X)
#undef X
};

#define GV_PTR(type, handle) ((type)(uintptr_t)(handle))

#endif
