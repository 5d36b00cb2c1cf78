package bench

import "slices"

// Snapshot is r as it is now. It is taken in the goroutine that fills r, and may
// be read in another while r is filled on: what is there of series, figures and
// notes is only added to.
func (r *Report) Snapshot() *Report {
	s := *r
	s.Notes = slices.Clip(r.Notes)
	s.Series = slices.Clone(r.Series)
	for i := range s.Series {
		s.Series[i].Values = slices.Clip(s.Series[i].Values)
	}
	s.Figures = slices.Clone(r.Figures)
	for i := range s.Figures {
		s.Figures[i].Figures = slices.Clip(s.Figures[i].Figures)
	}
	if r.Arms != nil {
		s.Arms = new(*r.Arms)
	}
	return &s
}
