// Command benchtable runs `galvani bench` for every built-in network on the
// devices it is given and prints one table.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// stats are the fields of `galvani bench --json` that the table shows.
type stats struct {
	Neurons    int     `json:"neurons"`
	Synapses   int64   `json:"synapses"`
	BuildS     float64 `json:"build_s"`
	SimWallS   float64 `json:"sim_wall_s"`
	RTF        float64 `json:"rtf"`
	UsPerStep  float64 `json:"us_per_step"`
	EventsPerS float64 `json:"events_per_s"`
	RateHz     float64 `json:"rate_hz"`
}

func main() {
	galvani := flag.String("galvani", "bin/galvani", "the `program` to measure")
	files := flag.String("networks", "../host/experiments", "the `folder` whose files name the built-in networks")
	duration := flag.Float64("duration", 1000, "simulated `ms` of every network")
	repeat := flag.Int("repeat", 3, "`times` each one is built and run; the fastest counts")
	flag.Parse()
	devices := flag.Args()
	if len(devices) == 0 {
		devices = []string{"native:1"}
	}
	if err := table(*galvani, *files, devices, *duration, *repeat); err != nil {
		fmt.Fprintf(os.Stderr, "benchtable: %v\n", err)
		os.Exit(1)
	}
}

// table prints one row for each network and device.
func table(galvani, files string, devices []string, duration float64, repeat int) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "network\tdevice\tneurons\tsynapses\tbuild s\tsim s\treal-time factor\tus/step\tMevents/s\tHz\t")
	networks, err := filepath.Glob(filepath.Join(files, "*.toml"))
	if err == nil && len(networks) == 0 {
		err = fmt.Errorf("there are no networks (*.toml) in %s", files)
	}
	if err != nil {
		return err
	}
	for _, file := range networks {
		name := strings.TrimSuffix(filepath.Base(file), ".toml")
		for _, device := range devices {
			s, err := measure(galvani, name, device, duration, repeat)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%.3f\t%.3f\t%.3f\t%.1f\t%.1f\t%.2f\t\n", name, device,
				s.Neurons, s.Synapses, s.BuildS, s.SimWallS, s.RTF, s.UsPerStep, s.EventsPerS/1e6, s.RateHz)
		}
	}
	return w.Flush()
}

// measure runs one benchmark in a process of its own, as a user would.
func measure(galvani, name, device string, duration float64, repeat int) (stats, error) {
	fmt.Fprintf(os.Stderr, "%s on %s ...\n", name, device)
	out, err := exec.Command(galvani, "bench", name, "--device", device, "--json",
		fmt.Sprintf("--duration=%g", duration), fmt.Sprintf("--repeat=%d", repeat)).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		err = errors.New(strings.TrimSpace(string(failed.Stderr)))
	}
	var s stats
	if err == nil {
		err = json.Unmarshal(out, &s)
	}
	if err != nil {
		return s, fmt.Errorf("%s on %s: %w", name, device, err)
	}
	return s, nil
}
