package gpu_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/galvani-sim/galvani/gpu"
)

func TestChoose(t *testing.T) {
	llvmpipe := gpu.Info{Name: "llvmpipe (LLVM 15.0.6, 256 bits)", Driver: "lavapipe (llvmpipe)", Type: gpu.CPU, Software: true}
	intel := gpu.Info{Name: "Intel(R) UHD Graphics", Driver: "Intel open-source Mesa driver", Type: gpu.Integrated}
	nvidia := gpu.Info{Name: "NVIDIA H200", Driver: "NVIDIA", DriverInfo: "570.86", Type: gpu.Discrete}
	radeon := gpu.Info{Name: "AMD Radeon RX 7900", Driver: "radv", Type: gpu.Discrete}
	virtual := gpu.Info{Name: "Virtio-GPU Venus", Driver: "venus", Type: gpu.Virtual}
	for _, c := range []struct {
		want  string
		infos []gpu.Info
		index int // -1: none
	}{
		{"auto", nil, -1},
		{"auto", []gpu.Info{llvmpipe}, -1},
		{"auto", []gpu.Info{llvmpipe, intel, nvidia, radeon}, 2},
		{"auto", []gpu.Info{llvmpipe, virtual, intel}, 2},
		{"auto", []gpu.Info{llvmpipe, virtual}, 1},
		{"vulkan", nil, -1},
		{"vulkan", []gpu.Info{llvmpipe}, 0},
		{"vulkan", []gpu.Info{llvmpipe, intel}, 1},
		{"vulkan:0", []gpu.Info{llvmpipe, intel}, 0},
		{"vulkan:1", []gpu.Info{llvmpipe, intel}, 1},
		{"vulkan:2", []gpu.Info{llvmpipe, intel}, -1},
		{"vulkan:-1", []gpu.Info{llvmpipe, intel}, -1},
		{"vulkan:LLVMpipe", []gpu.Info{intel, llvmpipe}, 1},
		{"vulkan:lavapipe", []gpu.Info{intel, llvmpipe}, 1},
		{"vulkan:nvidia h", []gpu.Info{intel, radeon, nvidia}, 2},
		{"vulkan:radv", []gpu.Info{intel, radeon, nvidia}, 1},
		{"vulkan:570.86", []gpu.Info{intel, radeon, nvidia}, 2},
		{"vulkan:voodoo", []gpu.Info{intel, radeon, nvidia}, -1},
		{"vulkan:", []gpu.Info{intel}, -1},
		{"native", []gpu.Info{intel}, -1},
		{"", []gpu.Info{intel}, -1},
	} {
		got, err := gpu.Choose(c.infos, c.want)
		require.Equal(t, c.index, got, "%q among %v", c.want, c.infos)
		if c.index >= 0 {
			require.NoError(t, err)
			continue
		}
		var none *gpu.NoDeviceError
		require.ErrorAs(t, err, &none)
		require.Equal(t, c.want, none.Want)
		require.Len(t, none.Have, len(c.infos))
	}
	_, err := gpu.Choose([]gpu.Info{llvmpipe}, "vulkan:7")
	require.EqualError(t, err, `gpu: no device "vulkan:7" (devices here: vulkan:0 llvmpipe (LLVM 15.0.6, 256 bits) (cpu))`)
	_, err = gpu.Choose(nil, "auto")
	require.EqualError(t, err, `gpu: no device "auto" (devices here: none)`)
}
