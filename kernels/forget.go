package kernels

// Forget gives back what the executor made for a program that will not be run
// again. The program's arrays may be closed afterwards.
func (n *Native) Forget(p *Program) {
	if l := n.lists[p]; l != nil {
		l.Close()
	}
	delete(n.lists, p)
	delete(n.times, p)
}

// Forget gives back what the executor made for a program that will not be run
// again. The program's arrays may be closed afterwards.
func (v *Vulkan) Forget(p *Program) {
	kept := v.order[:0]
	for _, key := range v.order {
		if key.program != p {
			kept = append(kept, key)
			continue
		}
		v.recordings[key].Close()
		delete(v.recordings, key)
	}
	v.order = kept
	if b := v.staging[p]; b != nil {
		b.Close()
	}
	delete(v.staging, p)
}
