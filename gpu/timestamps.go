package gpu

import (
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// durations reads n+1 timestamps and returns the n differences in nanoseconds.
func (d *Device) durations(op string, pool vk.QueryPool, n int) ([]float64, error) {
	stamps := make([]uint64, n+1)
	flags := vk.QueryResultFlags(vk.QueryResult64Bit | vk.QueryResultWaitBit)
	r := vk.GetQueryPoolResults(d.dev, pool, 0, uint32(n+1), uint(8*(n+1)), unsafe.Pointer(&stamps[0]), 8, flags)
	if err := d.fail(op, r); err != nil {
		return nil, err
	}
	out := make([]float64, n)
	for i := range out {
		// The counter may be narrower than 64 bits and wrap.
		ticks := (stamps[i+1] - stamps[i]) & d.phys.timestampMask
		out[i] = float64(ticks) * d.info.Limits.TimestampPeriodNS
	}
	return out, nil
}
