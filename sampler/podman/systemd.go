package podman

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A unitState is what systemctl show says of a service.
type unitState struct {
	loaded              bool // the unit exists
	podman              bool // it starts Podman
	active, sub, result string
	exit                int         // ExecMainStatus
	notify              bool        // it is active once Podman has started its container
	begun, entered      time.Time   // when its process was started last, and when it was active last
	restarts            model.Count // NRestarts
	changed             time.Time
}

const (
	maxShow = 8 << 20 // bytes; a Child keeps no more

	properties = "Id,LoadState,ActiveState,SubState,Result,ExecStart,ExecMainStatus,NRestarts,StateChangeTimestamp,Type,ExecMainStartTimestamp,ActiveEnterTimestamp"

	// timestamp is how systemctl writes times, asked in UTC.
	timestamp = "Mon 2006-01-02 15:04:05 MST"
)

// A systemd is the manager of the system, or of a user.
type systemd struct {
	uid, self int
	runDir    string // "/run"
	child     Child
}

// generated is the directory of the units that generators made.
func (d *systemd) generated() string {
	if d.uid == 0 {
		return filepath.Join(d.runDir, "systemd/generator")
	}
	return filepath.Join(d.runtime(), "systemd/generator")
}

func (d *systemd) runtime() string { return filepath.Join(d.runDir, "user", strconv.Itoa(d.uid)) }

// show asks for the state of all units, at once.
func (d *systemd) show(ctx context.Context, units []string) (map[string]unitState, error) {
	b, err := d.ask(ctx, properties, units...)
	if err != nil {
		return nil, err
	}
	return parseShow(b), nil
}

// ask asks for properties of units.
func (d *systemd) ask(ctx context.Context, properties string, units ...string) ([]byte, error) {
	args := []string{"show", "--property=" + properties, "--"}
	if d.uid != 0 {
		args = append([]string{"--user"}, args...)
	}
	b, err := d.run(ctx, append(append([]string{"systemctl"}, args...), units...)...)
	if len(b) >= maxShow {
		return nil, fmt.Errorf("systemctl says more than %d MiB", maxShow>>20)
	}
	return b, err
}

// run runs a program as whose manager it is, and returns what it printed: that
// is worth more than its exit code. Root asks a user's systemd as that user,
// for it refuses root; the system's answers everybody.
func (d *systemd) run(ctx context.Context, args ...string) ([]byte, error) {
	as := d.uid
	if as == 0 {
		as = d.self
	}
	b, err := d.child(ctx, as, args...)
	if err == nil || len(b) > 0 {
		return b, nil
	}
	return nil, fmt.Errorf("%s: %w", args[0], err)
}

// parseShow parses the blocks of systemctl show, which an empty line parts:
//
//	Id=web.service
//	LoadState=loaded
//	ActiveState=failed
func parseShow(b []byte) map[string]unitState {
	states := map[string]unitState{}
	var id string
	var s unitState
	end := func() {
		if isUnit(id) && len(states) < maxUnits {
			states[id] = s
		}
		id, s = "", unitState{}
	}
	for line := range bytes.Lines(b) {
		key, value, ok := strings.Cut(string(bytes.TrimRight(line, "\n")), "=")
		switch {
		case !ok:
			end()
		case key == "Id":
			id = value
		default:
			s.set(key, value)
		}
	}
	end()
	return states
}

func (s *unitState) set(key, value string) {
	switch key {
	case "LoadState":
		s.loaded = value == "loaded"
	case "ExecStart": // once for each
		s.podman = s.podman || strings.Contains(value, "podman")
	case "ActiveState":
		s.active = word(value)
	case "SubState":
		s.sub = word(value)
	case "Result":
		s.result = word(value)
	case "ExecMainStatus":
		s.exit, _ = strconv.Atoi(value)
	case "NRestarts":
		s.restarts = kernel.Uint([]byte(value))
	case "StateChangeTimestamp":
		s.changed, _ = time.Parse(timestamp, value)
	case "Type":
		s.notify = value == "notify"
	case "ExecMainStartTimestamp":
		s.begun, _ = time.Parse(timestamp, value)
	case "ActiveEnterTimestamp":
		s.entered, _ = time.Parse(timestamp, value)
	}
}
