package model

import (
	"iter"
	"time"
)

// Recall takes in what was before the first sample that is pushed: all of it
// goes into history. Where it was sampled more coarsely than every 2 s, a
// snapshot is made of each minute only.
func (t *Tracker) Recall(past iter.Seq[*Sample]) {
	every := t.Every
	for s := range past {
		t.Every = every
		if s.Interval > 2*time.Second {
			t.Every = max(every, time.Minute)
		}
		t.Push(s)
	}
	t.Every = every
}
