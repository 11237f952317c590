package model

import "math"

// ProfileType names how something falls off with distance.
type ProfileType string

// The profiles.
const (
	ProfileConstant    ProfileType = ""            // 1 everywhere
	ProfileGaussian    ProfileType = "gaussian"    // exp(-d^2 / (2 Range^2))
	ProfileExponential ProfileType = "exponential" // exp(-d / Range)
	ProfileLinear      ProfileType = "linear"      // 1 - d / Range, 0 from Range on
)

// Profile is a function of distance that is 1 at distance 0 and never above it.
type Profile struct {
	Type  ProfileType
	Range float64 // mm
}

// At returns the profile's value at a distance in mm.
func (p Profile) At(d float64) float64 {
	switch p.Type {
	case ProfileGaussian:
		x := d / p.Range
		return math.Exp(-0.5 * float64(x*x))
	case ProfileExponential:
		return math.Exp(-d / p.Range)
	case ProfileLinear:
		return max(1-d/p.Range, 0)
	}
	return 1
}

// Profiles lists the names of the profiles that fall off.
func Profiles() []string {
	return []string{string(ProfileGaussian), string(ProfileExponential), string(ProfileLinear)}
}

func (p Profile) known() bool {
	switch p.Type {
	case ProfileConstant, ProfileGaussian, ProfileExponential, ProfileLinear:
		return true
	}
	return false
}

// Modulated reports whether a projection's weights depend on distance.
func (x *Projection) Modulated() bool { return x.WeightProfile.Type != ProfileConstant }

// Spatial reports whether a projection needs the positions of its populations.
func (x *Projection) Spatial() bool {
	return x.Modulated() || x.Velocity != 0 || x.Rule.Type == DistanceDependent
}

// reach bounds the distance between a member of one population and one of the other.
func (n *Network) reach(src, dst *Population) float64 {
	var low, high Point
	for axis := range low {
		low[axis], high[axis] = math.Inf(1), math.Inf(-1)
	}
	for _, p := range []*Population{src, dst} {
		if p.Positions.Type != PositionsList {
			for axis := range low {
				low[axis] = min(low[axis], 0)
				if axis < len(p.Positions.Extent) {
					high[axis] = max(high[axis], p.Positions.Extent[axis])
				} else {
					high[axis] = max(high[axis], 0)
				}
			}
			continue
		}
		for _, x := range n.Coordinates(p) {
			for axis := range low {
				low[axis], high[axis] = min(low[axis], x[axis]), max(high[axis], x[axis])
			}
		}
	}
	space := src.Positions.Space()
	sum := 0.0
	for axis := range low {
		d := max(high[axis]-low[axis], 0)
		if l := space.Period[axis]; l > 0 {
			d = min(d, l/2)
		}
		sum += d * d
	}
	return math.Sqrt(sum)
}
