package probe

import "podtop/model"

// A Limited is something that can have a limit: where its limit stands in
// Podman's record, in an answer about cgroups, and in the samples.
type Limited struct {
	Field      string // in a table of limits
	Controller string // of cgroups, that enforces it
	Metric     string // what is limited
	Record     func(*Record) model.Limit
	Level      func(*Level) model.Limit
	Sampled    func(*model.Limits) model.Limit
	SampledBy  func(*model.Limits) *string // the path of whose that is; nil: the samples do not tell
	Soft       bool                        // to be near it is no harm
}

// What can have a limit.
var (
	CPULimited = Limited{
		Field: "cpu", Controller: "cpu", Metric: "cpu",
		Record: func(r *Record) model.Limit { return r.CPU }, Level: CPUMax,
		Sampled:   func(l *model.Limits) model.Limit { return l.CPU },
		SampledBy: func(l *model.Limits) *string { return &l.CPUBy },
	}
	MemoryLimited = Limited{
		Field: "memory", Controller: "memory", Metric: "mem", Soft: true,
		Record: func(r *Record) model.Limit { return r.Memory }, Level: MemoryMax,
		Sampled:   func(l *model.Limits) model.Limit { return l.Memory },
		SampledBy: func(l *model.Limits) *string { return &l.MemoryBy },
	}
	HardLimited = Limited{ // what of the memory can OOM
		Field: "  can OOM", Controller: "memory", Metric: "mem.hard", Level: MemoryMax,
		Sampled: MemoryLimited.Sampled, SampledBy: MemoryLimited.SampledBy,
	}
	HighLimited = Limited{
		Field: "high", Controller: "memory", Metric: "mem", Level: MemoryHigh, Soft: true,
		Sampled: func(l *model.Limits) model.Limit { return l.High },
	}
	SwapLimited = Limited{
		Field: "swap", Controller: "memory", Metric: "swap",
		Record: func(r *Record) model.Limit { return r.Swap }, Level: SwapMax,
		Sampled: func(l *model.Limits) model.Limit { return l.Swap },
	}
	PidsLimited = Limited{
		Field: "pids", Controller: "pids", Metric: "pids",
		Record: func(r *Record) model.Limit { return r.Pids }, Level: PidsMax,
		Sampled: func(l *model.Limits) model.Limit { return l.Pids },
	}
)

// Effective is the strictest of a container's limit and of those of the cgroups
// it is in, and whose that is, in words: as the answer has it or, if that is
// nil, the samples.
func (f *Limited) Effective(answer *Cgroups, c *model.Container) (model.Limit, string) {
	if answer == nil {
		path := ""
		if f.SampledBy != nil {
			path = *f.SampledBy(&c.Effective)
		}
		if path == "" {
			return f.Sampled(&c.Effective), ""
		}
		return f.Sampled(&c.Effective), Where(path, c.Path, &c.Meta)
	}
	limit, by := Strictest(answer.Levels, f.Level)
	switch {
	case by != nil:
		return limit, answer.Where(by, &c.Meta)
	case answer.Lacks(f.Controller):
		return model.Limit{}, "undelegated"
	}
	return limit, ""
}
