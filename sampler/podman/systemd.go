package podman

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
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
	restarts            model.Count // NRestarts
	changed             time.Time
}

const (
	properties = "Id,LoadState,ActiveState,SubState,Result,ExecStart,ExecMainStatus,NRestarts,StateChangeTimestamp"
	maxShow    = 8 << 20 // bytes

	// timestamp is how systemctl writes times, asked in UTC.
	timestamp = "Mon 2006-01-02 15:04:05 MST"
)

// A systemd is the manager of the system, or of a user.
type systemd struct {
	uid, self int
	runDir    string // "/run"
	systemctl string
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
	return d.run(ctx, d.systemctl, append(args, units...)...)
}

// run runs a program as whose manager it is, and returns what it printed: that
// is worth more than its exit code.
func (d *systemd) run(ctx context.Context, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = []string{
		"LC_ALL=C", "TZ=UTC", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"XDG_RUNTIME_DIR=" + d.runtime(),
	}
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var err error
	if cmd.SysProcAttr.Credential, err = d.credential(); err != nil {
		return nil, err
	}
	out, complaint := &capped{left: maxShow}, &capped{left: maxText}
	cmd.Stdout, cmd.Stderr = out, complaint
	err = cmd.Run()
	switch {
	case err == nil || out.Len() > 0:
		return out.Bytes(), nil
	case ctx.Err() != nil:
		err = ctx.Err()
	case complaint.Len() > 0:
		err = errors.New(text(strings.TrimSpace(complaint.String())))
	}
	return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
}

// credential makes root ask a user's systemd as that user: it refuses root. The
// system's answers everybody.
func (d *systemd) credential() (*syscall.Credential, error) {
	if d.uid == d.self || d.uid == 0 {
		return nil, nil
	}
	u, err := user.LookupId(strconv.Itoa(d.uid))
	if err != nil {
		return nil, fmt.Errorf("looking up user %d: %w", d.uid, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("looking up the group of user %d: %w", d.uid, err)
	}
	return &syscall.Credential{Uid: uint32(d.uid), Gid: uint32(gid)}, nil
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
	lines := bufio.NewScanner(bytes.NewReader(b))
	for lines.Scan() {
		key, value, ok := strings.Cut(lines.Text(), "=")
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
		s.active = text(value)
	case "SubState":
		s.sub = text(value)
	case "Result":
		s.result = text(value)
	case "ExecMainStatus":
		s.exit, _ = strconv.Atoi(value)
	case "NRestarts":
		s.restarts = kernel.Uint([]byte(value))
	case "StateChangeTimestamp":
		s.changed, _ = time.Parse(timestamp, value)
	}
}

// capped is a buffer that forgets what goes beyond its size.
type capped struct {
	bytes.Buffer
	left int
}

func (c *capped) Write(p []byte) (int, error) {
	n := min(len(p), c.left)
	c.left -= n
	c.Buffer.Write(p[:n])
	return len(p), nil
}
