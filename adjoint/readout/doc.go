// Package readout finds the weights of linear read-outs y = x w: recursive least
// squares, which learns while samples come (the FORCE learning of reservoirs),
// and ridge regression, which solves for all samples at once. After the same
// samples both give the same weights when the ridge's strength is the inverse
// of what RLS starts from.
//
// Features, targets and weights are float64, row after row: sample b of a batch
// has feature i at x[b*Inputs + i] and target k at y[b*Outputs + k]; the weight
// from feature i to output k is w[i*Outputs + k]. Sums run in a fixed order.
package readout
