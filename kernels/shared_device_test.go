package kernels

import (
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSharedDevice: executors of several goroutines on one Vulkan device do
// not disturb each other.
func TestSharedDevice(t *testing.T) {
	r := vulkanRig(t, VulkanOptions{})
	var list []*deliverCase
	for k := range 4 {
		list = append(list, newDeliverCase(200+k))
	}
	var wait sync.WaitGroup
	rings, outs := make([][]int32, len(list)), make([]Outcome, len(list))
	for k, c := range list {
		wait.Go(func() {
			for range 5 {
				rings[k], outs[k] = c.run(t, r)
			}
		})
	}
	wait.Wait()
	for k, c := range list {
		require.True(t, slices.Equal(c.want(), rings[k]), "simulation %d", k)
		require.Equal(t, len(c.events), outs[k].Completed)
	}
}
