package demo_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/demo"
	"podtop/model/logs"
)

// A logbook is a demonstration host whose logs are read.
type logbook struct {
	*testing.T
	*demo.Host
	all []logs.Wanted
}

var logsNow = time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)

func newLogbook(t *testing.T) *logbook {
	t.Helper()
	b := &logbook{T: t, Host: demo.New(1, logsNow)}
	for range b.Past() {
		continue
	}
	for _, c := range b.Sample(time.Second).Inventory.Containers {
		b.all = append(b.all, logs.WantedOf(&c))
	}
	return b
}

// of is the log of the containers called so, or of all.
func (b *logbook) of(s logs.Sources, names ...string) *demo.Log {
	wanted := slices.DeleteFunc(slices.Clone(b.all), func(w logs.Wanted) bool { return len(names) > 0 && !slices.Contains(names, w.Name) })
	return demo.OpenLog(wanted, s, b.Logs, func(context.Context, time.Duration) error {
		b.Advance(100 * time.Millisecond)
		return nil
	})
}

// read reads from a place to the end in pieces of n lines at most.
func (b *logbook) read(l *demo.Log, from logs.Place, q logs.Query) (all []logs.Line) {
	b.Helper()
	for {
		got, err := l.Read(b.Context(), from, q)
		if err != nil || len(got.Lines) > q.N {
			b.Fatal(len(got.Lines), err)
		}
		if q.Backward {
			all = append(got.Lines, all...)
		} else {
			all = append(all, got.Lines...)
		}
		if got.AtEnd {
			return all
		}
		from = got.Reached
	}
}

// What a filter leaves out is counted, and once.
func TestLogsCountWhatIsLeftOut(t *testing.T) {
	b := newLogbook(t)
	f, err := logs.ParseFilter("stream=stderr", logsNow, logs.SmartCase)
	if err != nil {
		t.Fatal(err)
	}
	l, from := b.of(logs.WithEvents, "app", "nginx"), logs.PlaceAt(logsNow.Add(-10*time.Minute))
	all := b.read(l, from, logs.Query{N: 100_000})
	last := len(all) - 1
	for !f.Match(&all[last]) {
		last--
	}
	leftOut, some := uint64(0), uint64(0)
	for i := range all {
		if !f.Match(&all[i]) {
			leftOut++
		} else {
			some++
		}
	}
	for _, n := range []int{3, 100_000} {
		got, forward := uint64(0), logs.Query{N: n, Filter: f}
		for at := from; ; {
			batch, err := l.Read(t.Context(), at, forward)
			if err != nil {
				t.Fatal(err)
			}
			got, at = got+batch.LeftOut, batch.Reached
			if batch.AtEnd {
				break
			}
		}
		if got != leftOut || some == 0 {
			t.Errorf("in pieces of %d %d of %d are left out, want %d", n, got, len(all), leftOut)
		}
	}
	batch, err := l.Read(t.Context(), logs.Place{}, logs.Query{Backward: true, N: 1, Filter: f})
	if err != nil || batch.LeftBehind != uint64(len(all)-1-last) || batch.LeftOut != batch.LeftBehind {
		t.Errorf("backwards %d are left out, %d behind the last, want %d; %v", batch.LeftOut, batch.LeftBehind, len(all)-1-last, err)
	}
	waited := uint64(0)
	for range 5 {
		batch, err := l.Wait(t.Context(), logs.PlaceAt(logsNow), logs.Query{N: 1000, Filter: f})
		if err != nil {
			t.Fatal(err)
		}
		waited += batch.LeftOut
	}
	if waited == 0 {
		t.Error("nothing is left out of what is written")
	}
}

