//go:build all

package host

import "testing"

// TestRatesLarge: up to 400,000 neurons and 32 million synapses.
func TestRatesLarge(t *testing.T) { checkRates(t, true) }
