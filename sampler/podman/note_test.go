package podman

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"podtop/model"
)

// Who asked for a socket is sent back to that, everybody else to systemd.
func TestNoteOfASocketThatIsNotThere(t *testing.T) {
	for named, want := range map[bool]string{
		true:  "no such socket: figures go on from the cgroups; check --host or CONTAINER_HOST",
		false: "no such socket: figures go on from the cgroups; try: systemctl restart podman.socket podman.service",
	} {
		e := &engine{pace: &pace{}, Endpoint: Endpoint{Socket: "/run/nowhere.sock", Named: named, API: newService()}, err: errors.New("no such socket")}
		if n, ok := e.note(time.Now(), 0, true); !ok || !strings.HasSuffix(n.Text, want) {
			t.Errorf("named %v: %q, want %q", named, n.Text, want)
		}
	}
}

func TestEngineBeforeItAnswers(t *testing.T) {
	now := time.Now()
	refused := &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	for _, tt := range []struct {
		name            string
		api             API
		up, listed      bool
		since           time.Duration
		err             error
		waiting, absent bool
	}{
		{"just asked", newService(), false, false, time.Second, nil, true, false},
		{"asked long ago", newService(), false, false, time.Minute, nil, false, false},
		{"has not said which containers", newService(), true, false, time.Second, nil, true, false},
		{"has said it", newService(), true, true, time.Second, nil, false, false},
		{"nobody listens", newService(), false, false, time.Second, refused, false, true},
		{"no such socket", newService(), false, false, time.Second, &fs.PathError{Err: fs.ErrNotExist}, false, true},
		{"hung up", newService(), false, false, time.Second, io.EOF, false, false},
		{"asleep", nil, false, false, time.Second, nil, false, true},
	} {
		e := engine{Endpoint: Endpoint{API: tt.api}, pace: &usualPace, up: tt.up, listed: tt.listed, err: tt.err, began: now.Add(-tt.since)}
		if m := e.model(now); m.Waiting != tt.waiting || m.Absent != tt.absent {
			t.Errorf("%s: %+v", tt.name, m)
		}
	}
}

// A service that is merely slow is not to be restarted. One that was there and
// is not comes before the alerts, which may be old by it.
func TestNoteOfSilence(t *testing.T) {
	now := time.Now()
	for _, tt := range []struct {
		name         string
		silent, lost time.Duration
		up           bool
		err          error
		severity     model.Severity
		restart      bool
	}{
		{"slow", 3 * time.Second, 0, true, nil, model.Warn, false},
		{"silent", 11 * time.Second, 0, true, nil, model.Bad, true},
		{"no answer in time", 2 * time.Second, 0, false, context.DeadlineExceeded, model.Bad, true},
		{"never there", 0, 0, false, errors.New("nobody listens"), model.Warn, true},
		{"stopped", 0, time.Minute, false, errors.New("nobody listens"), model.Bad, true},
	} {
		e := &engine{pace: &usualPace, Endpoint: Endpoint{API: newService()}, up: tt.up, err: tt.err}
		if tt.silent > 0 {
			e.silent = now.Add(-tt.silent)
		}
		if tt.lost > 0 {
			e.lost = now.Add(-tt.lost)
		}
		n, ok := e.note(now, 0, true)
		if !ok || n.Severity != tt.severity || strings.Contains(n.Text, "restart podman") != tt.restart {
			t.Errorf("%s: %+v", tt.name, n)
		}
	}
}
