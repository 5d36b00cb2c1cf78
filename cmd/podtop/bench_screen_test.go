package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/pane"
)

const webJSON = `{"Id": "w1", "Image": "i1", "ImageName": "localhost/web:1", "State": {"Running": true}, "HostConfig": {"CpuQuota": 50000, "CpuPeriod": 100000},
	"NetworkSettings": {"Ports": {"443/tcp": null, "53/udp": [{"HostIp": "", "HostPort": "53"}], "8080/tcp": [{"HostIp": "127.0.0.1", "HostPort": "18080"}], "80/tcp": [{"HostIp": "", "HostPort": "10080"}]}}}`

// benchHost is a screenBench on a fake Podman with a container web.
func benchHost(t *testing.T) (*screenBench, *fakePodman) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f := newFakePodman()
	f.answers["/containers/web/json"] = webJSON
	f.answers["/images/localhost/web:1/json"] = `{"Id": "i1", "Config": {"Cmd": ["httpd", "-f"]}}`
	return &screenBench{options: &options{}, find: f.find(os.Getuid()), own: os.Getuid(), end: &ending{}}, f
}

func web() model.Key { return model.Key{UID: os.Getuid(), Name: "web"} }

// choices are those of a container, a line each: kind, whether it can run, command.
func choicesOf(t *testing.T, b *screenBench, of model.Key) (lines []string, all []bench.Choice) {
	t.Helper()
	all, err := b.Choices(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		line := strings.Join(c.Job.Command()[2:], " ")
		if c.Reason != "" {
			line += ": " + c.Reason
		}
		if c.Name == "" || c.Load == "" {
			t.Errorf("%+v lacks words", c)
		}
		lines = append(lines, line)
	}
	return lines, all
}

