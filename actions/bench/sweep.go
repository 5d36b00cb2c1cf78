package bench

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// A Leftover is a container of a benchmark that has not ended as it should:
// podtop was killed, or Podman was not there.
type Leftover struct {
	ID    string
	Name  string
	Kind  string // of the benchmark
	State string
	Until time.Time
}

// Leftovers are the containers that benchmarks have made and that are there. A
// container has the labels of its image, too, so a label alone does not tell whose it
// is.
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
		until, err := time.Parse(time.RFC3339, c.Labels[LabelUntil])
		if err != nil || len(c.Names) == 0 || !model.IsBenchName(c.Names[0]) {
			continue
		}
		all = append(all, Leftover{ID: c.Id, Name: c.Names[0], Kind: clean.Text(c.Labels[Label]), State: clean.Text(c.State), Until: until})
	}
	return all, nil
}

// Wanted are the leftovers that may be of a podtop that runs at now.
func (p *Podman) Wanted(ctx context.Context, now time.Time) ([]Leftover, error) {
	all, err := p.Leftovers(ctx)
	return slices.DeleteFunc(all, func(l Leftover) bool { return !now.Before(l.Until) }), err
}

// Sweep removes the containers that nobody wants any more at now. One that cannot be removed is warned of.
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
			if ctx.Err() != nil {
				return swept, err
			}
			p.warn(fmt.Sprintf("%s, of a benchmark that did not come to its end, cannot be removed: %v", l.Name, err))
			continue
		}
		swept = append(swept, l)
	}
	return swept, nil
}
