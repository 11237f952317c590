// Pipelines with specialization constants, their layouts, and descriptor sets.
#include "shim_vk.h"

#include <stdlib.h>

int gv_set_layout(gv_device *d, uint32_t n, const uint32_t *bindings, const uint32_t *types,
                  void **out) {
  VkDescriptorSetLayoutBinding *b = calloc(n ? n : 1, sizeof *b);
  if (!b) return VK_ERROR_OUT_OF_HOST_MEMORY;
  for (uint32_t i = 0; i < n; i++)
    b[i] = (VkDescriptorSetLayoutBinding){.binding = bindings[i],
                                          .descriptorType = (VkDescriptorType)types[i],
                                          .descriptorCount = 1,
                                          .stageFlags = VK_SHADER_STAGE_COMPUTE_BIT};
  VkDescriptorSetLayoutCreateInfo info = {.sType =
                                              VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO,
                                          .bindingCount = n,
                                          .pBindings = b};
  VkDescriptorSetLayout layout = VK_NULL_HANDLE;
  VkResult r = d->CreateDescriptorSetLayout(d->handle, &info, NULL, &layout);
  free(b);
  *out = (void *)layout;
  return r;
}

int gv_pipeline_layout(gv_device *d, void *set_layout, uint32_t push_bytes, void **out) {
  VkDescriptorSetLayout set = (VkDescriptorSetLayout)set_layout;
  VkPushConstantRange push = {.stageFlags = VK_SHADER_STAGE_COMPUTE_BIT, .size = push_bytes};
  VkPipelineLayoutCreateInfo info = {.sType = VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO,
                                     .setLayoutCount = 1,
                                     .pSetLayouts = &set,
                                     .pushConstantRangeCount = push_bytes ? 1 : 0,
                                     .pPushConstantRanges = &push};
  VkPipelineLayout layout = VK_NULL_HANDLE;
  VkResult r = d->CreatePipelineLayout(d->handle, &info, NULL, &layout);
  *out = (void *)layout;
  return r;
}

int gv_pipeline(gv_device *d, void *cache, const uint32_t *code, size_t bytes, const char *entry,
                const char *name, void *layout, const uint32_t *spec, uint32_t nspec, void **out) {
  VkSpecializationMapEntry *map = calloc(nspec ? nspec : 1, sizeof *map);
  if (!map) return VK_ERROR_OUT_OF_HOST_MEMORY;
  for (uint32_t i = 0; i < nspec; i++)
    map[i] = (VkSpecializationMapEntry){.constantID = i, .offset = 4 * i, .size = 4};
  VkSpecializationInfo constants = {
      .mapEntryCount = nspec, .pMapEntries = map, .dataSize = 4 * (size_t)nspec, .pData = spec};
  VkShaderModuleCreateInfo source = {
      .sType = VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO, .codeSize = bytes, .pCode = code};
  VkShaderModule module = VK_NULL_HANDLE;
  VkPipeline pipeline = VK_NULL_HANDLE;
  VkResult r = d->CreateShaderModule(d->handle, &source, NULL, &module);
  if (r == VK_SUCCESS) {
    gv_name(d, VK_OBJECT_TYPE_SHADER_MODULE, (void *)module, name);
    VkComputePipelineCreateInfo info = {
        .sType = VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO,
        .stage = {.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO,
                  .stage = VK_SHADER_STAGE_COMPUTE_BIT,
                  .module = module,
                  .pName = entry,
                  .pSpecializationInfo = nspec ? &constants : NULL},
        .layout = (VkPipelineLayout)layout};
    r = d->CreateComputePipelines(d->handle, (VkPipelineCache)cache, 1, &info, NULL, &pipeline);
    d->DestroyShaderModule(d->handle, module, NULL);
  }
  free(map);
  *out = (void *)pipeline;
  return r;
}

int gv_descriptors(gv_device *d, uint32_t nsets, const uint64_t *layouts, uint32_t nwrites,
                   const gv_write *writes, void **pool_out, uint64_t *sets_out) {
  enum { STORAGE, TEXEL, UNIFORM, KINDS };
  VkDescriptorPoolSize count[KINDS] = {{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 0},
                                       {VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER, 0},
                                       {VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER, 0}};
  for (uint32_t i = 0; i < nwrites; i++)
    for (int k = 0; k < KINDS; k++)
      count[k].descriptorCount += writes[i].type == (uint32_t)count[k].type;
  VkDescriptorPoolSize sizes[KINDS];
  uint32_t nsizes = 0;
  for (int k = 0; k < KINDS; k++)
    if (count[k].descriptorCount) sizes[nsizes++] = count[k];
  VkDescriptorPoolCreateInfo info = {.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO,
                                     .maxSets = nsets,
                                     .poolSizeCount = nsizes,
                                     .pPoolSizes = sizes};
  VkDescriptorPool pool = VK_NULL_HANDLE;
  VkResult r = d->CreateDescriptorPool(d->handle, &info, NULL, &pool);
  if (r != VK_SUCCESS) return r;
  VkDescriptorSetLayout *l = calloc(nsets, sizeof *l);
  VkDescriptorSet *s = calloc(nsets, sizeof *s);
  VkWriteDescriptorSet *w = calloc(nwrites ? nwrites : 1, sizeof *w);
  VkDescriptorBufferInfo *b = calloc(nwrites ? nwrites : 1, sizeof *b);
  VkBufferView *v = calloc(nwrites ? nwrites : 1, sizeof *v);
  if (!l || !s || !w || !b || !v) {
    r = VK_ERROR_OUT_OF_HOST_MEMORY;
  } else {
    for (uint32_t i = 0; i < nsets; i++) l[i] = GV_PTR(VkDescriptorSetLayout, layouts[i]);
    VkDescriptorSetAllocateInfo alloc = {.sType = VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO,
                                         .descriptorPool = pool,
                                         .descriptorSetCount = nsets,
                                         .pSetLayouts = l};
    r = d->AllocateDescriptorSets(d->handle, &alloc, s);
  }
  if (r == VK_SUCCESS) {
    for (uint32_t i = 0; i < nwrites; i++) {
      b[i] = (VkDescriptorBufferInfo){.buffer = GV_PTR(VkBuffer, writes[i].buffer),
                                      .offset = writes[i].offset,
                                      .range = writes[i].range};
      v[i] = GV_PTR(VkBufferView, writes[i].view);
      w[i] = (VkWriteDescriptorSet){.sType = VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET,
                                    .dstSet = s[writes[i].set],
                                    .dstBinding = writes[i].binding,
                                    .descriptorCount = 1,
                                    .descriptorType = (VkDescriptorType)writes[i].type,
                                    .pBufferInfo = &b[i],
                                    .pTexelBufferView = &v[i]};
    }
    d->UpdateDescriptorSets(d->handle, nwrites, w, 0, NULL);
    for (uint32_t i = 0; i < nsets; i++) sets_out[i] = (uint64_t)(uintptr_t)s[i];
    *pool_out = (void *)pool;
  } else {
    d->DestroyDescriptorPool(d->handle, pool, NULL);
  }
  free(l);
  free(s);
  free(w);
  free(b);
  free(v);
  return r;
}
