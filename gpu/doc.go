// Package gpu is Vulkan for computing: instances, the choice of a device, memory, pipelines, descriptor sets,
// recording, submission, timestamps, and the messages of the validation layer as Go errors. It knows nothing of
// neurons.
//
// The order of things: [Open] loads the Vulkan loader at run time (nothing is linked against it) and lists the
// devices, [Choose] picks one, [Instance.OpenDevice] opens it. [Device.NewBuffer] makes memory,
// [Device.NewPipeline] turns SPIR-V into a pipeline, [Device.Record] turns a list of commands into a [Recording]
// that [Recording.Submit] runs as often as wanted.
//
// Several instances, devices and users of one device may live in one process and be used from several goroutines.
// A Close while other goroutines use the same object is the caller's mistake, as everywhere in Go.
//
// All sizes and offsets are in bytes unless a name says otherwise.
package gpu