// It is the same log forwards and backwards, in pieces of any size and from any
// place on, and again on a host of the same seed.
func TestLogsAreOneLog(t *testing.T) {
	b := newLogbook(t)
	from := logsNow.Add(-40 * time.Minute)
	whole := b.read(b.of(logs.WithClaims), logs.PlaceAt(from), logs.Query{N: 100_000})
	if len(whole) < 1000 {
		t.Fatalf("%d lines in 40 minutes", len(whole))
	}
	for i := 1; i < len(whole); i++ {
		if whole[i].Time.Before(whole[i-1].Time) || whole[i].Cursor == whole[i-1].Cursor {
			t.Fatalf("%+v behind %+v", whole[i], whole[i-1])
		}
	}
	pieces := b.read(b.of(logs.WithClaims), logs.PlaceAt(from), logs.Query{N: 97})
	if !slices.Equal(pieces, whole) {
		t.Errorf("in pieces there are %d lines, want %d", len(pieces), len(whole))
	}
	filter, err := logs.ParseFilter("since=2026-11-20T13:50:00Z", logsNow, logs.SmartCase)
	if err != nil {
		t.Fatal(err)
	}
	backwards := b.read(b.of(logs.WithClaims), logs.Place{}, logs.Query{Backward: true, N: 991, Filter: filter})
	if !slices.Equal(backwards, whole) {
		t.Errorf("backwards there are %d lines, want %d", len(backwards), len(whole))
	}
	middle := len(whole) / 2
	rest := b.read(b.of(logs.WithClaims), whole[middle].Place(), logs.Query{N: 100_000})
	if !slices.Equal(rest, whole[middle+1:]) {
		t.Errorf("behind the middle there are %d lines, want %d", len(rest), len(whole)-middle-1)
	}
	again := newLogbook(t)
	if other := again.read(again.of(logs.WithClaims), logs.PlaceAt(from), logs.Query{N: 100_000}); !slices.Equal(other, whole) {
		t.Error("the same seed gives another log")
	}
}

// Who follows it loses nothing and gets nothing twice, whatever happens
// meanwhile.
func TestLogsAreFollowed(t *testing.T) {
	b := newLogbook(t)
	l := b.of(logs.WithEvents)
	place := logs.PlaceAt(logsNow)
	var got []logs.Line
	for i := range 300 {
		batch, err := l.Wait(t.Context(), place, logs.Query{N: 1000})
		if err != nil {
			t.Fatal(err)
		}
		got, place = append(got, batch.Lines...), batch.Reached
		switch i {
		case 50:
			b.do(model.Stop, "nginx")
		case 100:
			b.do(model.Start, "nginx")
		}
	}
	want := b.read(b.of(logs.WithEvents), logs.PlaceAt(logsNow), logs.Query{N: 1000})
	want = slices.DeleteFunc(want, func(l logs.Line) bool { return l.Time.After(got[len(got)-1].Time) })
	if !slices.Equal(got, want) {
		t.Errorf("followed there are %d lines, read %d", len(got), len(want))
	}
	text := b.words(want, "nginx")
	for _, wanted := range []string{"(SIGTERM) received, exiting", "died, exit code 0", "a new run begins", "start worker processes"} {
		if !strings.Contains(text, wanted) {
			t.Errorf("nginx does not say %q", wanted)
		}
	}
}

func (b *logbook) do(v model.Verb, name string) {
	b.Helper()
	i := slices.IndexFunc(b.all, func(w logs.Wanted) bool { return w.Name == name })
	if err := b.Do(v, b.all[i].ID); err != nil {
		b.Fatal(err)
	}
}

// words are what a container's lines say, but for its output what kind they are.
func (b *logbook) words(lines []logs.Line, name string) string {
	var text strings.Builder
	for _, l := range lines {
		if l.Container.Name == name {
			text.WriteString(string(l.Sign()) + " " + l.Words() + "\n")
		}
	}
	return text.String()
}

// Before a kill the heap grows; then comes the kernel's line, Podman's, a mark,
// and the next run begins.
func TestLogsTellOfKills(t *testing.T) {
	b := newLogbook(t)
	lines := b.read(b.of(logs.WithEvents, "thumbnailer"), logs.PlaceAt(logsNow.Add(-time.Hour)), logs.Query{N: 100_000})
	kills := 0
	for i, l := range lines {
		if l.Kind != logs.OOM {
			continue
		}
		kills++
		before, after := b.words(lines[max(0, i-40):i], "thumbnailer"), b.words(lines[i:min(len(lines), i+8)], "thumbnailer")
		if !strings.Contains(before, "the heap grows") {
			t.Errorf("before the kill of %v it says\n%s", l.Time, before)
		}
		for _, want := range []string{"X out of memory: killed process", "* died, exit code 137", "= a new run begins", "* start", "thumbnailer 0.9 begins"} {
			_, rest, ok := strings.Cut(after, want)
			if !ok {
				t.Errorf("after the kill of %v, %q is missing", l.Time, want)
			}
			after = rest
		}
	}
	if kills < 2 {
		t.Errorf("%d kills in an hour", kills)
	}
}

