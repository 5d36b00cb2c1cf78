package podman

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A conmon is what a conmon process tells of its container. Everybody may read
// everybody's, so it names containers where no service does.
type conmon struct {
	id     model.ID
	name   string
	driver string // log driver
	uid    int
}

// Bounds of what is read of a process that calls itself conmon: any can. The
// words that matter are conmon's first.
const (
	maxCommand     = 16 << 10
	maxStatus      = 4 << 10
	conmonPatience = 100 * time.Millisecond
)

// conmons scans proc for conmon processes. One whose memory the kernel cannot
// read, as it waits for a file system that hangs, is left to hangs.
func conmons(ctx context.Context, proc string, hangs *kernel.Hangs) []conmon {
	dirs, err := os.ReadDir(proc)
	if err != nil {
		return nil
	}
	var found []conmon
	for _, d := range dirs {
		if _, err := strconv.Atoi(d.Name()); err != nil || len(found) >= maxContainers {
			continue
		}
		if c, ok := readConmon(ctx, filepath.Join(proc, d.Name()), hangs); ok {
			found = append(found, c)
		}
	}
	return found
}

// readConmon reads a process's directory. A process that is gone, or is not
// conmon, is not ok.
func readConmon(ctx context.Context, dir string, hangs *kernel.Hangs) (c conmon, ok bool) {
	var name [64]byte
	comm, err := kernel.HeadAt(unix.AT_FDCWD, dir+"/comm", name[:])
	if err != nil || string(bytes.TrimSpace(comm)) != "conmon" {
		return conmon{}, false
	}
	var cmdline []byte
	read := func() { cmdline, err = kernel.HeadAt(unix.AT_FDCWD, dir+"/cmdline", make([]byte, maxCommand)) }
	if !hangs.Try(ctx, dir, conmonPatience, read, func() {}) || err != nil {
		return conmon{}, false
	}
	if c, ok = parseConmon(cmdline); !ok {
		return conmon{}, false
	}
	// The directory's owner would be root for a process that may not be traced.
	status, err := kernel.HeadAt(unix.AT_FDCWD, dir+"/status", make([]byte, maxStatus))
	if err != nil {
		return conmon{}, false
	}
	c.uid, err = parseUID(status)
	return c, err == nil
}

// parseConmon parses conmon's command line, whose words end in NUL:
//
//	/usr/bin/conmon --api-version 1 -c 73536f… -u 73536f… -r /usr/bin/runc … -n web … -l journald …
//
// Podman writes each option and its value as two words. What follows the first
// --exit-command is another program's.
func parseConmon(cmdline []byte) (c conmon, ok bool) {
	words := bytes.Split(cmdline, []byte{0})
	for i := 1; i+1 < len(words) && string(words[i]) != "--exit-command"; i++ {
		value := string(words[i+1])
		switch string(words[i]) {
		case "-c", "--cid":
			if isID(value) {
				c.id = model.ID(value)
			}
		case "-n", "--name":
			c.name = short(value)
		case "-l", "--log-path":
			driver, _, _ := bytes.Cut(words[i+1], []byte(":"))
			c.driver = word(string(driver))
		default:
			continue
		}
		i++
	}
	return c, c.id != ""
}

// parseUID parses the effective uid in /proc/PID/status (proc_pid_status(5)):
//
//	Uid:	1000	1000	1000	1000
func parseUID(status []byte) (int, error) {
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte("Uid:")); ok {
			if fields := bytes.Fields(rest); len(fields) == 4 {
				return strconv.Atoi(string(fields[1]))
			}
		}
	}
	return 0, fmt.Errorf("no Uid line in a process's status")
}

func (c *conmon) meta(username func(uid int) string) model.Meta {
	return model.Meta{
		ID: c.id, Name: c.name, UID: c.uid, User: username(c.uid),
		Source: model.FromConmon, LogDriver: c.driver,
	}
}
