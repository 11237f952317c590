// The loader, the instance with its validation layer, and what physical devices say through pNext
// chains.
#include "shim_vk.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAYER "VK_LAYER_KHRONOS_validation"

static VKAPI_ATTR VkBool32 VKAPI_CALL on_message(VkDebugUtilsMessageSeverityFlagBitsEXT severity,
                                                 VkDebugUtilsMessageTypeFlagsEXT type,
                                                 const VkDebugUtilsMessengerCallbackDataEXT *data,
                                                 void *user) {
  (void)severity;
  (void)type;
  gv_log_add(user, data->pMessage ? data->pMessage : "(message without text)");
  return VK_FALSE;
}

static int has_layer(PFN_vkGetInstanceProcAddr get) {
  PFN_vkEnumerateInstanceLayerProperties list =
      (PFN_vkEnumerateInstanceLayerProperties)get(NULL, "vkEnumerateInstanceLayerProperties");
  uint32_t n = 0;
  if (!list || list(&n, NULL) != VK_SUCCESS || n == 0) return 0;
  VkLayerProperties *p = calloc(n, sizeof *p);
  int found = 0;
  if (p && list(&n, p) >= 0)
    for (uint32_t i = 0; i < n; i++) found |= strcmp(p[i].layerName, LAYER) == 0;
  free(p);
  return found;
}

static int has_extension(PFN_vkGetInstanceProcAddr get, const char *layer, const char *name) {
  PFN_vkEnumerateInstanceExtensionProperties list = (PFN_vkEnumerateInstanceExtensionProperties)get(
      NULL, "vkEnumerateInstanceExtensionProperties");
  uint32_t n = 0;
  if (!list || list(layer, &n, NULL) != VK_SUCCESS || n == 0) return 0;
  VkExtensionProperties *p = calloc(n, sizeof *p);
  int found = 0;
  if (p && list(layer, &n, p) >= 0)
    for (uint32_t i = 0; i < n; i++) found |= strcmp(p[i].extensionName, name) == 0;
  free(p);
  return found;
}

static void *open_loader(const char *loader, char *err, size_t errlen) {
  // libvulkan.so alone exists only where the development package is installed, hence the versioned
  // name first.
  const char *names[] = {"libvulkan.so.1", "libvulkan.so"};
  if (loader && loader[0]) {
    void *lib = dlopen(loader, RTLD_NOW | RTLD_LOCAL);
    if (!lib) snprintf(err, errlen, "%s", dlerror());
    return lib;
  }
  for (int i = 0; i < 2; i++) {
    void *lib = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (lib) return lib;
    const char *why = dlerror();
    if (i == 0) snprintf(err, errlen, "%s", why ? why : "dlopen failed");
  }
  return NULL;
}

