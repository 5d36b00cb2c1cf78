package podman

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"podtop/model"
)

// What Podman 5.4, 5.8 and runc wrote.
func TestStartError(t *testing.T) {
	id := strings.Repeat("37f9", 16)
	for _, tt := range []struct {
		state        model.State
		reason, want string
	}{
		{model.Created, "", ""},
		{model.Created, "crun: executable file `/nope` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found", "exec /nope: no such file"},
		{model.Created, "crun: executable file `nope2` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found", "exec nope2: not found in $PATH"},
		{model.Created, "crun: the path `/x` is not a regular file: Operation not permitted: OCI permission denied", "the path /x is not a regular file: Operation not permitted"},
		{model.Created, `runc: runc create failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory: OCI runtime attempted to invoke a command that was not found`, "exec /nope: no such file"},
		{model.Created, `runc: runc create failed: unable to start container process: error during container init: exec: "nope": executable file not found in $PATH: OCI runtime attempted to invoke a command that was not found`, "exec nope: not found in $PATH"},
		{model.Created, `unable to start container "` + id + `": runc: runc create failed: unable to start container process: exec: "/x": permission denied: OCI permission denied`, "exec /x: permission denied"},
		{model.Created, `workdir "/nodir" does not exist on container ` + id, "workdir /nodir does not exist"},
		{model.Created, "unable to find user nobodyx: no matching entries in passwd file", "unable to find user nobodyx: no matching entries in passwd file"},
		{model.Created, "crun: \x1b[2J\n`a b`: OCI runtime error", "?[2J `a b`"},
		// What only shows that nothing was started.
		{model.Created, "you can only attach to created or running containers: container state improper", ""},
		{model.Running, "crun: executable file `/nope` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found", ""},
		{model.Exited, "crun: executable file `/x/run` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found", "exec /x/run: no such file"},
		{model.Exited, "conmon died without writing exit file, container exit code could not be retrieved", ""},
		{model.Exited, "error sending signal 9 to container: crun: kill: no such process: OCI runtime error", ""},
	} {
		if got := startError(tt.state, tt.reason); got != tt.want {
			t.Errorf("%s, %q: %q, want %q", tt.state, tt.reason, got, tt.want)
		}
	}
}

// Before 5.0 the runtime's own log is all there is.
func TestRuntimeLog(t *testing.T) {
	const line = `{"level":"error","msg":"runc create failed: unable to start container process: exec: \"/nope\": stat /nope: no such file or directory","time":"2026-11-30T12:58:18Z"}` + "\n"
	at := time.Date(2026, 11, 30, 12, 58, 18, 0, time.UTC)
	for _, tt := range []struct {
		log      string
		state    model.State
		finished time.Time
		want     string
	}{
		{"", model.Created, time.Time{}, ""},
		{line, model.Created, time.Time{}, "exec /nope: no such file"},
		{`{"level":"warning","msg":"lame"}` + "\n" + line + "{torn", model.Created, time.Time{}, "exec /nope: no such file"},
		{line, model.Running, time.Time{}, ""},
		{line, model.Exited, at.Add(-time.Minute), "exec /nope: no such file"},
		{line, model.Exited, at.Add(300 * time.Millisecond), "exec /nope: no such file"}, // the log has no parts of a second
		{line, model.Exited, at.Add(time.Minute), ""},                                    // it ran since
		{"null", model.Created, time.Time{}, ""},
	} {
		last := parseRuntimeLog([]byte(tt.log))
		if got := last.startError(tt.state, tt.finished); got != tt.want {
			t.Errorf("%q of %s: %q, want %q", tt.log, tt.state, got, tt.want)
		}
	}
	if readRuntimeLog("") != (runtimeError{}) || readRuntimeLog(t.TempDir()+"/conmon.pid") != (runtimeError{}) {
		t.Error("a log that is not there tells")
	}
}

func FuzzShortReason(f *testing.F) {
	f.Add("crun: executable file `/nope` not found: No such file or directory")
	f.Add(`runc: exec: "/nope": stat /nope: x`)
	f.Fuzz(func(t *testing.T, s string) {
		got := shortReason(text(s))
		if len(got) > maxStartError+2 || !utf8.ValidString(got) || Clean(got) != got {
			t.Errorf("%q becomes %q", s, got)
		}
	})
}

