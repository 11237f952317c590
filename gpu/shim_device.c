// Physical devices as their pNext chains describe them, and logical devices with their table of
// functions.
#include "shim_vk.h"

#include <stdlib.h>
#include <string.h>

static void queue_family(gv_instance *in, VkPhysicalDevice phys, gv_info *out) {
  PFN_vkGetPhysicalDeviceQueueFamilyProperties list =
      (PFN_vkGetPhysicalDeviceQueueFamilyProperties)in->get(
          in->handle, "vkGetPhysicalDeviceQueueFamilyProperties");
  VkQueueFamilyProperties p[32];
  uint32_t n = 32;
  out->queue_family = -1;
  if (!list) return;
  list(phys, &n, p);
  // The family that also draws is the one every driver schedules best; one that only computes comes
  // second.
  for (int pass = 0; pass < 2; pass++)
    for (uint32_t i = 0; i < n; i++) {
      VkQueueFlags want =
          pass == 0 ? VK_QUEUE_COMPUTE_BIT | VK_QUEUE_GRAPHICS_BIT : VK_QUEUE_COMPUTE_BIT;
      if (p[i].queueCount == 0 || (p[i].queueFlags & want) != want) continue;
      out->queue_family = (int32_t)i;
      out->timestamp_bits = p[i].timestampValidBits;
      return;
    }
}

void gv_physical_info(gv_instance *in, void *phys, uint32_t api_version, gv_info *out) {
  memset(out, 0, sizeof *out);
  queue_family(in, phys, out);
  PFN_vkGetPhysicalDeviceProperties2 get =
      (PFN_vkGetPhysicalDeviceProperties2)in->get(in->handle, "vkGetPhysicalDeviceProperties2");
  if (!get || api_version < VK_API_VERSION_1_1) return;
  VkPhysicalDeviceFloatControlsProperties floats = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FLOAT_CONTROLS_PROPERTIES};
  VkPhysicalDeviceDriverProperties driver = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES, .pNext = &floats};
  VkPhysicalDeviceMaintenance3Properties limits = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES,
      .pNext = api_version >= VK_API_VERSION_1_2 ? &driver : NULL};
  VkPhysicalDeviceIDProperties id = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES,
                                     .pNext = &limits};
  VkPhysicalDeviceSubgroupProperties subgroup = {
      .sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES, .pNext = &id};
  VkPhysicalDeviceProperties2 all = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                     .pNext = &subgroup};
  get(phys, &all);
  memcpy(out->driver, driver.driverName, sizeof out->driver);
  memcpy(out->driver_info, driver.driverInfo, sizeof out->driver_info);
  memcpy(out->device_uuid, id.deviceUUID, sizeof out->device_uuid);
  out->lavapipe = driver.driverID == VK_DRIVER_ID_MESA_LLVMPIPE;
  out->subgroup_size = subgroup.subgroupSize;
  out->max_allocation = limits.maxMemoryAllocationSize;
  out->denorm_preserve = floats.shaderDenormPreserveFloat32;
  out->denorm_flush = floats.shaderDenormFlushToZeroFloat32;
  out->round_even = floats.shaderRoundingModeRTEFloat32;
  out->signed_zero_inf_nan = floats.shaderSignedZeroInfNanPreserveFloat32;
}

int gv_device_open(gv_instance *in, void *phys, uint32_t family, gv_device **out) {
  PFN_vkCreateDevice create = (PFN_vkCreateDevice)in->get(in->handle, "vkCreateDevice");
  PFN_vkGetDeviceProcAddr get = (PFN_vkGetDeviceProcAddr)in->get(in->handle, "vkGetDeviceProcAddr");
  if (!create || !get) return VK_ERROR_INITIALIZATION_FAILED;
  gv_device *d = calloc(1, sizeof *d);
  if (!d) return VK_ERROR_OUT_OF_HOST_MEMORY;
  float priority = 1;
  VkDeviceQueueCreateInfo queue = {.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO,
                                   .queueFamilyIndex = family,
                                   .queueCount = 1,
                                   .pQueuePriorities = &priority};
  // No feature is asked for: the kernels need nothing beyond what every device has, and robust
  // access costs time on some drivers.
  VkPhysicalDeviceFeatures2 features = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2};
  VkDeviceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO,
                             .pNext = &features,
                             .queueCreateInfoCount = 1,
                             .pQueueCreateInfos = &queue};
  VkResult r = create(phys, &info, NULL, &d->handle);
  if (r != VK_SUCCESS) {
    free(d);
    return r;
  }
  int missing = 0;
#define X(f) missing |= !(d->f = (PFN_vk##f)get(d->handle, "vk" #f));
  GV_DEVICE_FUNCTIONS(X)
#undef X
  if (missing) {
    PFN_vkDestroyDevice destroy = (PFN_vkDestroyDevice)get(d->handle, "vkDestroyDevice");
    if (destroy) destroy(d->handle, NULL);
    free(d);
    return VK_ERROR_INITIALIZATION_FAILED;
  }
  if (in->debug_utils)
    d->name = (PFN_vkSetDebugUtilsObjectNameEXT)get(d->handle, "vkSetDebugUtilsObjectNameEXT");
  d->GetDeviceQueue(d->handle, family, 0, &d->queue);
  *out = d;
  return VK_SUCCESS;
}

void gv_device_free(gv_device *d) { free(d); }
void *gv_device_handle(gv_device *d) { return d->handle; }
void *gv_device_queue(gv_device *d) { return d->queue; }

void gv_name(gv_device *d, uint32_t object_type, void *handle, const char *name) {
  if (!d->name || !handle) return;
  VkDebugUtilsObjectNameInfoEXT info = {.sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_OBJECT_NAME_INFO_EXT,
                                        .objectType = (VkObjectType)object_type,
                                        .objectHandle = (uint64_t)(uintptr_t)handle,
                                        .pObjectName = name};
  d->name(d->handle, &info);
}
