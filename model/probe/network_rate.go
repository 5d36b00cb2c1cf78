package probe

import (
	"slices"
	"time"

	"podtop/model"
)

// A Flow is what passed an interface between two answers, per second.
type Flow struct{ RxBytes, TxBytes, RxPackets, TxPackets, RxErrs, TxErrs, RxDrop, TxDrop float64 }

// Flow is that of interface i since before.
func (i *Interface) Flow(before *Interface, d time.Duration) Flow {
	return Flow{
		model.Rate(before.RxBytes, i.RxBytes, d), model.Rate(before.TxBytes, i.TxBytes, d),
		model.Rate(before.RxPackets, i.RxPackets, d), model.Rate(before.TxPackets, i.TxPackets, d),
		model.Rate(before.RxErrs, i.RxErrs, d), model.Rate(before.TxErrs, i.TxErrs, d),
		model.Rate(before.RxDrop, i.RxDrop, d), model.Rate(before.TxDrop, i.TxDrop, d),
	}
}

// Flow is that of interface number i since before, which may be nil.
func (n *Network) Flow(i int, before *Network) Flow {
	now := &n.Interfaces[i]
	if before == nil {
		return now.Flow(&Interface{}, 0)
	}
	at := slices.IndexFunc(before.Interfaces, func(was Interface) bool { return was.Name == now.Name })
	if at < 0 {
		return now.Flow(&Interface{}, 0)
	}
	return now.Flow(&before.Interfaces[at], n.At-before.At)
}