func checkChoices(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	fits := len(got) == len(want)
	for i := range min(len(got), len(want)) {
		fits = fits && strings.HasPrefix(got[i], want[i]) && strings.Contains(want[i], ": ") == strings.Contains(got[i], ": ")
	}
	if !fits {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestChoices(t *testing.T) {
	b, f := benchHost(t)
	got, all := choicesOf(t, b, web())
	checkChoices(t, "a container that runs", got,
		"localhost/web:1 -n 0 --for 30s", "start web -n 0 --for 30s", "cpu web -n 0 --for 30s", "ab web --for 2m", "usage web --for 30s",
		"http http://127.0.0.1:10080/ --for 10s", "http http://127.0.0.1:10080/ --ramp --for 3s",
		"http http://127.0.0.1:18080/ --for 10s", "http http://127.0.0.1:18080/ --ramp --for 3s")
	if run := all[0].Runs; all[0].Job.ImageID != "i1" || len(run) != 1 || !strings.HasPrefix(run[0], "podman run --rm --network none") || !strings.HasSuffix(run[0], "localhost/web:1 httpd -f") {
		t.Errorf("%+v", all[0])
	}
	got, _ = choicesOf(t, b, model.Key{})
	checkChoices(t, "podtop itself", got, "start -n 0 --for 30s", "cpu -n 0 --for 30s")

	f.answers["/containers/web/json"] = `{"Id": "w1", "ImageName": "localhost/gone", "State": {}}`
	got, _ = choicesOf(t, b, web())
	checkChoices(t, "a container that has stopped", got,
		" web -n 0 --for 30s: there is no image localhost/gone here, and podtop pulls none: podman pull"[1:], "start web -n 0", "cpu web", "ab web",
		"usage web --for 30s: it does not run: start it first", "http web --for 10s: it does not run")

	got, _ = choicesOf(t, b, model.Key{UID: os.Getuid(), Name: "backup"})
	checkChoices(t, "a container that there is not", got, "backup -n 0 --for 30s: Podman has no container backup now: start it first", "start backup -n 0 --for 30s: Podman has no",
		"cpu backup -n 0 --for 30s: Podman has no", "ab backup --for 2m: Podman has no", "usage backup --for 30s: Podman has no", "http backup --for 10s: Podman has no")

	b.refused = errors.New("benchmarks: nothing is changed with --read-only")
	got, _ = choicesOf(t, b, model.Key{})
	checkChoices(t, "read-only", got, "start -n 0 --for 30s: benchmarks: nothing is changed", "cpu -n 0 --for 30s: benchmarks: nothing is changed")
	if p := waitForEnd(t, b.Run(bench.Job{Kind: "cpu", Time: time.Second})); p.Err != b.refused {
		t.Errorf("read-only: %v", p.Err)
	}
}

// What another user's container has is asked of its Podman; it is run in one's own.
func TestChoicesOfAnother(t *testing.T) {
	b, f := benchHost(t)
	own := b.find
	b.find = func(uid int) (*benchrun.Podman, error) {
		if uid == 4294967 {
			return f.find(uid)(uid)
		}
		return own(uid)
	}
	got, all := choicesOf(t, b, model.Key{UID: 4294967, Name: "web"})
	if load := all[2].Load; !strings.HasSuffix(load, "It is run in your own Podman.") {
		t.Errorf("%q", load)
	}
	checkChoices(t, "another's", got[1:5], "start 4294967/web -n 0", "cpu 4294967/web", "ab 4294967/web", "usage 4294967/web")
	b.find = f.find(4294967)
	got, _ = choicesOf(t, b, model.Key{UID: 4294967, Name: "web"})
	none := fmt.Sprintf(": no Podman service answers for user %d", os.Getuid())
	checkChoices(t, "without one's own Podman", got[:5], "4294967/web -n 0 --for 30s"+none, "start 4294967/web -n 0 --for 30s"+none, "cpu 4294967/web -n 0 --for 30s"+none,
		"ab 4294967/web --for 2m"+none, "usage 4294967/web")
}

func waitForEnd(t *testing.T, r pane.BenchRun) bench.Progress {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		p, err := r.Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if p.Over {
			return p
		}
	}
}

// A run tells of its phases, four times a second at most, and is kept.
func TestScreenRun(t *testing.T) {
	b, f := benchHost(t)
	began := time.Now()
	r := b.Run(bench.Job{Kind: "cpu", Subject: web(), Name: "web", Time: 1200 * time.Millisecond})
	var phases []string
	waits, values := 0, 0
	var last bench.Progress
	for !last.Over {
		p, err := r.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if waits++; p.Phase != last.Phase {
			phases = append(phases, p.Phase)
		}
		if len(p.Shapes) > 0 && p.Shapes[0].N < values || p.Left > 1200*time.Millisecond {
			t.Errorf("%+v", p)
		} else if len(p.Shapes) > 0 {
			values = p.Shapes[0].N
		}
		last = p
	}
	if most := int(time.Since(began)/showTime) + 2; waits > most {
		t.Errorf("%d answers in %v", waits, time.Since(began))
	}
	if last.Err != nil || !slices.Contains(phases, benchrun.Measuring) || last.Report == nil || values < 5 || last.Shapes[0].N != len(last.Report.Series[0].Values) {
		t.Errorf("%+v, phases %q", last, phases)
	}
	f.checkEmpty(t)
	kept, err := b.Results(t.Context())
	if err != nil || len(kept) != 1 || kept[0].Name != last.Kept || kept[0].Kind != "cpu" || kept[0].Subject != "web" || !strings.Contains(kept[0].Short, ": work a second") {
		t.Errorf("%+v, %v", kept, err)
	}
	if got, err := b.Result(t.Context(), last.Kept); err != nil || got.Subject != "web" {
		t.Errorf("%+v, %v", got, err)
	}
	if b.end.begun.Load() {
		t.Error("podtop may not end")
	}
}

// Stopped in the middle: its containers are removed first, and what it measured is
// kept. Meanwhile no other begins.
func TestScreenRunIsStopped(t *testing.T) {
	b, f := benchHost(t)
	r := b.Run(bench.Job{Kind: "cpu", Time: time.Minute})
	for {
		p, err := r.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if p.Report != nil && hasValues(p.Report) {
			break
		}
	}
	if p := waitForEnd(t, b.Run(bench.Job{Kind: "cpu", Time: time.Minute})); p.Err != errBusy {
		t.Errorf("a second one: %v", p.Err)
	}
	if !b.end.begun.Load() {
		t.Error("podtop could end before its containers are removed")
	}
	r.Stop()
	p := waitForEnd(t, r)
	if p.Err != bench.ErrInterrupted || p.Kept == "" || !hasValues(p.Report) || !strings.HasPrefix(p.Report.Notes[len(p.Report.Notes)-1], "interrupted ") {
		t.Errorf("%+v", p)
	}
	f.checkEmpty(t)
	r.Stop() // which does nothing any more
	if again := waitForEnd(t, r); again.Err != bench.ErrInterrupted || again.Phase != p.Phase {
		t.Errorf("%+v", again)
	}
}

// The end of the screen stops what runs, and waits for it, but not for ever.
func TestScreenBenchCloses(t *testing.T) {
	b, f := benchHost(t)
	b.close(t.Context()) // nothing runs
	b.closed = false
	r := b.Run(bench.Job{Kind: "cpu", Time: 3 * time.Second})
	b.close(t.Context())
	f.checkEmpty(t)
	if p := waitForEnd(t, r); p.Err == nil {
		t.Errorf("%+v", p)
	}
	if p := waitForEnd(t, b.Run(bench.Job{Kind: "cpu", Time: time.Minute})); p.Err != errClosed {
		t.Errorf("after the end: %v", p.Err)
	}
	b.now = newScreenRun(func() {}) // one that never ends
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	b.close(ctx)
}

// An image that has been made anew since it was agreed to is not run.
func TestAnotherImageIsNotRun(t *testing.T) {
	b, f := benchHost(t)
	p := waitForEnd(t, b.Run(bench.Job{Kind: "run", Subject: web(), Name: "web", Image: "localhost/web:1", ImageID: "i0", Time: time.Second}))
	if p.Err == nil || !strings.Contains(p.Err.Error(), "another image now than the one that was agreed to") || f.n > 0 {
		t.Errorf("%v, %d containers", p.Err, f.n)
	}
	for _, job := range []bench.Job{
		{Kind: "run", Time: time.Second},
		{Kind: "ab", Name: "web", Subject: web(), Limits: "cpus=lots", Time: time.Second},
		{Kind: "ab", Name: "web", Subject: web(), Time: time.Second},
		{Kind: "cpu", Time: time.Nanosecond},
		{Kind: "http", URL: "http://192.0.2.1/", Time: time.Second},
		{Kind: "http", URL: "http://127.0.0.1:1/", Ramp: true, Time: time.Hour},
		{Kind: "http", URL: "http://127.0.0.1:1/", Time: time.Second},
		{Kind: "sleep", Time: time.Second},
	} {
		if p := waitForEnd(t, b.Run(job)); p.Err == nil || p.Report != nil {
			t.Errorf("%+v: %+v", job, p)
		}
	}
}

// Results are there in short, the newest first, and with why one cannot be read.
func TestResults(t *testing.T) {
	b, _ := benchHost(t)
	if all, err := b.Results(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("none yet: %+v, %v", all, err)
	}
	for i, kind := range []string{"cpu", "start"} {
		r := &bench.Report{Kind: kind, Time: time.Unix(int64(i), 0), Subject: "web"}
		doc, _ := r.JSON()
		if _, err := keepResult(r, doc); err != nil {
			t.Fatal(err)
		}
	}
	bad := filepath.Join(benchDir(), "19710101-000000-bad.json")
	if err := os.WriteFile(bad, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := b.Results(t.Context())
	if err != nil || len(all) != 3 || all[0].Err == nil || all[1].Kind != "start" || all[2].Kind != "cpu" {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := os.WriteFile(bad, []byte(`{"kind": "ab", "results": {}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if all, _ = b.Results(t.Context()); all[0].Err != nil || all[0].Kind != "ab" {
		t.Errorf("a file that has changed: %+v", all[0])
	}
	for _, name := range []string{"", "../bench/" + all[1].Name, "/etc/passwd", "none"} {
		if _, err := b.Result(t.Context(), name); err == nil {
			t.Errorf("%q is a result", name)
		}
	}
}

// A port is put under load, and what is said of that is text.
func TestScreenRunOfHTTP(t *testing.T) {
	b, _ := benchHost(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	r := b.Run(bench.Job{Kind: "http", URL: server.URL + "/", Time: time.Second})
	var live bench.Progress
	for {
		p, err := r.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if p.Over {
			break
		}
		if len(p.Shapes) > 0 && p.Shapes[0].N > 0 {
			live = p
		}
	}
	p := waitForEnd(t, r)
	if p.Err != nil || p.Kept == "" || p.Report.SeriesAt("answer_rate") == nil {
		t.Errorf("%+v", p)
	}
	if len(live.Shapes) == 0 || live.Phase != benchrun.Measuring || live.Left > time.Second || live.Shapes[0].Name != "latency" {
		t.Errorf("meanwhile: %+v", live)
	}
	p = waitForEnd(t, b.Run(bench.Job{Kind: "http", URL: server.URL + "/none", Ramp: true, Time: 100 * time.Millisecond}))
	if text := strings.Join(p.Notes, "\n"); p.Err != nil || !strings.Contains(text, "answers with status 404") || !strings.Contains(text, "/s breaks: ") {
		t.Errorf("a ramp: %v, %q", p.Err, text)
	}
}

// What Podman says of why it fails is text.
func TestScreenRunFailsInWords(t *testing.T) {
	r := newScreenRun(func() {})
	r.say("\x1b[2J")
	r.finish(nil, "", errors.New("no space\x1b[2J"))
	if p := waitForEnd(t, r); strings.Contains(p.Err.Error()+p.Notes[0], "\x1b") || !strings.HasPrefix(p.Err.Error(), "no space") {
		t.Errorf("%q, %q", p.Err, p.Notes)
	}
}