// A unit of the type notify is active once its container is started.
func TestUnitStartError(t *testing.T) {
	const failed = "Id=x.service\nLoadState=loaded\nActiveState=failed\nResult=exit-code\nType=notify\nExecMainStartTimestamp=Mon 2026-11-30 13:09:59 UTC\n"
	for show, want := range map[string]string{
		failed + "ExecMainStatus=127\nActiveEnterTimestamp=\n":                                "podman run exited with 127, no such command",
		failed + "ExecMainStatus=126\nActiveEnterTimestamp=Mon 2026-11-30 12:00:00 UTC\n":     "podman run exited with 126, the command cannot be run",
		failed + "ExecMainStatus=127\nActiveEnterTimestamp=Mon 2026-11-30 13:10:03 UTC\n":     "",
		failed + "ExecMainStatus=1\nActiveEnterTimestamp=\n":                                  "",
		failed + "ExecMainStatus=127\nActiveEnterTimestamp=\nType=oneshot\n":                  "",
		failed + "ExecMainStatus=127\nActiveEnterTimestamp=\nActiveState=activating\n":        "",
		"Id=x.service\nType=notify\nActiveState=failed\nExecMainStatus=127\nLoadState=loaded": "",
	} {
		s := parseShow([]byte(show))["x.service"]
		if got := s.startError(); got != want {
			t.Errorf("%q: %q, want %q", show, got, want)
		}
	}
}

const crunError = "crun: executable file `/nope` not found: No such file or directory: OCI runtime attempted to invoke a command that was not found"

// Of a start that fails Podman has no event: what was just created is asked about
// twice more, if it does not run by then.
func TestWhatWasJustCreatedIsAskedForAgain(t *testing.T) {
	s := newSession(newEngine(Endpoint{API: newService()}, &usualPace, func() {}, func() {}))
	for _, id := range []string{id1, id2} {
		ev := &event{Type: "container", Action: "create"}
		ev.Actor.ID = id
		s.takeEvent(t.Context(), ev)
	}
	s.containers[id2].meta.State = model.Running
	for i := range 4 {
		clear(s.dirty)
		s.askYoung()
		_, first := s.dirty[id1]
		if _, second := s.dirty[id2]; first != (i < 2) || second {
			t.Errorf("time %d: that which does not run %v, the other %v", i+1, first, second)
		}
	}
	if len(s.young) != 0 {
		t.Errorf("%d are still young", len(s.young))
	}
}

// So is what has not run for long, and had a cgroup for a moment.
func TestFailedStartIsFound(t *testing.T) {
	s := newService()
	s.put(id1, "old", "exited", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	eventually(t, "the old one is known", func() bool { return w.meta(id1).Restarts.IsKnown() })

	s.put(id1, "old", "exited", map[string]any{"State": map[string]any{"Status": "exited", "Error": crunError}})
	w.Seen([]model.Reading{{ID: id1, Runtime: model.Podman}})
	w.Seen(nil)
	eventually(t, "it could not be started", func() bool {
		return w.meta(id1).State == model.Failed && w.meta(id1).StartError == "exec /nope: no such file"
	})

	s.put(id1, "old", "running", nil)
	s.tell("start", id1, nil)
	eventually(t, "it runs", func() bool { return w.meta(id1).State == model.Running && w.meta(id1).StartError == "" })
}

// A container that ended as it should is not asked about for its cgroup's going.
func TestWhatEndedIsNotAskedForAgain(t *testing.T) {
	now := time.Now()
	e := engine{containers: map[model.ID]*container{
		id1: {meta: model.Meta{State: model.Exited, Finished: now.Add(-100 * time.Millisecond)}},
		id2: {meta: model.Meta{State: model.Exited, Finished: now.Add(-time.Minute)}},
	}}
	if got := e.unstarted(map[model.ID]time.Time{id1: now, id2: now, "other": now}); len(got) != 1 || got[0] != id2 {
		t.Errorf("it asks about %q", got)
	}
}

// The runtime's log is read where Podman keeps no error of a start.
func TestFailedStartByTheRuntimesLog(t *testing.T) {
	dir := t.TempDir()
	log := `{"level":"error","msg":"runc create failed: unable to start container process: exec: \"/nope\": stat /nope: no such file or directory","time":"2026-11-30T12:58:18Z"}`
	if err := os.WriteFile(filepath.Join(dir, "oci-log"), []byte(log), 0o600); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]bool{"4.3.1": true, "5.4.2": false} {
		e := engine{trusted: true, version: version}
		if s := newSession(&e); s.hasRuntimeLog() != want {
			t.Errorf("of Podman %s the log is read: %v, want %v", version, s.hasRuntimeLog(), want)
		}
	}
	if s := newSession(&engine{version: "4.3.1"}); s.hasRuntimeLog() {
		t.Error("another user's log is read")
	}
	var c container
	i := inspected{ID: id1, logged: readRuntimeLog(filepath.Join(dir, "conmon.pid"))}
	i.State.Status = "created"
	if c.setInspected(&i, time.Now()); c.meta.State != model.Failed || c.meta.StartError != "exec /nope: no such file" {
		t.Errorf("it is %s, %q", c.meta.State, c.meta.StartError)
	}
}
