package gpu

// #include <stdlib.h>
// #include "shim.h"
import "C"

import (
	"sync"
	"unsafe"
)

// messageLog collects what the validation layer says: into `fresh` until an operation reports it as its error,
// and into `kept` until Messages takes it.
type messageLog struct {
	mu    sync.Mutex
	c     *C.gv_log
	fresh []string
	kept  []string
}

// messageBytes is longer than any message seen, which quote the specification.
const messageBytes = 8192

// keptMessages bounds the memory of a program that provokes one message per step.
const keptMessages = 1024

func (l *messageLog) init(c *C.gv_log) { l.c = c }

// detach forgets the C side, which is about to be freed; what was collected stays readable.
func (l *messageLog) detach() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pull()
	l.c = nil
}

// pull moves messages from the C side. The lock is held.
func (l *messageLog) pull() {
	if l.c == nil {
		return
	}
	var buf *C.char
	for {
		if buf == nil {
			buf = (*C.char)(C.malloc(messageBytes))
			defer C.free(unsafe.Pointer(buf))
		}
		if C.gv_log_take(l.c, buf, messageBytes) == 0 {
			return
		}
		text := C.GoString(buf)
		l.fresh = append(l.fresh, text)
		if len(l.kept) < keptMessages {
			l.kept = append(l.kept, text)
		}
	}
}

// check returns the messages that came since the last check as the error of op.
func (in *Instance) check(op string) error {
	if !in.opts.Validate {
		return nil
	}
	in.log.mu.Lock()
	defer in.log.mu.Unlock()
	in.log.pull()
	if len(in.log.fresh) == 0 {
		return nil
	}
	err := &ValidationError{Op: op, Messages: in.log.fresh}
	in.log.fresh = nil
	return err
}

// Messages takes the messages of the validation layer that came since the last call of Messages, whether or not
// they were also returned as errors; also after Close. Always empty without Options.Validate.
func (in *Instance) Messages() []string {
	in.log.mu.Lock()
	defer in.log.mu.Unlock()
	in.log.pull()
	kept := in.log.kept
	in.log.kept, in.log.fresh = nil, nil
	return kept
}
