package bench

import (
	"fmt"
	"testing"
	"time"

	"podtop/model"
)

// A snapshot stays as it was while its report is filled on, and can be read then.
func TestSnapshotWhileItIsFilled(t *testing.T) {
	r := &Report{Kind: "ab", Arms: &Arms{A: "1 cpus", B: "2 cpus"}, Series: []Series{
		{Group: ArmA, Name: "work_per_second", Unit: model.PerSec, Better: More},
		{Group: ArmB, Name: "work_per_second", Unit: model.PerSec, Better: More},
	}}
	snapshots := make(chan *Report, 10)
	go func() {
		defer close(snapshots)
		for i := range 200 {
			for s := range r.Series {
				v := Measurement{Time: time.Unix(int64(i), 0), Value: float64(i), Host: Unknown()}
				r.Series[s].Values = append(r.Series[s].Values, v)
			}
			r.Notes = append(r.Notes, fmt.Sprint("note ", i))
			r.Add("throttling", fmt.Sprint("figure", i), model.Number, float64(i))
			r.Arms.TimeUp = i%2 == 0
			snapshots <- r.Snapshot()
		}
	}()
	n := 0
	for s := range snapshots {
		n++
		a := s.SeriesAt("a.work_per_second")
		if len(a.Values) != n || a.Values[n-1].Value != float64(n-1) || len(s.Notes) != n || len(s.Figures[0].Figures) != n || s.Arms.TimeUp != (n%2 == 1) {
			t.Fatalf("snapshot %d: %d values, %d notes, %d figures", n, len(a.Values), len(s.Notes), len(s.Figures[0].Figures))
		}
		_ = s.Verdict()
		s.Notes = append(s.Notes, "of the reader alone")
		s.Add("throttling", "of the reader alone", model.Number, 1)
	}
	if n != 200 || r.Notes[1] != "note 1" || r.Figures[0].Figures[1].Name != "figure1" {
		t.Errorf("%d snapshots, %q", n, r.Notes[:2])
	}
}
