package eventprop

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/galvani-sim/galvani/buffers"
	"github.com/galvani-sim/galvani/gpu"
	"github.com/galvani-sim/galvani/kernels"
)

// device is where an engine runs.
type device struct {
	memory   buffers.Memory
	exec     kernels.Executor
	gpu      *gpu.Device
	instance *gpu.Instance
}

func (d *device) close() {
	if d.exec != nil {
		d.exec.Close()
	}
	if d.gpu != nil {
		d.gpu.Close()
	}
	if d.instance != nil {
		d.instance.Close()
	}
}

// openDevice opens native, native64 or a Vulkan device, for so many samples at a time.
func openDevice(want string, samples int) (*device, error) {
	if want = strings.TrimSpace(want); want == "" {
		want = "native"
	}
	kind, rest, given := strings.Cut(want, ":")
	switch kind {
	case "native", "native64":
		threads := min(runtime.NumCPU(), samples)
		if given {
			n, err := strconv.Atoi(rest)
			if err != nil || n < 1 {
				return nil, fmt.Errorf("device %q: the number of threads must be 1 or more", want)
			}
			threads = n
		}
		bits := 32
		if kind == "native64" {
			bits = 64
		}
		exec, err := kernels.NewNative(threads, bits, false)
		if err != nil {
			return nil, err
		}
		return &device{memory: buffers.Host{Real: bits / 8}, exec: exec}, nil
	case "vulkan":
		return openVulkan(want)
	}
	return nil, fmt.Errorf("there is no device %q for event-based gradients: use native, native64, native:THREADS, vulkan:INDEX or vulkan:NAME", want)
}

func openVulkan(want string) (*device, error) {
	in, err := gpu.Open(gpu.Options{Validate: os.Getenv("GALVANI_VALIDATE") == "1"})
	if err != nil {
		return nil, err
	}
	d := &device{instance: in}
	index, err := gpu.Choose(in.Devices(), want)
	if err == nil {
		d.gpu, err = in.OpenDevice(index)
	}
	if err == nil {
		d.memory = buffers.Device{GPU: d.gpu}
		d.exec, err = kernels.NewVulkan(d.gpu, kernels.VulkanOptions{})
	}
	if err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}
