package audit

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/clean"
)

func TestMain(m *testing.M) {
	switch os.Getenv("AUDIT_TEST") {
	case "write":
		writeMany(os.Getenv("AUDIT_FILE"), 100)
		return
	case "full":
		onFullDisk(os.Getenv("AUDIT_FILE"))
		return
	case "die":
		l := Open(os.Getenv("AUDIT_FILE"), Options{Journal: "-"})
		if _, err := l.Begin(context.Background(), pausing("web")); err != nil {
			panic(err)
		}
		_ = unix.Kill(os.Getpid(), unix.SIGKILL)
	}
	os.Exit(m.Run())
}

// again runs this test binary as another podtop.
func again(t *testing.T, what, path string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "AUDIT_TEST="+what, "AUDIT_FILE="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

func writeMany(path string, n int) {
	l := Open(path, Options{Journal: "-", Wait: time.Minute})
	for range n / 2 {
		e, err := l.Begin(context.Background(), pausing("web"))
		if err == nil {
			err = l.End(e, Done, nil)
		}
		if err != nil {
			panic(err)
		}
	}
}

func pausing(name string) model.Plan {
	return model.Plan{
		Action:  model.Action{Verb: model.Pause, Target: model.Target{ID: model.ID(strings.Repeat("a", 64)), Name: name, User: "op", UID: 1000}},
		Command: "podman pause " + name, Undo: "podman unpause " + name,
	}
}

func updating(undoes string) model.Plan {
	p := pausing("web")
	p.Action.Verb, p.Action.Undoes = model.Update, undoes
	p.Changes = []model.Change{{Field: model.FieldMemory, Old: "64M", New: "128M"}, {Field: model.FieldMemorySwap, Old: "128M", New: "256M", Implied: true}}
	p.Back = []model.Setting{{Field: model.FieldMemory, Value: clean.Of("64m")}, {Field: model.FieldCPUs, None: true}}
	return p
}

// fake is an Actor that notes what it is asked to do.
type fake struct {
	Actor
	did  int
	do   func(context.Context) error
	idle int // plans that come out without a change
}

func (f *fake) Plan(_ context.Context, a model.Action) (model.Plan, error) {
	if f.idle--; f.idle >= 0 {
		return model.Plan{Action: a}, nil
	}
	return model.Plan{Action: a, Changes: []model.Change{{Field: model.FieldMemory}}}, nil
}

func (f *fake) Do(ctx context.Context, _ model.Plan) error {
	f.did++
	if f.do == nil {
		return nil
	}
	return f.do(ctx)
}

func logPath(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "podtop", "audit.jsonl")
}

// written is a log of n lines, and the lines.
func written(t *testing.T, n int) (path string, lines []string) {
	t.Helper()
	path = logPath(t)
	writeMany(path, n)
	return path, read(t, path)
}

func read(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(strings.TrimSuffix(string(b), "\n"), "\n")
}
