package podman

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"podtop/model/clean"
	"podtop/model/probe"
)

// A mounted is one line of /proc/PID/mountinfo.
type mounted struct {
	device string // "254:0"
	root   string // the directory of that file system
	at     string // where it is, below the process's root
	flags  string // "rw,nosuid"
	kind   string // "ext4"
	super  string // options of the file system
}

// parseMountinfo parses /proc/PID/mountinfo (proc_pid_mountinfo(5)):
//
//	78 77 254:0 /srv/web /data rw,nosuid,relatime shared:1 - ext4 /dev/vda rw,discard
func parseMountinfo(b []byte) []mounted {
	var list []mounted
	for line := range bytes.Lines(b) {
		before, after, ok := strings.Cut(string(line), " - ")
		f, g := strings.Fields(before), strings.Fields(after)
		if !ok || len(f) < 6 || len(g) < 3 {
			continue
		}
		list = append(list, mounted{
			device: f[2], root: unescape(f[3]), at: unescape(f[4]), flags: f[5],
			kind: g[0], super: unescape(g[2]),
		})
	}
	return list
}

// unescape undoes what the kernel does to blanks, newlines and backslashes:
// "\040".
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(n))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// kernelsOwn are file systems without anything to fill.
var kernelsOwn = []string{
	"proc", "sysfs", "cgroup", "cgroup2", "devpts", "mqueue", "devtmpfs", "securityfs", "debugfs", "tracefs", "bpf", "pstore", "configfs", "autofs", "binfmt_misc",
}

// isOwn reports whether a mount is one that this container was given, and not
// what every container has of the kernel and of Podman, as /etc/hosts from
// overlay-containers/ID/userdata.
func (m *mounted) isOwn() bool {
	switch {
	case m.at == "/dev/shm":
		return true
	case slices.Contains(kernelsOwn, m.kind),
		strings.HasPrefix(m.at, "/proc/"), strings.HasPrefix(m.at, "/sys/"), m.at == "/dev", strings.HasPrefix(m.at, "/dev/"):
		return false
	}
	return !strings.Contains(m.root, "-containers/") || !strings.Contains(m.root, "/userdata/")
}

// mountsOf are a container's mounts, by the mountinfo of one of its processes
// and the host's.
func mountsOf(container, host []mounted) []probe.Mount {
	var list []probe.Mount
	for i := range container {
		if m := &container[i]; m.isOwn() && len(list) < maxMounts {
			list = append(list, m.mount(host))
		}
	}
	return list
}

// maxMounts bounds the mounts of one container.
const maxMounts = 1024

// mount is m in the words of podman inspect, as far as the kernel knows them.
func (m *mounted) mount(host []mounted) probe.Mount {
	l := probe.Mount{
		Type: "bind", Destination: clean.Of(m.at), Options: text(m.flags),
		ReadOnly: m.flags == "ro" || strings.HasPrefix(m.flags, "ro,"),
	}
	switch {
	case m.kind == "tmpfs" && m.root == "/":
		l.Type, l.Options = "tmpfs", text(m.flags+","+m.super)
	case m.kind == "overlay":
		l.Type, l.Source = "overlay", clean.Of(m.option("upperdir"))
	default:
		l.Source = clean.Of(m.onHost(host))
		if name, ok := volume(m.root); ok {
			l.Type, l.Name = "volume", text(name)
		}
	}
	return l
}

// option is an option of the file system.
func (m *mounted) option(name string) string {
	for o := range strings.SplitSeq(m.super, ",") {
		if value, ok := strings.CutPrefix(o, name+"="); ok {
			return value
		}
	}
	return ""
}

// volume is the name of the volume whose directory dir is:
//
//	/var/lib/containers/storage/volumes/NAME/_data
func volume(dir string) (name string, ok bool) {
	rest, ok := strings.CutSuffix(dir, "/_data")
	if !ok {
		return "", false
	}
	parent, name := path.Split(rest)
	return name, strings.HasSuffix(parent, "/volumes/") && name != ""
}

// onHost is where the host has the same directory; "" if nowhere.
func (m *mounted) onHost(host []mounted) string {
	var best *mounted
	for i := range host {
		h := &host[i]
		if h.device == m.device && isBelow(m.root, h.root) && (best == nil || cmp.Less(len(best.root), len(h.root))) {
			best = h
		}
	}
	if best == nil {
		return ""
	}
	return path.Join(best.at, strings.TrimPrefix(m.root, best.root))
}

// isBelow reports whether path is dir or in it.
func isBelow(path, dir string) bool {
	return dir == "/" || path == dir || strings.HasPrefix(path, dir+"/")
}
