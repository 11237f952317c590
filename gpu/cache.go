package gpu

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"unsafe"

	vk "github.com/vulkan-go/vulkan"
)

// pipelineCache is the driver's cache of compiled shaders, and the file it is kept in.
type pipelineCache struct {
	handle vk.PipelineCache
	path   string // "" for none
	loaded []byte // what the file held
	dirty  atomic.Bool
}

// cacheMagic begins the file; the SHA-256 of the data follows, because drivers trust what they are given.
const cacheMagic = "galvani pipelines 1\n"

// cacheFile returns the file for this device and driver, "" when nothing is to be kept.
func (d *Device) cacheFile() string {
	dir := d.in.opts.CacheDir
	switch dir {
	case "-":
		return ""
	case "":
		base, err := os.UserCacheDir()
		if err != nil {
			return "" // a machine without a home still computes
		}
		dir = filepath.Join(base, "galvani")
	}
	return filepath.Join(dir, fmt.Sprintf("pipelines-%x-%08x-%08x.bin", d.phys.deviceUUID, d.phys.vendorID, d.phys.driverVersion))
}

// openCache makes the cache, filled from its file when that is there and whole.
func (d *Device) openCache() error {
	c := &d.cache
	c.path = d.cacheFile()
	if c.path != "" {
		if raw, err := os.ReadFile(c.path); err == nil {
			c.loaded = unpackCache(raw)
		}
	}
	info := vk.PipelineCacheCreateInfo{SType: vk.StructureTypePipelineCacheCreateInfo}
	if len(c.loaded) > 0 {
		p := cBytes(c.loaded)
		defer cFree(p)
		info.InitialDataSize, info.PInitialData = uint(len(c.loaded)), p
	}
	defer info.Free()
	// The results of the binding go to variables of their own: cgo refuses the address of a field of a Go struct.
	var handle vk.PipelineCache
	if err := d.fail("make the pipeline cache", vk.CreatePipelineCache(d.dev, &info, nil, &handle)); err != nil {
		return err
	}
	c.handle = handle
	d.name(vk.ObjectTypePipelineCache, unsafe.Pointer(c.handle), "pipeline cache")
	return nil
}

// saveCache writes the cache when it has changed. Failing to is no error: the next start is slower, that is all.
func (d *Device) saveCache() {
	c := &d.cache
	if c.path == "" || !c.dirty.Load() || d.lost.Load() {
		return
	}
	var n uint
	if vk.GetPipelineCacheData(d.dev, c.handle, &n, nil) != vk.Success || n == 0 {
		return
	}
	data := make([]byte, n)
	if vk.GetPipelineCacheData(d.dev, c.handle, &n, unsafe.Pointer(&data[0])) != vk.Success {
		return
	}
	data = data[:n]
	if bytes.Equal(data, c.loaded) {
		return
	}
	if os.MkdirAll(filepath.Dir(c.path), 0o755) != nil {
		return
	}
	// A rename is whole or not at all, also with several processes at once.
	f, err := os.CreateTemp(filepath.Dir(c.path), "pipelines-*.tmp")
	if err != nil {
		return
	}
	_, err = f.Write(packCache(data))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), c.path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
}

func packCache(data []byte) []byte {
	sum := sha256.Sum256(data)
	out := append([]byte(cacheMagic), sum[:]...)
	return append(out, data...)
}

// unpackCache returns the data of a file, nil when the file is damaged.
func unpackCache(raw []byte) []byte {
	rest, ok := bytes.CutPrefix(raw, []byte(cacheMagic))
	if !ok || len(rest) < sha256.Size {
		return nil
	}
	data := rest[sha256.Size:]
	if sum := sha256.Sum256(data); !bytes.Equal(sum[:], rest[:sha256.Size]) {
		return nil
	}
	return data
}
