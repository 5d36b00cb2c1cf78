package podman

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"podtop/model"
)

// A conmon is what a conmon process tells of its container. Everybody may read
// everybody's, so it names containers where no service does.
type conmon struct {
	id     model.ID
	name   string
	driver string // log driver
	uid    int
}

// conmons scans proc for conmon processes.
func conmons(proc string) []conmon {
	dirs, err := os.ReadDir(proc)
	if err != nil {
		return nil
	}
	var found []conmon
	for _, d := range dirs {
		if _, err := strconv.Atoi(d.Name()); err != nil || len(found) >= maxContainers {
			continue
		}
		if c, ok := readConmon(filepath.Join(proc, d.Name())); ok {
			found = append(found, c)
		}
	}
	return found
}

// readConmon reads a process's directory. A process that is gone, or is not
// conmon, is not ok.
func readConmon(dir string) (c conmon, ok bool) {
	comm, err := os.ReadFile(filepath.Join(dir, "comm"))
	if err != nil || string(bytes.TrimSpace(comm)) != "conmon" {
		return conmon{}, false
	}
	cmdline, err := os.ReadFile(filepath.Join(dir, "cmdline"))
	if err != nil {
		return conmon{}, false
	}
	if c, ok = parseConmon(cmdline); !ok {
		return conmon{}, false
	}
	// The directory's owner would be root for a process that may not be traced.
	status, err := os.ReadFile(filepath.Join(dir, "status"))
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
			c.name = text(value)
		case "-l", "--log-path":
			driver, _, _ := bytes.Cut(words[i+1], []byte(":"))
			c.driver = text(string(driver))
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
