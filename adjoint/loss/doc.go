// Package loss turns traces of a discrete run into a number and the
// cotangents that Backward takes back. A trace has the layout of
// adjoint.Engine.Trace: neuron i of sample b at the end of step n is element
// (n*Batch + b)*size + i. Values are means over the samples that count: the
// first ones of a batch, as many as there are labels.
package loss
