package host

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// cpuName returns the processor's name, or its architecture where the system does not tell.
func cpuName() string {
	for line := range strings.Lines(readText("/proc/cpuinfo")) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, " \t:"))
		}
	}
	return runtime.GOARCH
}

func readText(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(b)
}

// memoryField returns a field of /proc/meminfo in bytes, 0 when unknown.
func memoryField(field string) uint64 {
	for line := range strings.Lines(readText("/proc/meminfo")) {
		if rest, ok := strings.CutPrefix(line, field+":"); ok {
			kb, _ := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return kb << 10
		}
	}
	return 0
}

func totalMemory() uint64     { return memoryField("MemTotal") }
func availableMemory() uint64 { return memoryField("MemAvailable") }

// residentMB returns the largest memory the process has held, in MB (1e6 bytes).
func residentMB() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Maxrss) * 1024 / 1e6
}

// cpuSeconds returns the processor time the process has used.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	s := func(t syscall.Timeval) float64 { return float64(t.Sec) + 1e-6*float64(t.Usec) }
	return s(u.Utime) + s(u.Stime)
}
