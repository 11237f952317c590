package gpu

import "syscall"

// machineMemory returns the bytes of main memory of this machine, 0 when unknown.
func machineMemory() uint64 {
	var s syscall.Sysinfo_t
	if err := syscall.Sysinfo(&s); err != nil {
		return 0
	}
	return uint64(s.Totalram) * uint64(s.Unit)
}
