package model

var spikeSource = &NeuronModel{
	Name:      "spike_source",
	Title:     "spikes at given times, a list for each member",
	Equations: `member i spikes at times[i], rounded to the nearest step`,
	Source:    true,
	Host:      true,
}
