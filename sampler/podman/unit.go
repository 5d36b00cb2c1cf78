package podman

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"podtop/model"
)

// A quadlet is what a service that Quadlet generated says of itself.
type quadlet struct {
	unit      string // "web.service"
	container string // the name its container has
	source    string // the .container file
}

const (
	maxUnits    = 1024
	maxEntries  = 4096      // of the directory they are in
	maxUnitFile = 256 << 10 // bytes
	maxUnitsAll = 16 << 20  // bytes of all that are read in that directory
	maxUnitName = 255       // bytes, by systemd.unit(5)
)

// isUnit reports whether name can be a service's, and nothing else: it becomes
// an argument of systemctl.
func isUnit(name string) bool {
	base, ok := strings.CutSuffix(name, ".service")
	if !ok || base == "" || base[0] == '-' || len(name) > maxUnitName {
		return false
	}
	for i := range len(base) {
		c := base[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(`:-_.\@`, c) >= 0) {
			return false
		}
	}
	return true
}

// quadlets reads the services that Quadlet generated into dir, which may be
// another user's: no more than so many files are looked at, nothing but plain
// files of a plain size is read, and no more of them than so many bytes. Templates are left out, as it is their
// instances that run.
func quadlets(dir string) (found []quadlet) {
	d, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY, 0)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(maxEntries)
	slices.Sort(names)
	left := maxUnitsAll
	for _, name := range names {
		if len(found) == maxUnits || left <= 0 {
			break
		}
		if !isUnit(name) || strings.HasSuffix(name, "@.service") {
			continue
		}
		q, size, ok := readQuadlet(filepath.Join(dir, name))
		if left -= size; ok {
			found = append(found, q)
		}
	}
	return found
}

// readQuadlet reads a plain file; it may be gone, or another one since it was
// named. It says how many bytes it read.
func readQuadlet(path string) (q quadlet, size int, ok bool) {
	b, err := readPlain(path, syscall.O_NOFOLLOW, maxUnitFile)
	if err != nil {
		return q, len(b), false
	}
	q, ok = parseQuadlet(filepath.Base(path), bytes.NewReader(b))
	return q, len(b), ok
}

// parseQuadlet parses a generated service, which repeats the Quadlet file's
// own section under another name:
//
//	[X-Container]
//	ContainerName=web
//	[Unit]
//	SourcePath=/etc/containers/systemd/web.container
//
// It is ok if it comes from a .container file.
func parseQuadlet(unit string, r io.Reader) (q quadlet, ok bool) {
	q = quadlet{unit: unit, container: "systemd-%N"}
	section := ""
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxUnitFile)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			section = line
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case section == "[Unit]" && key == "SourcePath":
			q.source = strings.Clone(text(value)) // not all of its line
		case section == "[X-Container]" && key == "ContainerName" && value != "":
			q.container = value
		}
	}
	q.container = short(specifiers(unit).Replace(q.container))
	return q, strings.HasSuffix(q.source, ".container")
}

// specifiers replaces those of systemd.unit(5) that make names of containers.
func specifiers(unit string) *strings.Replacer {
	whole := strings.TrimSuffix(unit, ".service")
	prefix, instance, _ := strings.Cut(whole, "@")
	return strings.NewReplacer("%%", "%", "%n", unit, "%N", whole, "%p", prefix, "%i", instance)
}

// model is what the inventory says of a Quadlet unit in state s.
func (q *quadlet) model(s *unitState, e *Endpoint) model.Unit {
	return model.Unit{
		Name: q.unit, UID: e.UID, User: e.User, Container: q.container, Source: q.source,
		ActiveState: s.active, SubState: s.sub, Result: s.result,
		ExitCode: s.exit, Restarts: s.restarts, Changed: s.changed, StartError: s.startError(),
	}
}

// startError says that podman run could not start the unit's container, as far as
// its exit code tells why, by podman-run(1); "" if the unit was active since, or
// is to be tried again.
func (s *unitState) startError() string {
	if !s.notify || s.active != "failed" || s.begun.IsZero() || !s.entered.Before(s.begun) {
		return ""
	}
	switch s.exit {
	case 125:
		return "podman run exited with 125, an error of its own"
	case 126:
		return "podman run exited with 126, the command cannot be run"
	case 127:
		return "podman run exited with 127, no such command"
	}
	return ""
}
