package host

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// ReadSafetensors reads a safetensors file: its metadata (nil when there is
// none) and its tensors in the order of their data. A truncated or damaged
// file is an error that says what is wrong with it.
func ReadSafetensors(path string) (meta map[string]string, tensors []Tensor, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", path, reason(err))
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", path, reason(err))
	}
	meta, tensors, err = decodeSafetensors(f, info.Size())
	if err != nil {
		return nil, nil, fmt.Errorf("read %s: %w", path, err)
	}
	return meta, tensors, nil
}

// decodeSafetensors reads a file of size bytes from r. Nothing larger than
// size is ever allocated, whatever the header claims.
func decodeSafetensors(r io.Reader, size int64) (map[string]string, []Tensor, error) {
	if size < 8 {
		return nil, nil, fmt.Errorf("truncated: a safetensors file has at least 8 bytes, this one has %d", size)
	}
	var length uint64
	if err := binary.Read(r, binary.LittleEndian, &length); err != nil {
		return nil, nil, err
	}
	if length > safetensorsMaxHeader {
		return nil, nil, fmt.Errorf("not a safetensors file: a header of %d bytes is promised, at most %d are allowed", length, safetensorsMaxHeader)
	}
	if int64(length) > size-8 {
		return nil, nil, fmt.Errorf("truncated: the header needs %d bytes, %d are there", length, size-8)
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, nil, err
	}
	meta, infos, err := parseSafetensorsHeader(header)
	if err != nil {
		return nil, nil, err
	}
	tensors, err := layOut(infos, size-8-int64(length))
	if err != nil {
		return nil, nil, err
	}
	for i := range tensors {
		tensors[i].Data = make([]byte, infos[i].Offsets[1]-infos[i].Offsets[0])
		if _, err := io.ReadFull(r, tensors[i].Data); err != nil {
			return nil, nil, fmt.Errorf("tensor %q: %w", tensors[i].Name, err)
		}
	}
	return meta, tensors, nil
}

// namedInfo is a header entry with its name.
type namedInfo struct {
	name string
	tensorInfo
}

// parseSafetensorsHeader reads the JSON key by key, because a decoder into a
// map would let the second of two tensors with one name win silently.
func parseSafetensorsHeader(header []byte) (map[string]string, []namedInfo, error) {
	d := json.NewDecoder(bytes.NewReader(header))
	d.DisallowUnknownFields()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, errors.New("not a safetensors file: the header is not a JSON object")
	}
	var meta map[string]string
	var infos []namedInfo
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, nil, fmt.Errorf("the header is damaged: %w", err)
		}
		name, _ := t.(string)
		if seen[name] {
			return nil, nil, fmt.Errorf("tensor %q occurs twice", name)
		}
		seen[name] = true
		if name == metadataKey {
			err = d.Decode(&meta)
		} else {
			info := namedInfo{name: name}
			err = d.Decode(&info.tensorInfo)
			infos = append(infos, info)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("the header is damaged at %q: %w", name, err)
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, fmt.Errorf("the header is damaged: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the header is damaged: something follows its last brace")
	}
	return meta, infos, nil
}

// layOut sorts the entries by offset and checks that they tile the available
// bytes exactly: no overlap, no hole, nothing left over.
func layOut(infos []namedInfo, available int64) ([]Tensor, error) {
	slices.SortStableFunc(infos, func(a, b namedInfo) int {
		return cmp.Or(cmp.Compare(a.Offsets[0], b.Offsets[0]), cmp.Compare(a.Offsets[1], b.Offsets[1]))
	})
	tensors := make([]Tensor, len(infos))
	at := int64(0)
	for i, info := range infos {
		begin, end := info.Offsets[0], info.Offsets[1]
		if begin < 0 || end < begin {
			return nil, fmt.Errorf("tensor %q: offsets %d..%d are not possible", info.name, begin, end)
		}
		if err := info.check(info.name); err != nil {
			return nil, err
		}
		switch {
		case end > available:
			return nil, fmt.Errorf("truncated: tensor %q ends at byte %d of the data, %d are there", info.name, end, available)
		case begin < at:
			return nil, fmt.Errorf("tensor %q overlaps %q", info.name, infos[i-1].name)
		case begin > at:
			return nil, fmt.Errorf("bytes %d..%d of the data belong to no tensor", at, begin)
		}
		at = end
		tensors[i] = Tensor{Name: info.name, DType: info.DType, Shape: info.Shape}
	}
	if at != available {
		return nil, fmt.Errorf("%d bytes follow the last tensor", available-at)
	}
	return tensors, nil
}
