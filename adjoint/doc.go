// Package adjoint is the room of gradients: programs that walk the steps of a
// network backwards, the checkpoints they start from, losses, optimisers and
// the checks that compare a gradient with finite differences.
//
// It stands between host, which asks for a gradient, and kernels, whose
// operations a backward program lists. It knows neither files nor users.
//
// An Engine is the discrete adjoint: the derivative of the time-stepped
// program, with a Surrogate in the place of the derivative of spike decisions;
// it is exact for models without them. Compile lays a network out, Forward runs
// a batch of samples and keeps what Options.Strategy says, a loss reads Trace
// and gives cotangents, Backward takes these back through all steps, and the
// gradients are read by name:
//
//	e, err := adjoint.Compile(ctx, net, adjoint.Options{Target: target, Steps: 100, Batch: 32,
//		Traces: []adjoint.Trace{{"out", "v"}}, Parameters: true})
//	err = e.Forward(ctx, adjoint.Input{Spikes: spikes})
//	v, err := e.Trace(0)
//	err = e.Backward(ctx, [][]float64{cotangentOf(v)})
//	w, err := e.WeightGradient("in")
//	tau, err := e.ParameterGradient("hidden", "c_m")
//
// Arrivals are sums of real weights in the order of steps, then sources, so a
// result does not depend on threads, workgroups or the strategy. (A simulation
// counts arrivals in integers: its spikes can differ where a neuron comes
// within a rounding of its threshold.)
package adjoint
