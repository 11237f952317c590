// A bounded log of messages, written by driver threads and read by Go.
#include "shim.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// More messages than anyone reads; what comes later is dropped, the count of the dropped is not
// needed: one message already is an error.
#define GV_LOG_MAX 256

struct gv_log {
  pthread_mutex_t mu;
  char *text[GV_LOG_MAX];
  int head, count;
};

gv_log *gv_log_new(void) {
  gv_log *log = calloc(1, sizeof *log);
  if (log) pthread_mutex_init(&log->mu, NULL);
  return log;
}

void gv_log_free(gv_log *log) {
  if (!log) return;
  for (int i = 0; i < log->count; i++) free(log->text[(log->head + i) % GV_LOG_MAX]);
  pthread_mutex_destroy(&log->mu);
  free(log);
}

void gv_log_add(gv_log *log, const char *text) {
  pthread_mutex_lock(&log->mu);
  if (log->count < GV_LOG_MAX) {
    char *copy = strdup(text);
    if (copy) log->text[(log->head + log->count++) % GV_LOG_MAX] = copy;
  }
  pthread_mutex_unlock(&log->mu);
}

int gv_log_take(gv_log *log, char *buf, size_t n) {
  char *text = NULL;
  pthread_mutex_lock(&log->mu);
  if (log->count > 0) {
    text = log->text[log->head];
    log->head = (log->head + 1) % GV_LOG_MAX;
    log->count--;
  }
  pthread_mutex_unlock(&log->mu);
  if (!text) return 0;
  strncpy(buf, text, n - 1);
  buf[n - 1] = 0;
  free(text);
  return 1;
}
