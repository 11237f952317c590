package host

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const modulePath = "github.com/galvani-sim/galvani/"

// mayImport lists, for each package of the module, whose packages it may
// import: cmd -> host -> adjoint -> kernels -> buffers -> gpu, with model and
// shaders as leaves. A name stands for the packages below it, too.
var mayImport = map[string]string{
	"model":             "model/expr",
	"model/expr":        "",
	"model/tutorial":    "host model",
	"shaders":           "",
	"gpu":               "",
	"gpu/gputest":       "gpu",
	"buffers":           "gpu model",
	"kernels/native":    "",
	"kernels":           "kernels/native buffers gpu model shaders",
	"adjoint":           "kernels buffers gpu model shaders",
	"adjoint/eventprop": "kernels buffers gpu model shaders",
	"adjoint/loss":      "",
	"adjoint/optim":     "",
	"adjoint/readout":   "",
	"host/dataset":      "model",
	"host":              "adjoint host kernels buffers gpu model shaders",
	"cmd/galvani":       "host model",
}

// listedPackage is what `go list -json` says of a package.
type listedPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// forbidden returns the edges "from -> to" that mayImport does not allow.
func forbidden(packages []listedPackage) []string {
	var bad []string
	for _, p := range packages {
		from, ours := strings.CutPrefix(p.ImportPath, modulePath)
		if !ours {
			continue
		}
		allowed, known := mayImport[from]
		if !known {
			bad = append(bad, from+" has no place in the order of imports")
			continue
		}
		for _, to := range p.Imports {
			if to, ours := strings.CutPrefix(to, modulePath); ours && !within(to, allowed) {
				bad = append(bad, from+" -> "+to)
			}
		}
		// A test may look down as its package does, at the package itself, and at a device.
		for _, to := range append(append([]string(nil), p.TestImports...), p.XTestImports...) {
			if to, ours := strings.CutPrefix(to, modulePath); ours && !within(to, allowed+" gpu "+from) {
				bad = append(bad, "the tests of "+from+" -> "+to)
			}
		}
	}
	return bad
}

// within reports whether the package is one of the allowed ones or lies below one.
func within(to, allowed string) bool {
	for _, a := range strings.Fields(allowed) {
		if to == a || strings.HasPrefix(to, a+"/") {
			return true
		}
	}
	return false
}

func TestImportsRunOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,TestImports,XTestImports", modulePath+"...").Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		t.Fatalf("go list: %s", failed.Stderr)
	}
	require.NoError(t, err)
	var packages []listedPackage
	seen := map[string]bool{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		packages = append(packages, p)
		seen[strings.TrimPrefix(p.ImportPath, modulePath)] = true
	}
	for name := range mayImport {
		require.True(t, seen[name], "go list names no package %s", name)
	}
	require.Empty(t, forbidden(packages), "imports run one way, cmd -> host -> adjoint -> kernels -> buffers -> gpu; model and shaders are leaves")
}

// The rule itself refuses what it is there to refuse.
func TestImportsRule(t *testing.T) {
	pkg := func(from string, to ...string) listedPackage {
		p := listedPackage{ImportPath: modulePath + from}
		for _, name := range to {
			p.Imports = append(p.Imports, modulePath+name)
		}
		return p
	}
	require.Empty(t, forbidden([]listedPackage{pkg("host", "kernels", "gpu"), pkg("cmd/galvani", "host"), pkg("kernels", "kernels/native")}))
	require.Equal(t, []string{"gpu -> buffers"}, forbidden([]listedPackage{pkg("gpu", "buffers")}))
	require.Equal(t, []string{"model -> shaders"}, forbidden([]listedPackage{pkg("model", "shaders")}))
	require.Equal(t, []string{"cmd/galvani -> kernels"}, forbidden([]listedPackage{pkg("cmd/galvani", "kernels")}))
	require.Equal(t, []string{"buffers -> kernels/native"}, forbidden([]listedPackage{pkg("buffers", "kernels/native")}))
	require.Equal(t, []string{"viewer has no place in the order of imports"}, forbidden([]listedPackage{pkg("viewer")}))
	tested := pkg("model")
	tested.XTestImports = []string{modulePath + "host"}
	require.Equal(t, []string{"the tests of model -> host"}, forbidden([]listedPackage{tested}))
}
