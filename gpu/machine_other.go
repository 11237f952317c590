//go:build !linux

package gpu

// machineMemory returns the bytes of main memory of this machine, 0 when unknown.
func machineMemory() uint64 { return 0 }
