package model

import (
	"testing"
	"time"
)

// A container that has gone is forgotten after two minutes, however slow the
// sampling.
func TestGoneIsForgotten(t *testing.T) {
	var tr Tracker
	s := &Sample{Mono: time.Hour, Readings: []Reading{{ID: "gone", CPU: CPU{At: time.Hour}}}}
	tr.Push(s)
	s.Readings = nil
	for end := s.Mono + forgetAfter + 10*time.Second; s.Mono < end; s.Mono += 2 * time.Second {
		if len(tr.byID) != 1 && s.Mono < time.Hour+forgetAfter {
			t.Fatalf("forgotten after %v", s.Mono-time.Hour)
		}
		tr.Push(s)
	}
	if len(tr.byID) != 0 {
		t.Errorf("%d remembered after %v", len(tr.byID), forgetAfter+10*time.Second)
	}
}
