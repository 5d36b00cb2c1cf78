package podman

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"

	"podtop/model/probe"
)

// Inspect asks for all that Podman says of a container but the size of its
// layer, for which it would have to look at each file.
func (a *Asker) Inspect(ctx context.Context, s probe.Target) (*probe.Inspection, error) {
	e, err := a.service(&s)
	if err != nil {
		return nil, err
	}
	in, err := a.inspect(ctx, mostShare, &e, &s)
	if err != nil {
		return nil, err
	}
	in.Answer = a.now(in.Missing)
	a.o.Health(s.UID, s.ID, in.Health.Status)
	if _, late := in.Health.Overdue(in.Started, in.Time); late {
		in.Health.Timer = a.timer(ctx, s.UID, s.ID)
	}
	return in, nil
}

// inspect asks e about s, for that share of the time.
func (a *Asker) inspect(ctx context.Context, share float64, e *Endpoint, s *probe.Target) (*probe.Inspection, error) {
	ctx, cancel := withDeadline(ctx, a.pace.inspect, share)
	defer cancel()
	in, err := inspect(ctx, e.API, s, false)
	if err != nil {
		return nil, a.unanswered(e, s, err)
	}
	return in, nil
}

func inspect(ctx context.Context, api API, s *probe.Target, size bool) (*probe.Inspection, error) {
	var reply json.RawMessage
	err := api.Get(ctx, "/containers/"+string(s.ID)+"/json", url.Values{"size": {strconv.FormatBool(size)}}, &reply)
	if err != nil {
		return nil, err
	}
	in, err := probe.ParseInspection(reply)
	if err == nil && in.ID != s.ID {
		err = errOtherContainer
	}
	if err != nil {
		return nil, userErrorf("%s; what Podman itself makes of it: podman inspect %s", text(err.Error()), s.ID.Short())
	}
	return in, nil
}
