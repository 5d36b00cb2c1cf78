package main

import (
	"context"
	"slices"
	"time"

	"podtop/model/demo"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// OpenLog implements pane.LogReader.
func (d *demonstration) OpenLog(of []logs.Wanted, s logs.Sources) pane.Log {
	return demo.OpenLog(of, s, d.written, sleep)
}

// written is what its containers have written so far.
func (d *demonstration) written() *demo.Logs {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.host.Logs()
}

// sleep sleeps, if ctx does not end first.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// demoTitle is above all that is printed of a demonstration, where there is no
// other place to say that it is one.
const demoTitle = "DEMONSTRATION: made-up containers, of no real host\n"

func appendDemoJSON(b []byte, l *logs.Line) []byte {
	n := len(b)
	b = logs.AppendJSON(b, l)
	return slices.Insert(b, n+1, []byte(`"demo":true,`)...)
}

// sortDemo opens the logs of the demonstration, which goes on while it is
// followed.
func (r *logReader) sortDemo(ctx context.Context, h *host, found []logs.Wanted) {
	l := &demoLines{ctx: ctx, log: h.logs.OpenLog(found, logs.OutputAlone)}
	first, _ := l.log.Read(ctx, logs.Place{}, logs.Query{Backward: true})
	for _, text := range first.Missing {
		r.fail("%s", text)
	}
	r.lines = l
	if r.follow {
		go func() {
			for _, err := h.Next(ctx); err == nil; _, err = h.Next(ctx) {
			}
		}()
	}
}

// demoLines are the lines of a log of the demonstration.
type demoLines struct {
	ctx   context.Context
	log   pane.Log
	place logs.Place // up to which it was followed
}

// Forward implements lineReader.
func (l *demoLines) Forward(since time.Time) logs.Source {
	if since.IsZero() {
		since = time.Unix(0, 0)
	}
	return l.source(logs.PlaceAt(since), false)
}

// Backward implements lineReader.
func (l *demoLines) Backward(until time.Time) logs.Source {
	if until.IsZero() {
		return l.source(logs.Place{}, true)
	}
	return l.source(logs.PlaceAt(until.Add(time.Microsecond)), true)
}

func (l *demoLines) source(place logs.Place, backward bool) logs.Source {
	var b logs.Batch
	return func() (line logs.Line, ok bool) {
		for len(b.Lines) == 0 {
			if b.AtEnd {
				return line, false
			}
			var err error
			if b, err = l.log.Read(l.ctx, place, logs.Query{Backward: backward, N: 1000}); err != nil {
				return line, false
			}
			place = b.Reached
			if backward {
				slices.Reverse(b.Lines)
			}
		}
		line, b.Lines = b.Lines[0], b.Lines[1:]
		return line, true
	}
}

// Follow implements lineReader.
func (l *demoLines) Follow() {
	b, _ := l.log.Read(l.ctx, logs.Place{}, logs.Query{N: 1})
	l.place = b.Reached
}

// Poll implements lineReader.
func (l *demoLines) Poll(lines []logs.Line) []logs.Line {
	b, err := l.log.Read(l.ctx, l.place, logs.Query{N: 1000})
	if err == nil {
		l.place = b.Reached
	}
	return append(lines, b.Lines...)
}
