// Package adjoint is the room of gradients: programs that walk the steps of a
// network backwards, the checkpoints they start from, losses, optimisers and
// the checks that compare a gradient with finite differences.
//
// It stands between host, which asks for a gradient, and kernels, whose
// operations a backward program lists. It knows neither files nor users.
package adjoint
