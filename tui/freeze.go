package tui

import (
	"math"
	"time"

	"podtop/model"
)

// A freeze is what was to be seen when the user froze the screen: the
// snapshot, and the piece of the past its graphs show. History goes on, and
// forgets.
type freeze struct {
	snapshot *model.Snapshot
	cpu      map[model.Key][]float32 // the last of pinned values up to the snapshot
}

// The piece of the past kept: the span of the sparklines, at their finest.
const (
	grain  = 100 * time.Millisecond
	pinned = int(time.Minute/grain) + 10
)

// toggleFreeze freezes the screen, or lets it go on.
func (a *App) toggleFreeze() {
	if a.frozen != nil {
		a.frozen = nil
		return
	}
	if !a.snapshot.Time.IsZero() {
		a.frozen = newFreeze(a.snapshot)
	}
}

func newFreeze(snap *model.Snapshot) *freeze {
	f := &freeze{snap, make(map[model.Key][]float32, len(snap.Containers)+1)}
	f.keep(model.HostKey)
	for i := range snap.Containers {
		f.keep(snap.Containers[i].Key)
	}
	return f
}

func (f *freeze) keep(k model.Key) {
	values := make([]float32, pinned)
	f.snapshot.History.Maxima(values, k, model.FastCPU, f.snapshot.Mono, grain)
	f.cpu[k] = values
}

// Maxima implements pane.Past, as model.History does.
func (f *freeze) Maxima(dst []float32, k model.Key, m model.Fast, end, width time.Duration) {
	for i := range dst {
		dst[i] = float32(math.NaN())
	}
	values := f.cpu[k]
	if m != model.FastCPU || width <= 0 {
		return
	}
	newest, last := f.snapshot.Mono/grain, end/width
	for i, v := range values {
		at := (newest - time.Duration(len(values)-1-i)) * grain
		back := int(last - at/width)
		if back < 0 || back >= len(dst) || v != v {
			continue
		}
		if j := len(dst) - 1 - back; !(v <= dst[j]) {
			dst[j] = v
		}
	}
}
