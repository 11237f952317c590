// Recording a whole list of commands in one call, and submitting it.
#include "shim_vk.h"

// A full barrier between commands: everything written by shaders and transfers before it is seen by
// everything after it. `host` makes it the last one, after which mapped memory may be read.
static void barrier(gv_device *d, VkCommandBuffer cb, int host) {
  VkMemoryBarrier all = {.sType = VK_STRUCTURE_TYPE_MEMORY_BARRIER,
                         .srcAccessMask = VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT,
                         .dstAccessMask = VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT |
                                          VK_ACCESS_UNIFORM_READ_BIT | VK_ACCESS_TRANSFER_READ_BIT |
                                          VK_ACCESS_TRANSFER_WRITE_BIT |
                                          VK_ACCESS_INDIRECT_COMMAND_READ_BIT};
  VkPipelineStageFlags from = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
  VkPipelineStageFlags to = from | VK_PIPELINE_STAGE_DRAW_INDIRECT_BIT;
  if (host) {
    all.dstAccessMask = VK_ACCESS_HOST_READ_BIT;
    to = VK_PIPELINE_STAGE_HOST_BIT;
  }
  d->CmdPipelineBarrier(cb, from, to, 0, 1, &all, 0, NULL, 0, NULL);
}

static VkResult command_buffer(gv_device *d, uint32_t family, void **pool, void **cb) {
  if (*pool) return d->ResetCommandPool(d->handle, (VkCommandPool)*pool, 0);
  VkCommandPoolCreateInfo info = {.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO,
                                  .queueFamilyIndex = family};
  VkCommandPool p = VK_NULL_HANDLE;
  VkResult r = d->CreateCommandPool(d->handle, &info, NULL, &p);
  if (r != VK_SUCCESS) return r;
  VkCommandBufferAllocateInfo alloc = {.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO,
                                       .commandPool = p,
                                       .level = VK_COMMAND_BUFFER_LEVEL_PRIMARY,
                                       .commandBufferCount = 1};
  VkCommandBuffer c = NULL;
  r = d->AllocateCommandBuffers(d->handle, &alloc, &c);
  if (r != VK_SUCCESS) {
    d->DestroyCommandPool(d->handle, p, NULL);
    return r;
  }
  *pool = (void *)p;
  *cb = (void *)c;
  return VK_SUCCESS;
}

int gv_record(gv_device *d, uint32_t family, uint32_t flags, const gv_op *ops, uint32_t nops,
              const uint8_t *push, void *query_pool, void **pool, void **cb_io,
              uint32_t *barriers) {
  int fresh = *pool == NULL;
  VkResult r = command_buffer(d, family, pool, cb_io);
  if (r != VK_SUCCESS) return r;
  VkCommandBuffer cb = (VkCommandBuffer)*cb_io;
  VkQueryPool queries = (VkQueryPool)query_pool;
  VkCommandBufferBeginInfo begin = {
      .sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO,
      .flags = flags & GV_SIMULTANEOUS ? VK_COMMAND_BUFFER_USAGE_SIMULTANEOUS_USE_BIT : 0};
  r = d->BeginCommandBuffer(cb, &begin);
  *barriers = 0;
  if (r == VK_SUCCESS) {
    // What an earlier submission wrote must be seen here too; a fence alone does not promise it.
    barrier(d, cb, 0);
    if (queries) {
      d->CmdResetQueryPool(cb, queries, 0, nops + 1);
      d->CmdWriteTimestamp(cb, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, queries, 0);
    }
    uint64_t pipeline = 0, set = 0, layout = 0;
    for (uint32_t i = 0; i < nops; i++) {
      const gv_op *op = &ops[i];
      if (op->kind <= GV_INDIRECT) {
        VkPipelineLayout l = GV_PTR(VkPipelineLayout, op->layout);
        if (op->pipeline != pipeline)
          d->CmdBindPipeline(cb, VK_PIPELINE_BIND_POINT_COMPUTE, GV_PTR(VkPipeline, op->pipeline));
        if (op->set && (op->set != set || op->layout != layout)) {
          VkDescriptorSet s = GV_PTR(VkDescriptorSet, op->set);
          d->CmdBindDescriptorSets(cb, VK_PIPELINE_BIND_POINT_COMPUTE, l, 0, 1, &s, 0, NULL);
        }
        pipeline = op->pipeline;
        set = op->set;
        layout = op->layout;
        if (op->push_len)
          d->CmdPushConstants(cb, l, VK_SHADER_STAGE_COMPUTE_BIT, 0, op->push_len,
                              push + op->push_off);
      }
      switch (op->kind) {
      case GV_DISPATCH: d->CmdDispatch(cb, op->groups[0], op->groups[1], op->groups[2]); break;
      case GV_INDIRECT: d->CmdDispatchIndirect(cb, GV_PTR(VkBuffer, op->src), op->src_off); break;
      case GV_FILL:
        d->CmdFillBuffer(cb, GV_PTR(VkBuffer, op->src), op->src_off, op->size, op->word);
        break;
      case GV_COPY: {
        VkBufferCopy region = {op->src_off, op->dst_off, op->size};
        d->CmdCopyBuffer(cb, GV_PTR(VkBuffer, op->src), GV_PTR(VkBuffer, op->dst), 1, &region);
        break;
      }
      }
      if (op->barrier) {
        barrier(d, cb, 0);
        ++*barriers;
      }
      if (queries) d->CmdWriteTimestamp(cb, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, queries, i + 1);
    }
    barrier(d, cb, 1);
    r = d->EndCommandBuffer(cb);
  }
  if (r != VK_SUCCESS && fresh) {
    d->DestroyCommandPool(d->handle, (VkCommandPool)*pool, NULL);
    *pool = *cb_io = NULL;
  }
  return r;
}

int gv_submit(gv_device *d, void *cb, void *fence) {
  VkCommandBuffer c = (VkCommandBuffer)cb;
  VkSubmitInfo info = {
      .sType = VK_STRUCTURE_TYPE_SUBMIT_INFO, .commandBufferCount = 1, .pCommandBuffers = &c};
  return d->QueueSubmit(d->queue, 1, &info, (VkFence)fence);
}
