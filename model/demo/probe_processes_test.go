package demo

import (
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

// No process ever held more than the limit of its container.
func TestMostHeldIsWithinTheLimit(t *testing.T) {
	for _, limit := range []uint64{0, 1000 * mb} {
		p := &probe.Process{PID: 1, RSS: model.Known(900 * mb)}
		for _, l := range memoryOf(p, probe.Answer{}, limit).Status {
			if v := l.Value.Float(); l.Name == "VmHWM" && (v < 906*mb || limit > 0 && v > float64(limit)) {
				t.Errorf("with a limit of %d it held %v", limit, v)
			}
		}
	}
}
