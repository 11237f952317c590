//go:build all

package kernels

// thorough makes every case run on every device.
const thorough = true