int gv_instance_open(const char *loader, const char *app, uint32_t flags, gv_instance **out,
                     char *err, size_t errlen) {
  // The library stays open for the life of the process: the Go binding keeps pointers into it.
  void *lib = open_loader(loader, err, errlen);
  if (!lib) return GV_NO_LOADER;
  PFN_vkGetInstanceProcAddr get = (PFN_vkGetInstanceProcAddr)dlsym(lib, "vkGetInstanceProcAddr");
  PFN_vkCreateInstance create = get ? (PFN_vkCreateInstance)get(NULL, "vkCreateInstance") : NULL;
  if (!create) {
    snprintf(err, errlen, "the library has no vkGetInstanceProcAddr or no vkCreateInstance");
    dlclose(lib);
    return GV_NO_LOADER;
  }
  PFN_vkEnumerateInstanceVersion version_of =
      (PFN_vkEnumerateInstanceVersion)get(NULL, "vkEnumerateInstanceVersion");
  uint32_t version = VK_API_VERSION_1_0;
  if (version_of) version_of(&version);
  if (version < VK_API_VERSION_1_1) {
    snprintf(err, errlen, "the loader knows Vulkan 1.0 only");
    return GV_OLD_LOADER;
  }
  int validate = (flags & GV_VALIDATE) != 0;
  if (validate && !has_layer(get)) return GV_NO_LAYER;

  gv_instance *in = calloc(1, sizeof *in);
  if (!in || !(in->log = gv_log_new())) {
    free(in);
    return VK_ERROR_OUT_OF_HOST_MEMORY;
  }
  in->get = get;
  const char *layers[] = {LAYER}, *extensions[2];
  uint32_t next = 0;
  in->debug_utils = has_extension(get, NULL, VK_EXT_DEBUG_UTILS_EXTENSION_NAME) ||
                    (validate && has_extension(get, LAYER, VK_EXT_DEBUG_UTILS_EXTENSION_NAME));
  if (in->debug_utils) extensions[next++] = VK_EXT_DEBUG_UTILS_EXTENSION_NAME;
  if (validate && (flags & (GV_GPU_ASSISTED | GV_SYNC)))
    extensions[next++] = VK_EXT_VALIDATION_FEATURES_EXTENSION_NAME;

  // Only what the validation layer says: loaders and drivers use the other types for chatter.
  VkDebugUtilsMessengerCreateInfoEXT messenger = {
      .sType = VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT,
      .messageSeverity = VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT |
                         VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT,
      .messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT,
      .pfnUserCallback = on_message,
      .pUserData = in->log};
  VkValidationFeatureEnableEXT enables[3];
  uint32_t nenables = 0;
  if (flags & GV_GPU_ASSISTED) {
    enables[nenables++] = VK_VALIDATION_FEATURE_ENABLE_GPU_ASSISTED_EXT;
    enables[nenables++] = VK_VALIDATION_FEATURE_ENABLE_GPU_ASSISTED_RESERVE_BINDING_SLOT_EXT;
  }
  if (flags & GV_SYNC)
    enables[nenables++] = VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT;
  VkValidationFeaturesEXT features = {.sType = VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT,
                                      .pNext = &messenger,
                                      .enabledValidationFeatureCount = nenables,
                                      .pEnabledValidationFeatures = enables};
  VkApplicationInfo application = {.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                   .pApplicationName = app,
                                   .pEngineName = "galvani",
                                   .apiVersion = version < VK_API_VERSION_1_2 ? VK_API_VERSION_1_1
                                                                              : VK_API_VERSION_1_2};
  VkInstanceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                               .pApplicationInfo = &application,
                               .enabledLayerCount = validate ? 1 : 0,
                               .ppEnabledLayerNames = layers,
                               .enabledExtensionCount = next,
                               .ppEnabledExtensionNames = extensions};
  if (validate && in->debug_utils)
    info.pNext = nenables ? (const void *)&features : (const void *)&messenger;
  VkResult r = create(&info, NULL, &in->handle);
  if (r != VK_SUCCESS) {
    gv_log_free(in->log);
    free(in);
    return r;
  }
  if (validate && in->debug_utils) {
    PFN_vkCreateDebugUtilsMessengerEXT f =
        (PFN_vkCreateDebugUtilsMessengerEXT)get(in->handle, "vkCreateDebugUtilsMessengerEXT");
    r = f ? f(in->handle, &messenger, NULL, &in->messenger) : VK_ERROR_EXTENSION_NOT_PRESENT;
    if (r != VK_SUCCESS) {
      gv_instance_close(in);
      return r;
    }
  }
  *out = in;
  return VK_SUCCESS;
}

void gv_instance_close(gv_instance *in) {
  if (in->messenger) {
    PFN_vkDestroyDebugUtilsMessengerEXT f =
        (PFN_vkDestroyDebugUtilsMessengerEXT)in->get(in->handle, "vkDestroyDebugUtilsMessengerEXT");
    if (f) f(in->handle, in->messenger, NULL);
  }
  PFN_vkDestroyInstance destroy = (PFN_vkDestroyInstance)in->get(in->handle, "vkDestroyInstance");
  if (destroy) destroy(in->handle, NULL);
  gv_log_free(in->log);
  free(in);
}

void *gv_instance_handle(gv_instance *in) { return in->handle; }
void *gv_instance_proc(gv_instance *in) { return (void *)in->get; }
gv_log *gv_instance_log(gv_instance *in) { return in->log; }
