package buffers

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// workers returns the number of goroutines for a number of threads asked for;
// 0 means one for each processor.
func workers(threads int) int {
	if threads > 0 {
		return threads
	}
	return runtime.GOMAXPROCS(0)
}

// parallel calls work(s, b) for the blocks 0..blocks-1 from several
// goroutines, each with a scratch of its own. Blocks are begun in their order.
// The error is that of the lowest failing block, whatever the number of
// threads: later blocks are not begun, earlier ones have all been.
func parallel(ctx context.Context, blocks, threads int, work func(s *scratch, b int) error) error {
	threads = max(min(workers(threads), blocks), 1)
	var (
		next, stop atomic.Int64
		wait       sync.WaitGroup
		mu         sync.Mutex
		first      error
		firstBlock int
	)
	stopped := make(chan struct{})
	run := func() {
		s := &scratch{stopped: stopped}
		for stop.Load() == 0 {
			b := int(next.Add(1) - 1)
			if b >= blocks {
				return
			}
			err := ctx.Err()
			if err == nil {
				err = work(s, b)
			}
			if err != nil {
				if stop.Swap(1) == 0 {
					close(stopped)
				}
				mu.Lock()
				if first == nil || b < firstBlock {
					first, firstBlock = err, b
				}
				mu.Unlock()
			}
		}
	}
	if threads == 1 {
		run()
		return first
	}
	for range threads {
		wait.Go(run)
	}
	wait.Wait()
	return first
}

// span returns the part b of n things cut into blocks.
func span(n, blocks, b int) (lo, hi int) {
	q, r := n/blocks, n%blocks
	lo = b*q + min(b, r)
	hi = lo + q
	if b < r {
		hi++
	}
	return lo, hi
}

// scratch is the memory of one worker, reused from block to block.
type scratch struct {
	out    entries  // the block being made
	spare  entries  // the other side of a merge
	buf    []uint32 // targets of one row
	tmp    []uint32 // the other side of a sort
	runs   []int    // bounds of ascending runs
	counts []uint32 // entries of each row of the block
	near   []uint32 // targets near a source
	marks  []uint64 // one bit for each neuron, all zero between uses
	// stopped is closed when a block has failed, for work that waits for other blocks.
	stopped <-chan struct{}
}

// bitmap returns n zero bits; who sets bits clears them.
func (s *scratch) bitmap(n int) []uint64 {
	if words := (n + 63) / 64; len(s.marks) < words {
		s.marks = make([]uint64, words)
	}
	return s.marks
}