// One that ended says why; one without a log says how to get one; of k8s-file
// there is the wall clock alone; what others forge is a claim.
func TestLogsOfEach(t *testing.T) {
	b := newLogbook(t)
	last := func(s logs.Sources, name, filter string) string {
		f, err := logs.ParseFilter(filter, logsNow, logs.SmartCase)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.of(s, name).Read(t.Context(), logs.Place{}, logs.Query{Backward: true, N: 4, Filter: f})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(append([]string{b.words(got.Lines, name)}, got.Missing...), "\n")
	}
	for _, tt := range []struct {
		name, filter, want string
		sources            logs.Sources
	}{
		{"migrate", "", "! migrate: 0213_index_orders_by_customer failed; rolled back", logs.OutputAlone},
		{"seed", "", "| done", logs.OutputAlone},
		{"scratch", "stream=stderr", "! sh: 1: pyhton3: not found", logs.OutputAlone},
		{"mailer", "stream=stderr", "there is no key smtp_pasword", logs.OutputAlone},
		{"legacy", "", "legacy: its log driver is none", logs.OutputAlone},
		{"nginx", "kind=claim", "? says it is nginx, from uid 1001: all is well", logs.WithClaims},
		{"shop-api-1", "kind=event", "* health_status: unhealthy\n* health_status: healthy\n", logs.WithEvents},
		{"mailer", "kind=unit", "# mailer.service: Main process exited, code=exited, status=78/CONFIG", logs.WithEvents},
	} {
		if got := last(tt.sources, tt.name, tt.filter); !strings.Contains(got, tt.want) {
			t.Errorf("%s %s says\n%swant %q", tt.name, tt.filter, got, tt.want)
		}
	}
	got, err := b.of(logs.OutputAlone, "jupyter").Read(t.Context(), logs.Place{}, logs.Query{Backward: true, N: 1})
	if err != nil || len(got.Lines) != 1 || got.Lines[0].Boot != "" {
		t.Errorf("jupyter: %+v, %v", got, err)
	}
}

// Counts are those of the lines, and what is not known is said.
func TestLogsAreCounted(t *testing.T) {
	b := newLogbook(t)
	l := b.of(logs.OutputAlone)
	from := logsNow.Add(-30 * time.Minute)
	d, err := l.Count(t.Context(), from, logsNow, 30)
	if err != nil || !d.Since.IsZero() {
		t.Fatal(d.Since, err)
	}
	want := make([]logs.Counts, 30)
	for _, line := range b.read(l, logs.PlaceAt(from), logs.Query{N: 100_000}) {
		if i := int(line.Time.Sub(from) / time.Minute); line.Kind == logs.Output && i < len(want) {
			want[i].Lines++
			if line.Stream == logs.Stderr {
				want[i].Stderr++
			}
		}
	}
	if !slices.Equal(d.Counts, want) {
		t.Errorf("%v\nwant %v", d.Counts, want)
	}
	if d, err = l.Count(t.Context(), logsNow.Add(-7*24*time.Hour), logsNow, 7); err != nil || d.Since.IsZero() || d.Counts[0].Lines != 0 || d.Counts[6].Lines == 0 {
		t.Errorf("%+v, %v", d, err)
	}
}

// A container that is paused writes nothing, and a log that is closed is not
// read.
func TestLogsEnd(t *testing.T) {
	b := newLogbook(t)
	b.do(model.Pause, "nginx")
	b.Advance(time.Second)
	paused := logs.PlaceAt(b.Logs().Now())
	b.Advance(time.Minute)
	l := b.of(logs.OutputAlone, "nginx")
	if lines := b.read(l, paused, logs.Query{N: 1000}); len(lines) > 0 {
		t.Errorf("paused it writes %+v", lines[0])
	}
	l.Close()
	if _, err := l.Read(t.Context(), paused, logs.Query{N: 1}); err == nil {
		t.Error("closed it is read")
	}
	if _, err := l.Wait(t.Context(), paused, logs.Query{N: 1}); err == nil {
		t.Error("closed it is waited for")
	}
	if _, err := l.Count(t.Context(), logsNow, logsNow.Add(time.Second), 1); err == nil {
		t.Error("closed it is counted")
	}
}
