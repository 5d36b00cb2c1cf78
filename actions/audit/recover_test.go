package audit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTwoPodtopsKeepOneChain(t *testing.T) {
	path := logPath(t)
	a, b := again(t, "write", path), again(t, "write", path)
	check(t, a.Start())
	check(t, b.Start())
	check(t, errors.Join(a.Wait(), b.Wait()))
	if v := verify(t, path); v.Wrong != nil || v.Lines != 200 {
		t.Errorf("%+v", v)
	}
}

func TestKilledBetweenTheLines(t *testing.T) {
	path := logPath(t)
	if err := again(t, "die", path).Run(); err == nil {
		t.Fatal("it did not die")
	}
	asked := 0
	l := Open(path, Options{Journal: "-", CurrentLimits: func(_ context.Context, r Record) string {
		asked++
		return "cgroup.freeze 1 for " + r.Container.Name
	}})
	// One that is on its way here is none of them.
	open, err := l.Begin(context.Background(), pausing("app"))
	check(t, err)
	for range 2 {
		check(t, l.Recover(context.Background()))
	}
	check(t, l.End(open, Done, nil))
	events, _, err := readFile(path, 10, nil)
	check(t, err)
	if asked != 1 || len(events) != 2 || events[0].Outcome != Unknown || events[0].Current != "cgroup.freeze 1 for web" || events[0].Error == "" || events[1].Outcome != Done {
		t.Errorf("asked %d times: %+v", asked, events)
	}
	if v := verify(t, path); v.Wrong != nil || v.Lines != 4 {
		t.Errorf("%+v", v)
	}
}

// Where nobody looked before, the next change does.
func TestTheNextChangeRecovers(t *testing.T) {
	path := logPath(t)
	if err := again(t, "die", path).Run(); err == nil {
		t.Fatal("it did not die")
	}
	check(t, Audited(&fake{}, Open(path, Options{Journal: "-"})).Do(context.Background(), pausing("app")))
	lines := read(t, path)
	if len(lines) != 4 || !strings.Contains(lines[1], `"phase":"found"`) || verify(t, path).Wrong != nil {
		t.Errorf("%q", lines)
	}
}

func TestRecoverMakesNoLog(t *testing.T) {
	path := logPath(t)
	check(t, Open(path, Options{Journal: "-"}).Recover(context.Background()))
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("there is one")
	}
}

// What was written by half when the power went is taken away, which is noted.
func TestTornLine(t *testing.T) {
	path, lines := written(t, 4)
	write(t, path, strings.Join(lines, "")+"\n"+`{"seq":5,`, 0o600)
	if w := verify(t, path).Wrong; w == nil || w.Line != 5 || w.Kind != Cut {
		t.Errorf("%+v", w)
	}
	_, err := Open(path, Options{Journal: "-"}).Begin(context.Background(), pausing("web"))
	check(t, err)
	if v := verify(t, path); v.Wrong != nil || v.Lines != 5 || !strings.Contains(read(t, path)[4], `"torn":9`) {
		t.Errorf("%+v %s", v, read(t, path)[4])
	}
}
