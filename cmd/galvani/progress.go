package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progressEvery is the time between two lines of a log.
const progressEvery = 5 * time.Second

// progress shows how far a simulation is: a bar on a terminal, a log line
// every few seconds elsewhere. Short runs leave no trace in a log.
type progress struct {
	mu    sync.Mutex
	bar   *progressbar.ProgressBar
	log   *slog.Logger
	name  string
	dt    float64
	w     io.Writer
	start time.Time
	last  time.Time
}

// newProgress reports on w the progress of the network name with step dt in ms.
func newProgress(w io.Writer, name string, dt float64) *progress {
	now := time.Now()
	p := &progress{name: name, dt: dt, w: w, start: now, last: now}
	if f, ok := w.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		p.log = slog.New(slog.NewTextHandler(w, nil))
	}
	return p
}

// update takes the number of steps done, of total. It may be called from any goroutine.
func (p *progress) update(done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.log == nil {
		if p.bar == nil {
			p.bar = newBar(p.w, p.name, total)
		}
		// A terminal that cannot be drawn on is no reason to stop a simulation.
		_ = p.bar.Set64(done)
		return
	}
	now := time.Now()
	if now.Sub(p.last) < progressEvery || done == 0 {
		return
	}
	p.last = now
	p.log.Info("simulating", "network", p.name,
		"done", fmt.Sprintf("%.0f%%", 100*float64(done)/float64(max(total, 1))),
		"time_ms", roundTo(float64(done)*p.dt, 1),
		"remaining", remaining(now.Sub(p.start), done, total).String())
}

// finish removes the bar, so that the summary starts on a clean line.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Clear()
		_ = p.bar.Exit()
	}
}

// remaining estimates the time left from the time spent, to the second.
func remaining(spent time.Duration, done, total int64) time.Duration {
	if done <= 0 {
		return 0
	}
	left := float64(spent) / float64(done) * float64(total-done)
	return time.Duration(left).Round(time.Second)
}

// newBar makes a bar with an estimate of the remaining time.
func newBar(w io.Writer, name string, total int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(name),
		progressbar.OptionSetWidth(40),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetItsString("steps"),
		progressbar.OptionClearOnFinish(),
	)
}
