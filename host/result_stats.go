package host

// Stats says what a simulation cost: the one machine-readable line of a
// benchmark. Times are wall-clock seconds unless they say otherwise.
type Stats struct {
	Model    string `json:"model"`
	Device   string `json:"device"`
	Driver   string `json:"driver"`
	Neurons  int    `json:"neurons"`
	Synapses int64  `json:"synapses"`
	// Couplings counts the pairs that couplings join.
	Couplings int64 `json:"couplings,omitempty"`
	// DTms is the step in ms, Steps how many were simulated.
	DTms  float64 `json:"dt_ms"`
	Steps int64   `json:"steps"`
	// BuildS is the time to draw the connectivity, CompileS that to lay out
	// buffers and make pipelines, FirstStepS from the call of Compile to the end of the first batch.
	BuildS     float64 `json:"build_s"`
	CompileS   float64 `json:"compile_s"`
	FirstStepS float64 `json:"first_step_s"`
	// SimWallS and SimCPUS are the wall and processor time of the steps alone.
	SimWallS float64 `json:"sim_wall_s"`
	SimCPUS  float64 `json:"sim_cpu_s"`
	// RTF is the real-time factor: wall time over simulated time, below 1 faster than life.
	RTF       float64 `json:"rtf"`
	UsPerStep float64 `json:"us_per_step"`
	// Events counts the synaptic events: spikes times the synapses each reaches.
	Events     int64   `json:"events"`
	EventsPerS float64 `json:"events_per_s"`
	Spikes     int64   `json:"spikes"`
	// RateHz is the mean rate over all neurons that are simulated.
	RateHz float64 `json:"rate_hz"`
	// HostMB and DeviceMB are the peaks of memory in units of 1e6 bytes.
	HostMB   float64 `json:"host_mb"`
	DeviceMB float64 `json:"device_mb"`
	Seed     uint64  `json:"seed"`
	// Kernels is the time spent in every kernel in seconds, when it was measured (GALVANI_PERF=1).
	Kernels map[string]float64 `json:"kernel_s,omitempty"`
}

// Derive fills the figures that follow from others: RTF, UsPerStep,
// EventsPerS and RateHz. A figure whose divisor is zero stays zero.
func (s *Stats) Derive() {
	ms := float64(s.Steps) * s.DTms
	s.RTF = ratio(s.SimWallS, ms*1e-3)
	s.UsPerStep = ratio(s.SimWallS*1e6, float64(s.Steps))
	s.EventsPerS = ratio(float64(s.Events), s.SimWallS)
	s.RateHz = ratio(float64(s.Spikes), float64(s.Neurons)*ms*1e-3)
}

// ratio returns a/b, and 0 when b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
