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

// A conmon is what a conmon process shows of its container. Everybody may read
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
	maxCommand = 16 << 10
	maxStatus  = 4 << 10
	// conmonPatience is how long the command lines of all of a user's may take.
	conmonPatience = 300 * time.Millisecond
)

// A conmonScan looks for conmon processes.
type conmonScan struct {
	stuck *kernel.StuckCalls    // reads of a user's processes, by uid
	left  map[int]time.Duration // of conmonPatience
}

// conmons scans proc for conmon processes. A user one of whose processes cannot
// be read, as its memory is on a file system that hangs, has no other read.
func conmons(ctx context.Context, proc string, stuck *kernel.StuckCalls) []conmon {
	dirs, err := os.ReadDir(proc)
	if err != nil {
		return nil
	}
	scan := conmonScan{stuck, map[int]time.Duration{}}
	var found []conmon
	for _, d := range dirs {
		if _, err := strconv.Atoi(d.Name()); err != nil || len(found) >= maxContainers {
			continue
		}
		if c, ok := scan.read(ctx, filepath.Join(proc, d.Name())); ok {
			found = append(found, c)
		}
	}
	return found
}

// read reads a process's directory. A process that is gone, or is not conmon, is
// not ok.
func (s *conmonScan) read(ctx context.Context, dir string) (c conmon, ok bool) {
	comm, err := kernel.HeadAt(unix.AT_FDCWD, dir+"/comm", make([]byte, 64))
	if err != nil || string(bytes.TrimSpace(comm)) != "conmon" {
		return c, false
	}
	// The directory's owner would be root for a process that may not be traced.
	status, err := kernel.HeadAt(unix.AT_FDCWD, dir+"/status", make([]byte, maxStatus))
	if err != nil {
		return c, false
	}
	uid, err := parseUID(status)
	if err != nil {
		return c, false
	}
	c, ok = parseConmon(s.command(ctx, dir, uid))
	c.uid = uid
	return c, ok
}

// command is the command line of a process of user uid; nil if it is not to be
// had.
func (s *conmonScan) command(ctx context.Context, dir string, uid int) []byte {
	left, known := s.left[uid]
	if !known {
		left = conmonPatience
	}
	if left <= 0 {
		return nil
	}
	var words []byte
	read := func() { words, _ = kernel.HeadAt(unix.AT_FDCWD, dir+"/cmdline", make([]byte, maxCommand)) }
	began := time.Now()
	over := s.stuck.Try(ctx, strconv.Itoa(uid), left, read, func() {})
	s.left[uid] = left - time.Since(began)
	if !over {
		return nil
	}
	return words
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
