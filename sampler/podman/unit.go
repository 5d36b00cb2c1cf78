package podman

import (
	"bufio"
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
	maxFiles    = 8192      // of a directory of units
	maxUnitFile = 256 << 10 // bytes
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
// another user's: nothing but plain files of a plain size is read. Templates
// are left out, as it is their instances that run.
func quadlets(dir string) []quadlet {
	var found []quadlet
	for _, e := range files(dir, maxFiles) {
		if !e.Type().IsRegular() || !isUnit(e.Name()) || strings.HasSuffix(e.Name(), "@.service") || len(found) >= maxUnits {
			continue
		}
		f, err := os.OpenFile(filepath.Join(dir, e.Name()), os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
		if err != nil {
			continue // gone
		}
		q, ok := parseQuadlet(e.Name(), io.LimitReader(f, maxUnitFile))
		f.Close()
		if ok {
			found = append(found, q)
		}
	}
	return found
}

// files are at most n of those in a directory, in order.
func files(dir string, n int) []os.DirEntry {
	d, err := os.OpenFile(dir, os.O_RDONLY|syscall.O_DIRECTORY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil
	}
	defer d.Close()
	entries, _ := d.ReadDir(n)
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries
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
		ExitCode: s.exit, Restarts: s.restarts, Changed: s.changed,
	}
}
