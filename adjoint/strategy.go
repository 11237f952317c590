package adjoint

import "context"

// kept lists the steps whose states are kept on the way forward.
func (s Strategy) kept(steps int) []int {
	var list []int
	switch s.kind {
	case every:
		for lo := 0; lo < steps; lo += s.k {
			list = append(list, lo)
		}
	case binomial:
		n := (steps + s.k - 1) / s.k
		lo, keep := 0, s.keep
		list = append(list, 0)
		for keep > 0 && n-lo > 1 {
			lo += split(n-lo, keep)
			keep--
			list = append(list, lo*s.k)
		}
	}
	return list
}

// split returns how many of n segments lie in front of the next state that is
// kept, when `keep` may be: the most that a schedule with the least number of
// repetitions allows behind it (Griewank & Walther 2000, proposition 1).
func split(n, keep int) int {
	if keep <= 0 || n < 2 {
		return n
	}
	behind := func(r int) int { return choose(keep-1+r, r) } // what keep-1 states treat in r repetitions
	r := 1
	for choose(keep+r, r) < n {
		r++
	}
	return max(n-min(behind(r), n-1), 1)
}

func choose(n, k int) int {
	out := 1
	for i := 1; i <= k; i++ {
		out = out * (n - k + i) / i
	}
	return out
}

// segments takes segments lo..hi-1 back, the last first. States that a
// checkpoint strategy needs in between are computed from the state in front of lo.
func (e *Engine) segments(ctx context.Context, lo, hi, keep int) error {
	k := e.segment
	if hi-lo == 1 {
		return e.back(ctx, lo*k, min(hi*k, e.opts.Steps))
	}
	if e.opts.Strategy.kind == every {
		for s := hi - 1; s >= lo; s-- {
			if err := e.back(ctx, s*k, min((s+1)*k, e.opts.Steps)); err != nil {
				return err
			}
		}
		return nil
	}
	middle := hi - 1
	if keep > 0 {
		middle = lo + split(hi-lo, keep)
	}
	if _, ok := e.saved[middle*k]; !ok {
		if err := e.reach(ctx, lo, middle); err != nil {
			return err
		}
	}
	if err := e.segments(ctx, middle, hi, max(keep-1, 0)); err != nil {
		return err
	}
	delete(e.saved, middle*k)
	return e.segments(ctx, lo, middle, keep)
}

// reach advances from the kept state in front of segment lo to segment `to` and keeps that.
func (e *Engine) reach(ctx context.Context, lo, to int) error {
	k := e.segment
	if err := e.restore(lo * k); err != nil {
		return err
	}
	for s := lo; s < to; s++ {
		if err := e.sweep(ctx, s*k, (s+1)*k, false); err != nil {
			return err
		}
		if err := e.advance(k); err != nil {
			return err
		}
	}
	return e.save(to * k)
}

// back takes the segment [lo, hi) back: its states again unless they are on
// the device, the cotangents of arrivals behind it, the steps in descending
// order, the synapses.
func (e *Engine) back(ctx context.Context, lo, hi int) error {
	if e.resident != lo {
		if err := e.restore(lo); err != nil {
			return err
		}
		if err := e.sweep(ctx, lo, hi, false); err != nil {
			return err
		}
	} else if err := e.setClock(lo, hi); err != nil {
		return err
	}
	size := e.batch * e.train.Ports
	if hi < e.opts.Steps {
		if err := e.train.Arrivals.WriteBytes((hi-lo)*size, e.tail); err != nil {
			return err
		}
	}
	if e.probe != nil {
		if err := e.probeBack(ctx, lo, hi); err != nil {
			return err
		}
	} else if err := e.run(ctx, e.programs.backward, hi-1, hi-lo, true); err != nil {
		return err
	}
	e.resident = -1 // cotangents have taken the place of arrivals
	if err := e.run(ctx, e.programs.weights, 0, 1, false); err != nil {
		return err
	}
	if lo == 0 {
		return nil
	}
	if e.tail == nil {
		e.tail = make([]byte, e.train.Spill*size*e.train.Arrivals.ElemBytes())
	}
	return e.train.Arrivals.ReadBytes(0, e.tail)
}
