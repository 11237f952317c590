package kernels

import (
	"fmt"
	"strings"

	"github.com/galvani-sim/galvani/model"
)

// The specialization constants of shaders/kernel/channels.glsl.
const (
	channelCountID = 160
	ionCountID     = 161
	channelID      = 162 // of slot 0
	ionID          = channelID + model.MaxChannels
	channelSpecs   = ionID + model.MaxIons - 1 // the last id
)

// setChannels sets the constants of a group's ion channels and ion pools.
func setChannels(g *model.Group, set func(id int, v uint32)) {
	set(channelCountID, uint32(len(g.Channels)))
	set(ionCountID, uint32(len(g.Ions)))
	for k, slot := range g.Channels {
		carries := word(slot.Channel.Ion == model.IonCarries)
		set(channelID+k, uint32(slot.ID+1)|uint32(slot.Base)<<8|uint32(slot.Ion+1)<<16|carries<<24)
	}
	for k, slot := range g.Ions {
		set(ionID+k, uint32(slot.ID+1)|uint32(slot.Base)<<8)
	}
}

// channelLinks names the function that each channel slot's function stands for:
// the shader finds it by the slot's constant too, but a driver would first
// inline every channel model into every slot.
func channelLinks(g *model.Group) map[string]string {
	if !g.Model.Channels {
		return nil
	}
	links := map[string]string{}
	for k := range model.MaxChannels {
		to := "channel_none"
		if k < len(g.Channels) {
			to = "channel_" + strings.ToUpper(g.Channels[k].Channel.Name)
		}
		links[fmt.Sprintf("channel_slot_%d", k)] = to
	}
	return links
}

// SharedRowWords is the size of the array that holds the row all neurons of a
// group share: the block that the shader declares.
func SharedRowWords(g *model.Group) int {
	if g.Model.Channels {
		return 256
	}
	return 96
}
