package host

import (
	"fmt"

	"github.com/galvani-sim/galvani/host/dataset"
)

// DataSets returns the names that the data of [train] may have.
func DataSets() []string {
	return []string{"yinyang", "mnist", "mnist_rows", "randman", "dms", "evidence", "sines", "pattern"}
}

// data returns the training's data set; seed draws those that are drawn.
func (tr *Training) data(duration float64, seed uint64) (*dataset.Set, error) {
	var set *dataset.Set
	switch tr.Data {
	case "yinyang":
		set = dataset.YinYang(tr.Window, duration)
	case "mnist":
		if tr.Folder == "" {
			return nil, fmt.Errorf("the data set %s needs the folder of its four idx files (train-images-idx3-ubyte and so on, compressed or not): --data DIR, or folder = \"DIR\" in [train]", tr.Data)
		}
		// Pixels of 0 and 1 are the ground that latency codes leave silent
		// (Wunderlich & Pehle 2021).
		var err error
		shifts := dataset.Shifts{Pixels: tr.Shift, Seed: seed}
		set, err = shifts.ReadMNIST(tr.Folder, duration, tr.Valid, func(image []byte) [][]float64 {
			return dataset.Latency(image, tr.Window, 1)
		})
		if err != nil {
			return nil, fmt.Errorf("data set mnist in the folder %q: %w", tr.Folder, err)
		}
	case "mnist_rows":
		if tr.Folder == "" {
			return nil, fmt.Errorf("the data set %s needs the folder of its four idx files (train-images-idx3-ubyte and so on, compressed or not): --data DIR, or folder = \"DIR\" in [train]", tr.Data)
		}
		var err error
		if set, err = dataset.ReadMNISTRows(tr.Folder, duration, tr.Valid); err != nil {
			return nil, fmt.Errorf("data set mnist_rows in the folder %q: %w", tr.Folder, err)
		}
	case "sines":
		set = dataset.Sines(tr.Window)
	case "randman":
		set = dataset.Randman(seed)
	case "dms":
		set = dataset.MatchToSample(seed)
	case "evidence":
		set = dataset.Evidence(seed)
	case "pattern":
		set = dataset.Pattern(seed, tr.Examples)
	default:
		return nil, fmt.Errorf("there is no data set %q, only %v", tr.Data, DataSets())
	}
	if set.Duration > duration {
		return nil, fmt.Errorf("trials of the data set %s last %g ms, the experiment %g: set its duration", tr.Data, set.Duration, duration)
	}
	set.Train = set.Train.First(tr.Examples)
	return set, nil
}
