package bench

import (
	"context"
	"net/url"
	"time"

	"podtop/model/clean"
)

// A Leftover is a container of a benchmark that has not ended as it should:
// podtop was killed, or Podman was not there.
type Leftover struct {
	ID    string
	Name  string
	Kind  string // of the benchmark
	State string
	Until time.Time // zero if it does not say
}

// Leftovers are the containers that benchmarks have made and that are there.
func (p *Podman) Leftovers(ctx context.Context) ([]Leftover, error) {
	var list []struct {
		Id     string //nolint:revive // Podman's name
		Names  []string
		State  string
		Labels map[string]string
	}
	query := url.Values{"all": {"true"}, "filters": {`{"label":["` + Label + `"]}`}}
	if err := p.Get(ctx, "/containers/json", query, &list); err != nil {
		return nil, err
	}
	var all []Leftover
	for _, c := range list {
		l := Leftover{ID: c.Id, Kind: clean.Text(c.Labels[Label]), State: clean.Text(c.State)}
		if len(c.Names) > 0 {
			l.Name = clean.Text(c.Names[0])
		}
		l.Until, _ = time.Parse(time.RFC3339, c.Labels[LabelUntil])
		all = append(all, l)
	}
	return all, nil
}

// Sweep removes the containers that nobody wants any more at now. Others may be
// of a podtop that runs.
func (p *Podman) Sweep(ctx context.Context, now time.Time) (swept []Leftover, err error) {
	all, err := p.Leftovers(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		if now.Before(l.Until) {
			continue
		}
		if err := (&container{podman: p, id: l.ID}).remove(ctx); err != nil {
			return swept, err
		}
		swept = append(swept, l)
	}
	return swept, nil
}
