package gpu

import (
	"strconv"
	"strings"
)

// Choose returns the index of the device that want names:
//
//	auto            the best hardware GPU (discrete, then integrated, then virtual), never a software driver
//	vulkan          as auto, but a software driver when there is nothing else
//	vulkan:1        the device with that index
//	vulkan:llvmpipe the first device whose name or driver contains the text, upper and lower case alike
//
// It returns a *NoDeviceError when no device answers.
func Choose(infos []Info, want string) (int, error) {
	none := func() (int, error) {
		e := &NoDeviceError{Want: want}
		for _, i := range infos {
			e.Have = append(e.Have, i.String())
		}
		return -1, e
	}
	kind, which, named := strings.Cut(want, ":")
	switch {
	case want == "auto" || want == "vulkan":
		best := -1
		for i, info := range infos {
			if want == "auto" && (info.Software || info.Type > Virtual) {
				continue
			}
			if best < 0 || info.Type < infos[best].Type {
				best = i
			}
		}
		if best < 0 {
			return none()
		}
		return best, nil
	case kind != "vulkan" || !named || which == "":
		return none()
	}
	if n, err := strconv.Atoi(which); err == nil {
		if n < 0 || n >= len(infos) {
			return none()
		}
		return n, nil
	}
	text := strings.ToLower(which)
	for i, info := range infos {
		if strings.Contains(strings.ToLower(info.Name+"\n"+info.Driver+"\n"+info.DriverInfo), text) {
			return i, nil
		}
	}
	return none()
}
