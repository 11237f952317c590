package main

import (
	"context"

	"github.com/galvani-sim/galvani/host"
	"github.com/galvani-sim/galvani/model"
)

// simulation is what commands need of a compiled network; *host.Sim is one.
type simulation interface {
	Run(ctx context.Context, duration float64) error
	SetProgress(func(done, total int64))
	Result() *host.Result
	Stats() host.Stats
	Explain() string
	Close() error
}

// backend makes simulations and lists devices; tests replace it.
type backend struct {
	compile func(ctx context.Context, net *model.Network, device string) (simulation, error)
	devices func() ([]host.DeviceInfo, error)
}

// hostBackend is the backend of package host.
func hostBackend() backend {
	return backend{
		compile: func(ctx context.Context, net *model.Network, device string) (simulation, error) {
			sim, err := host.Compile(ctx, net, host.Options{Device: device})
			if err != nil {
				return nil, err
			}
			return sim, nil
		},
		devices: host.Devices,
	}
}
