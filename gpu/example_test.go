package gpu_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"log"

	"github.com/galvani-sim/galvani/gpu"
)

// Fills a buffer on the best device there is and reads it back.
func Example() {
	vulkan, err := gpu.Open(gpu.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer vulkan.Close()
	index, err := gpu.Choose(vulkan.Devices(), "vulkan")
	if err != nil {
		log.Fatal(err)
	}
	device, err := vulkan.OpenDevice(index)
	if err != nil {
		log.Fatal(err)
	}
	buffer, err := device.NewBuffer("numbers", 1024, gpu.Storage)
	if err != nil {
		log.Fatal(err)
	}
	recording, err := device.Record("fill", []gpu.Command{gpu.Fill{Buffer: buffer, Word: 42}})
	if err != nil {
		log.Fatal(err)
	}
	if err := recording.Run(context.Background()); err != nil {
		log.Fatal(err)
	}
	last := make([]byte, 4)
	if err := buffer.Download(1020, last); err != nil {
		log.Fatal(err)
	}
	fmt.Println(binary.LittleEndian.Uint32(last))
}
