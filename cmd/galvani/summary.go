package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/galvani-sim/galvani/host"
)

// printSummary tells a person what was simulated, what came out, how long it
// took and where it is.
func printSummary(w io.Writer, e *host.Experiment, s host.Summary, out string) error {
	b := &strings.Builder{}
	fmt.Fprint(b, e.Name)
	if e.Title != "" {
		fmt.Fprint(b, ": ", e.Title)
	}
	fmt.Fprintf(b, "\n%s neurons, %s synapses, %g ms in steps of %g ms, seed %d, on %s\n\n",
		thousands(int64(s.Neurons)), thousands(s.Synapses), roundTo(s.DurationMS, 6), s.DTms, s.Seed, device(s.Stats))
	printPopulations(b, s.Populations)
	fmt.Fprintf(b, "\nbuilt in %s, compiled in %s, simulated in %s: real-time factor %s, %s us per step, %s synaptic events/s\n",
		seconds(s.BuildS), seconds(s.CompileS), seconds(s.SimWallS), digits(s.RTF), digits(s.UsPerStep), digits(s.EventsPerS))
	fmt.Fprintf(b, "results in %s: %s\n", out, strings.Join(append(s.Files, host.SummaryFile), ", "))
	_, err := io.WriteString(w, b.String())
	return err
}

// printPopulations prints a table of the activity of each population.
func printPopulations(w io.Writer, ps []host.PopulationStats) {
	rows := [][]string{{"population", "model", "neurons", "spikes", "rate", "CV of ISI", "synchrony (Fano)"}}
	for _, p := range ps {
		row := []string{p.Name, p.Model, thousands(int64(p.Size)), "-", "-", "-", "-"}
		if p.Recorded > 0 {
			row = append(row[:3], thousands(p.Spikes), fmt.Sprintf("%.2f Hz", p.RateHz), orDash(p.CV), orDash(p.Fano))
		}
		if p.Recorded > 0 && p.Recorded < p.Size {
			row[0] += fmt.Sprintf(" (%s recorded)", thousands(int64(p.Recorded)))
		}
		rows = append(rows, row)
	}
	printTable(w, rows, 2)
}

// printTable aligns columns: the first text columns to the left, the others to the right.
func printTable(w io.Writer, rows [][]string, text int) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], len([]rune(cell)))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-len([]rune(cell)))
			if i < text {
				line += cell + pad + "  "
			} else {
				line += pad + cell + "  "
			}
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

// newTabs returns a writer that aligns cells separated by tabs.
func newTabs(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// device names the device and, where it has one, the driver.
func device(s host.Stats) string {
	if s.Driver == "" {
		return s.Device
	}
	return s.Device + ", " + s.Driver
}

// thousands writes a count with commas between groups of three digits.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// seconds writes a duration in the unit that suits it.
func seconds(s float64) string {
	switch {
	case s >= 120:
		return fmt.Sprintf("%.1f min", s/60)
	case s >= 1:
		return fmt.Sprintf("%.2f s", s)
	}
	return fmt.Sprintf("%.1f ms", s*1e3)
}

// digits writes a number with three significant digits.
func digits(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }

// orDash writes a number with two decimals, and a dash where it is not defined.
func orDash(x float64) string {
	if math.IsNaN(x) {
		return "-"
	}
	return fmt.Sprintf("%.2f", x)
}

// roundTo rounds x to so many decimals.
func roundTo(x float64, decimals int) float64 {
	p := math.Pow(10, float64(decimals))
	return math.Round(x*p) / p
}
