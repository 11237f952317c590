package host

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

// Options says how a network is compiled. The zero value runs on the best device.
type Options struct {
	// Device is "auto" (or empty: the best hardware GPU, else native), "native",
	// "native:THREADS", "native64" (float64), "vulkan", "vulkan:INDEX" or "vulkan:NAME".
	Device string
	// Threads builds the network; 0 uses every core. The network does not depend on it.
	Threads int
	// Workgroup overrides the workgroup size of every Vulkan kernel; 0 lets the
	// engine choose. Results do not depend on it.
	Workgroup int
	// Validate runs Vulkan under its validation layer; a message is an error.
	Validate bool
	// StoreProcedural keeps the synapses of procedural projections in memory like
	// all others: the same network, to check one against the other.
	StoreProcedural bool
	// entries bounds the synapses of one chunk of the matrix further than the
	// device does; tests set it to see networks split.
	entries int
	// ownChunk replaces the constant ownChunk, for tests.
	ownChunk uint64
	// Measure keeps the time of every kernel in Stats.Kernels; GALVANI_PERF=1 asks for it too.
	Measure bool
}

// DeviceInfo describes a device that Options.Device can name.
type DeviceInfo struct {
	Name        string `json:"name"` // "native", "vulkan:0"
	Title       string `json:"title"`
	Kind        string `json:"kind"`
	Driver      string `json:"driver"`
	MemoryBytes uint64 `json:"memory_bytes"`
}

// device is an opened device: its memory, its executor and its names.
type device struct {
	memory        buffers.Memory
	exec          kernels.Executor
	title, driver string
	native        bool
	gpu           *gpu.Device
	instance      *gpu.Instance
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

// smallNetwork is the number of neurons below which one thread is faster than
// several: a barrier between threads costs more than a step's share of work.
const smallNetwork = 20000

// openDevice opens the device that opts names, for a network of so many neurons.
func openDevice(opts Options, neurons int) (*device, error) {
	want := strings.TrimSpace(opts.Device)
	if want == "" {
		want = os.Getenv("GALVANI_DEVICE")
	}
	if want == "" {
		want = "auto"
	}
	if want == "native" || strings.HasPrefix(want, "native:") || want == "native64" || strings.HasPrefix(want, "native64:") {
		return openNative(want, opts, neurons)
	}
	if want != "auto" && want != "vulkan" && !strings.HasPrefix(want, "vulkan:") {
		return nil, fmt.Errorf("there is no device %q: use auto, native, native:THREADS, native64, vulkan, vulkan:INDEX or vulkan:NAME (galvani devices lists what is here)", want)
	}
	d, err := openVulkan(want, opts, neurons)
	if err != nil && want == "auto" {
		return openNative("native", opts, neurons)
	}
	return d, err
}

func openNative(want string, opts Options, neurons int) (*device, error) {
	kind, count, given := strings.Cut(want, ":")
	bits := 32
	if kind == "native64" {
		bits = 64
	}
	threads := min(runtime.NumCPU(), max(1, neurons/smallNetwork))
	if given {
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 || n > 1024 {
			return nil, fmt.Errorf("device %q: the number of threads must be from 1 to 1024", want)
		}
		threads = n
	}
	exec, err := kernels.NewNative(threads, bits, opts.Measure)
	if err != nil {
		return nil, err
	}
	return &device{
		memory: buffers.Host{Real: bits / 8},
		exec:   exec,
		title:  fmt.Sprintf("%s:%d (%s)", kind, threads, cpuName()),
		driver: fmt.Sprintf("native float%d, %s", bits, runtime.Version()),
		native: true,
	}, nil
}

func openVulkan(want string, opts Options, neurons int) (*device, error) {
	// Mesa's software driver hands every dispatch to worker threads unless told
	// otherwise, which costs more than a small network's whole step.
	if os.Getenv("LP_NUM_THREADS") == "" && neurons < 2*smallNetwork {
		os.Setenv("LP_NUM_THREADS", "0")
	}
	in, err := gpu.Open(gpu.Options{Validate: opts.Validate || os.Getenv("GALVANI_VALIDATE") == "1"})
	if err != nil {
		return nil, err
	}
	d := &device{instance: in}
	index, err := gpu.Choose(in.Devices(), want)
	if err == nil {
		d.gpu, err = in.OpenDevice(index)
	}
	if err != nil {
		d.close()
		return nil, err
	}
	exec, err := kernels.NewVulkan(d.gpu, kernels.VulkanOptions{Local: opts.Workgroup, Measure: opts.Measure})
	if err != nil {
		d.close()
		return nil, err
	}
	info := d.gpu.Info()
	d.exec = exec
	d.memory = buffers.Device{GPU: d.gpu}
	d.title = fmt.Sprintf("vulkan:%d (%s)", index, info.Name)
	d.driver = strings.TrimSpace(info.Driver + " " + info.DriverInfo)
	return d, nil
}

// Devices lists the devices of this machine: native first, then Vulkan's.
func Devices() ([]DeviceInfo, error) {
	list := []DeviceInfo{{
		Name:        "native",
		Title:       fmt.Sprintf("%s, %d threads", cpuName(), runtime.NumCPU()),
		Kind:        "cpu engine",
		Driver:      "native float32 and float64, " + runtime.Version(),
		MemoryBytes: totalMemory(),
	}}
	in, err := gpu.Open(gpu.Options{})
	if err != nil {
		return list, nil
	}
	defer in.Close()
	for _, info := range in.Devices() {
		kind := info.Type.String()
		if info.Software {
			kind = "software"
		}
		list = append(list, DeviceInfo{
			Name:        fmt.Sprintf("vulkan:%d", info.Index),
			Title:       info.Name,
			Kind:        kind,
			Driver:      strings.TrimSpace(info.Driver + " " + info.DriverInfo),
			MemoryBytes: info.MemoryBytes,
		})
	}
	return list, nil
}
