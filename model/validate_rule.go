package model

func checkRule(p *problems, x *Projection, src, dst *Population) {
	add := func(format string, args ...any) { p.add("projection", x.Name, []string{"rule"}, format, args...) }
	r := x.Rule
	switch r.Type {
	case AllToAll:
	case OneToOne:
		if src.Size != dst.Size {
			add("one_to_one needs populations of one size: %q has %d neurons, %q has %d", src.Name, src.Size, dst.Name, dst.Size)
		}
	case FixedProbability:
		if !(r.P >= 0 && r.P <= 1) {
			p.add("projection", x.Name, []string{"rule", "p"}, "p is %g, must be from 0 to 1", r.P)
		}
	case FixedIndegree, FixedOutdegree:
		of := src.Size
		if r.Type == FixedOutdegree {
			of = dst.Size
		}
		if r.N < 0 {
			p.add("projection", x.Name, []string{"rule", "n"}, "n is %d, must not be negative", r.N)
		} else if r.N > 0 && of == 0 {
			add("%s of %d cannot be drawn from an empty population", r.Type, r.N)
		} else if r.NoMultapses && r.N > of {
			p.add("projection", x.Name, []string{"rule", "n"}, "n is %d, but without multapses only %d can be chosen", r.N, of)
		}
	case FixedTotalNumber:
		if r.N < 0 {
			p.add("projection", x.Name, []string{"rule", "n"}, "n is %d, must not be negative", r.N)
		} else if r.N > 0 && (src.Size == 0 || dst.Size == 0) {
			add("%d synapses cannot be drawn between empty populations", r.N)
		}
	case Explicit:
		checkExplicit(add, r, src, dst)
	case DistanceDependent, GridFour, GridEight, GridN, SmallWorld, ScaleFree, Clustered:
		checkStructured(p, x, src, dst)
	default:
		var names []string
		for _, t := range RuleTypes() {
			names = append(names, string(t))
		}
		p.add("projection", x.Name, []string{"rule", "type"}, "there is no connectivity rule %q%s", r.Type, hint(string(r.Type), names))
	}
}

func checkExplicit(add func(string, ...any), r Rule, src, dst *Population) {
	if len(r.Sources) != len(r.Targets) {
		add("explicit: %d sources but %d targets", len(r.Sources), len(r.Targets))
		return
	}
	if len(r.Weights) > 0 && len(r.Weights) != len(r.Sources) {
		add("explicit: %d weights for %d pairs", len(r.Weights), len(r.Sources))
	}
	if len(r.Delays) > 0 && len(r.Delays) != len(r.Sources) {
		add("explicit: %d delays for %d pairs", len(r.Delays), len(r.Sources))
	}
	for k := range r.Sources {
		if int(r.Sources[k]) >= src.Size || int(r.Targets[k]) >= dst.Size {
			add("explicit: pair %d (%d -> %d) is outside the populations (%d and %d neurons)", k, r.Sources[k], r.Targets[k], src.Size, dst.Size)
			return
		}
	}
}
