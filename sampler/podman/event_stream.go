package podman

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"time"
)

func eventQuery(actions []string) url.Values {
	filters, _ := json.Marshal(map[string][]string{"type": eventTypes, "event": actions})
	return url.Values{"stream": {"true"}, "filters": {string(filters)}}
}

// follow sends what happens to events until the stream ends. Podman answers
// nothing, not even a header, before the first event.
func follow(ctx context.Context, api API, events chan<- event) error {
	return readEvents(ctx, api, eventQuery(slices.Concat(changeActions, otherActions)), events)
}

// recall sends what happened since then. Health checks are left out: they would
// be most of it.
func recall(ctx context.Context, api API, since time.Time, events chan<- event) error {
	actions := slices.DeleteFunc(slices.Concat(changeActions, otherActions), func(action string) bool { return action == "health_status" })
	query := eventQuery(actions)
	query.Set("stream", "false")
	query.Set("since", strconv.FormatInt(since.Unix(), 10))
	return readEvents(ctx, api, query, events)
}

func readEvents(ctx context.Context, api API, query url.Values, events chan<- event) error {
	body, err := api.Stream(ctx, "/events", query)
	if err != nil {
		return err
	}
	defer body.Close()
	r := bufio.NewReaderSize(body, maxEvent)
	began, n, bytes := time.Now(), 0, 0
	for {
		if n >= eventsAtOnce || bytes >= eventBytes {
			wait(ctx, eventsIn-time.Since(began))
			began, n, bytes = time.Now(), 0, 0
		}
		line, err := nextLine(r)
		n, bytes = n+1, bytes+len(line)
		switch {
		case err == io.EOF:
			return errEnded
		case err != nil:
			return fmt.Errorf("reading events: %w", err)
		}
		ev, err := parseEvent(line)
		if err != nil {
			return fmt.Errorf("reading events: %w", err)
		}
		select {
		case events <- ev:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// nextLine reads a line. One that is longer than r's buffer is left out: nil.
// What it told is seen from the cgroups a little later; see compareCgroups.
func nextLine(r *bufio.Reader) (line []byte, err error) {
	line, err = r.ReadSlice('\n')
	if err == io.EOF && len(line) > 0 {
		return line, nil
	}
	for err == bufio.ErrBufferFull {
		_, err = r.ReadSlice('\n')
		line = nil
	}
	return line, err
}

// errEnded is how a service that stops, or restarts, looks.
var errEnded = errors.New("the service ended its events")

// So many events of a service, or bytes, are read in so much time: the rest wait
// in the socket. No Podman has as many to tell; one that has would have podtop
// do nothing else, and lose the events of the others.
const (
	eventsAtOnce = 100
	eventBytes   = 100 << 10
	eventsIn     = 100 * time.Millisecond
)
