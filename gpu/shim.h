// C side of package gpu: the Vulkan calls which the Go binding lacks (pNext chains, extension
// functions, recording a whole command list at once) or makes unsafely (every call that takes a
// slice of structs). Handles pass as void * (single) or uint64_t (inside arrays). Functions return
// a VkResult, or a gv_fail code.
#ifndef GALVANI_GPU_SHIM_H
#define GALVANI_GPU_SHIM_H

#include <stddef.h>
#include <stdint.h>

typedef struct gv_instance gv_instance;
typedef struct gv_device gv_device;

// gv_fail codes lie outside the range of VkResult.
enum { GV_NO_LOADER = -2000000001, GV_NO_LAYER = -2000000002, GV_OLD_LOADER = -2000000003 };

enum { GV_VALIDATE = 1, GV_GPU_ASSISTED = 2, GV_SYNC = 4 };

// shim_instance.c
int gv_instance_open(const char *loader, const char *app, uint32_t flags, gv_instance **out,
                     char *err, size_t errlen);
void gv_instance_close(gv_instance *in);
void *gv_instance_handle(gv_instance *in);
void *gv_instance_proc(gv_instance *in); // vkGetInstanceProcAddr

// shim_messages.c: the log that the debug_utils messenger of one instance writes into.
typedef struct gv_log gv_log;
gv_log *gv_log_new(void);
void gv_log_free(gv_log *log);
void gv_log_add(gv_log *log, const char *text);
gv_log *gv_instance_log(gv_instance *in);
// gv_log_take moves the oldest message into buf (truncated to n-1 bytes); returns 0 when there is
// none.
int gv_log_take(gv_log *log, char *buf, size_t n);

// What vkGetPhysicalDeviceProperties2 and the queue families say.
typedef struct {
  char driver[256], driver_info[256];
  uint8_t device_uuid[16];
  uint32_t lavapipe;
  uint32_t subgroup_size;
  uint64_t max_allocation;
  uint32_t denorm_preserve, denorm_flush, round_even, signed_zero_inf_nan;
  int32_t queue_family; // -1 when no family computes
  uint32_t timestamp_bits;
} gv_info;
void gv_physical_info(gv_instance *in, void *phys, uint32_t api_version, gv_info *out);

// shim_device.c
int gv_device_open(gv_instance *in, void *phys, uint32_t family, gv_device **out);
void gv_device_free(
    gv_device *d); // frees the table of functions; the binding destroys the VkDevice
void *gv_device_handle(gv_device *d);
void *gv_device_queue(gv_device *d);
void gv_name(gv_device *d, uint32_t object_type, void *handle, const char *name);

// shim_pipeline.c
int gv_set_layout(gv_device *d, uint32_t n, const uint32_t *bindings, const uint32_t *types,
                  void **out);
int gv_pipeline_layout(gv_device *d, void *set_layout, uint32_t push_bytes, void **out);
int gv_pipeline(gv_device *d, void *cache, const uint32_t *code, size_t bytes, const char *entry,
                const char *name, void *layout, const uint32_t *spec, uint32_t nspec, void **out);

// One descriptor: into set number `set` of the call, at `binding`.
typedef struct {
  uint64_t buffer, view; // view for texel descriptors, buffer for the others
  uint64_t offset, range;
  uint32_t set, binding, type, pad;
} gv_write;
// gv_descriptors makes a pool that fits exactly, allocates nsets sets with the given layouts and
// fills them.
int gv_descriptors(gv_device *d, uint32_t nsets, const uint64_t *layouts, uint32_t nwrites,
                   const gv_write *writes, void **pool, uint64_t *sets);

// shim_record.c
enum { GV_DISPATCH = 0, GV_INDIRECT = 1, GV_FILL = 2, GV_COPY = 3, GV_NOTHING = 4 };
typedef struct {
  uint64_t pipeline, layout, set; // dispatches; set 0: nothing to bind
  uint64_t src, dst;              // copies; fills and indirect dispatches use src
  uint64_t src_off, dst_off, size;
  uint32_t kind, barrier;
  uint32_t groups[3];
  uint32_t word;
  uint32_t push_off, push_len; // into the push bytes of the call
} gv_op;
enum { GV_SIMULTANEOUS = 1 };
// gv_record records the list into *cb, made (with *pool) when *pool is NULL, reset and reused when
// not. With a query pool, query 0 is written first and query i+1 after command i. *barriers counts
// those between commands.
int gv_record(gv_device *d, uint32_t family, uint32_t flags, const gv_op *ops, uint32_t nops,
              const uint8_t *push, void *query_pool, void **pool, void **cb, uint32_t *barriers);
int gv_submit(gv_device *d, void *cb, void *fence);

#endif
