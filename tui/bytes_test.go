package tui_test

import (
	"testing"

	"podtop/model/modeltest"
)

// Over a slow line what counts is bytes: 50 containers, 10 of them busy, may
// take 4 kB a second.
func TestBytesToTheTerminal(t *testing.T) {
	samples := modeltest.Many(50).Samples(401)
	s, src := play(t, samples[:301], 120, 40, nil)
	s.Settle()
	before := s.Written()
	for i, sample := range samples[301:] {
		src.more <- sample
		if i%5 == 4 {
			s.Settle() // each frame, as at the pace of a clock
		}
	}
	const seconds = 10
	perSecond := (s.Written() - before) / seconds
	t.Logf("%d bytes a second", perSecond)
	if perSecond > 4000 {
		t.Errorf("%d bytes a second, want at most 4000", perSecond)
	}
}
