// Package gputest opens the software Vulkan driver for tests, with the validation layer on.
package gputest

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/galvani-sim/galvani/gpu"
)

// Software is the device that tests run on: lavapipe, which is a package of every distribution.
const Software = "vulkan:lavapipe"

// Required reports whether the environment variable GALVANI_REQUIRE_DEVICES, a list separated by commas, names
// the device. A device that is required fails the test where it is missing instead of skipping it.
func Required(device string) bool {
	for _, d := range strings.Split(os.Getenv("GALVANI_REQUIRE_DEVICES"), ",") {
		if strings.TrimSpace(d) == device {
			return true
		}
	}
	return false
}

// Instance opens Vulkan with the validation layer; any message that is left when the test ends fails it.
// Without Vulkan, without the layer or without lavapipe the test is skipped, unless lavapipe is required.
func Instance(t testing.TB) *gpu.Instance {
	t.Helper()
	return Open(t, gpu.Options{Validate: true, CacheDir: "-"})
}

// Open is Instance with options of the test's own.
func Open(t testing.TB, opts gpu.Options) *gpu.Instance {
	t.Helper()
	in, err := gpu.Open(opts)
	if errors.Is(err, gpu.ErrNoVulkan) || errors.Is(err, gpu.ErrNoValidation) {
		missing(t, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		for _, m := range in.Messages() {
			t.Errorf("validation layer: %s", m)
		}
	})
	return in
}

// Device opens lavapipe on an Instance of its own; both are closed when the test ends.
func Device(t testing.TB) *gpu.Device {
	t.Helper()
	return OpenDevice(t, Instance(t))
}

// OpenDevice opens lavapipe on the instance.
func OpenDevice(t testing.TB, in *gpu.Instance) *gpu.Device {
	t.Helper()
	index, err := gpu.Choose(in.Devices(), Software)
	if err != nil {
		missing(t, err)
	}
	d, err := in.OpenDevice(index)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Expect takes the messages of the validation layer, so that they do not fail the test, and fails it when none of
// them contains the text.
func Expect(t testing.TB, in *gpu.Instance, text string) {
	t.Helper()
	messages := in.Messages()
	for _, m := range messages {
		if strings.Contains(m, text) {
			return
		}
	}
	t.Errorf("no message of the validation layer contains %q; it said %q", text, messages)
}

func missing(t testing.TB, err error) {
	t.Helper()
	if Required("lavapipe") {
		t.Fatalf("GALVANI_REQUIRE_DEVICES demands lavapipe: %v", err)
	}
	t.Skipf("no lavapipe here: %v", err)
}
