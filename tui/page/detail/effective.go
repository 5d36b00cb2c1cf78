package detail

import (
	"podtop/model"
	"podtop/model/probe"
)

// effective is the strictest of a limit and who has it, in words: as the answer
// has it or, where there is none, the samples.
func (a *asked) effective(s *subject, f *limited) (model.Limit, string) {
	if !a.cgroups.has() {
		path := ""
		if f.byOf != nil {
			path = *f.byOf(&s.Effective)
		}
		if path == "" {
			return f.sampled(&s.Effective), ""
		}
		return f.sampled(&s.Effective), probe.Where(path, s.Path, &s.Meta)
	}
	c := a.cgroups.Got
	limit, by := probe.Strictest(c.Levels, f.of)
	switch {
	case by != nil:
		return limit, c.Where(by, &s.Meta)
	case c.Lacks(f.controller):
		return model.Limit{}, "undelegated"
	}
	return limit, ""
}
