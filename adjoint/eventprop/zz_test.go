package eventprop

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/galvani-sim/galvani/kernels"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	return float64(r.Utime.Sec) + float64(r.Utime.Usec)*1e-6
}

func TestZZ(t *testing.T) {
	for _, d := range []string{"native:1", "native64:1"} {
		y := newYinYangTrainer(t, 200, 1, d, yinYangSamples(42, 320), 32)
		bits := 32
		if d == "native64:1" {
			bits = 64
		}
		ex, _ := kernels.NewNative(1, bits, true)
		y.engine.device.exec = ex
		y.epoch(t, 0.005)
		c0 := cpu()
		t0 := time.Now()
		y.epoch(t, 0.005)
		fmt.Println(d, "cpu", cpu()-c0, "wall", time.Since(t0), ex.Seconds())
		out, _ := y.engine.Forward(context.Background(), y.train[:32])
		p, _ := out.Population("hidden")
		q, _ := out.Population("out")
		n, m := 0, 0
		for b := range 32 {
			for i := range 200 {
				n += p.Count(b, i)
			}
			for i := range 3 {
				m += q.Count(b, i)
			}
		}
		w, _ := viewWords(y.engine.shape.SampleWord)
		fmt.Println("hidden spikes per sample", float64(n)/32, "out", float64(m)/32, "records", w[0], w[4])
	}
}
