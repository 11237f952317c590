//go:build all

package kernels

import "testing"

// TestChannelStepEverywhere runs pairs of channels and full populations with the
// modules of hardware and of software drivers, and with slots that find their
// model by its constant instead of by a link.
func TestChannelStepEverywhere(t *testing.T) {
	rigs := map[string]func(t *testing.T) rig{
		"lavapipe":         func(t *testing.T) rig { return vulkanRig(t, VulkanOptions{}) },
		"lavapipe-storage": func(t *testing.T) rig { return vulkanRig(t, VulkanOptions{Storage: true, Local: 16}) },
	}
	t.Run("pairs", func(t *testing.T) { testChannels(t, pairCases(t), rigs) })
	rigs["lavapipe-unlinked"] = func(t *testing.T) rig { return vulkanRig(t, VulkanOptions{Unlinked: true}) }
	t.Run("full", func(t *testing.T) { testChannels(t, fullCases(t), rigs) })
}
