package kmsg

import (
	"bytes"
	"strconv"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
)

// A record is one of the log:
//
//	6,1793,23411716776,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),…
//
// facility and level, number, µs since boot, flags; then the text, up to the
// newline, and lines of properties that begin with a blank.
type record struct {
	at        time.Duration
	text      []byte
	continues bool // the text goes on where another record broke off (flag c)
}

// parseRecord parses a record that the kernel itself wrote. Those of another
// facility than 0 come from processes, which may say anything: the kernel lets
// none of them have facility 0.
func parseRecord(b []byte) (r record, ok bool) {
	head, rest, ok := bytes.Cut(b, []byte(";"))
	if !ok {
		return r, false
	}
	priority, head, _ := bytes.Cut(head, []byte(","))
	_, head, _ = bytes.Cut(head, []byte(","))
	usec, flags, _ := bytes.Cut(head, []byte(","))
	p, ok := kernel.Uint(priority).Get()
	if !ok || p > 7 {
		return r, false
	}
	at, ok := kernel.Uint(usec).Get()
	if !ok || at > 1<<52 {
		return r, false
	}
	r.at = time.Duration(at) * time.Microsecond
	r.text, _, _ = bytes.Cut(rest, []byte("\n"))
	r.continues = len(flags) > 0 && flags[0] == 'c'
	return r, true
}

// A parser puts together what the kernel says of one kill in several records:
// first who and where, then that it did so. Of more than ten kills in 5 s it
// says only the second.
//
//	oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=libpod-…,mems_allowed=0,oom_memcg=/libpod_parent/libpod-…,task_memcg=/libpod_parent/libpod-…,task=dd,pid=3330,uid=0
//	Memory cgroup out of memory: Killed process 3330 (dd) total-vm:67804kB, …
type parser struct {
	begun []byte // of an oom-kill line that is not whole
	pid   int    // whose kill was told last
}

var (
	oomKill   = []byte("oom-kill:")
	cgroupOut = []byte("Memory cgroup out of memory: Killed process ")
	hostOut   = []byte("Out of memory: Killed process ")
)

// longest is what an oom-kill line may be, put together.
const longest = 16 << 10

func (p *parser) drop() { p.begun = p.begun[:0] }

// take takes in a record; ok is true if it completes a kill of a container's
// process.
func (p *parser) take(r record) (k model.OOMKill, ok bool) {
	switch {
	case bytes.HasPrefix(r.text, oomKill):
		p.begun = append(p.begun[:0], r.text...)
	case r.continues && len(p.begun) > 0 && len(p.begun)+len(r.text) < longest:
		p.begun = append(p.begun, r.text...)
	case bytes.HasPrefix(r.text, cgroupOut):
		return p.bare(r.text[len(cgroupOut):], false)
	case bytes.HasPrefix(r.text, hostOut):
		return p.bare(r.text[len(hostOut):], true)
	default:
		return k, false
	}
	k, whole := parseKill(p.begun)
	if !whole {
		return k, false
	}
	p.drop()
	p.pid = k.PID
	return k, k.ID != ""
}

// bare is a kill of which the cgroup is not told.
func (p *parser) bare(b []byte, host bool) (k model.OOMKill, ok bool) {
	p.drop()
	digits, rest, _ := bytes.Cut(b, []byte(" ("))
	k.PID, k.Host = pidOf(digits), host
	if k.PID == 0 || k.PID == p.pid {
		p.pid = 0
		return k, false
	}
	if i := bytes.LastIndex(rest, []byte(") total-vm:")); i >= 0 {
		k.Comm = command(rest[:i])
	}
	return k, true
}

// parseKill parses an oom-kill line; whole is false if its end is missing.
//
// Names in it are others': of cpusets and cgroups whoever may make such, of
// tasks anybody. The name of a cpuset has no slash, so the first path is that
// of oom_memcg; task_memcg is in or below it; a task's name has 15 bytes.
func parseKill(b []byte) (k model.OOMKill, whole bool) {
	b, digits, ok := cutLast(b, ",uid=")
	if !ok || kernel.Uint(digits) == (model.Count{}) {
		return k, false
	}
	b, digits, ok = cutLast(b, ",pid=")
	if k.PID = pidOf(digits); !ok || k.PID == 0 {
		return k, false
	}
	b, comm, ok := cutTask(b)
	if !ok {
		return k, true
	}
	k.Comm = command(comm)
	var path []byte
	path, k.By, k.Host = memcgs(b)
	k.ID, k.UID = cgroup.Owner(string(path))
	return k, true
}

// cutLast cuts b around the last sep.
func cutLast(b []byte, sep string) (before, after []byte, ok bool) {
	i := bytes.LastIndex(b, []byte(sep))
	if i < 0 {
		return b, nil, false
	}
	return b[:i], b[i+len(sep):], true
}

// maxComm is TASK_COMM_LEN without its NUL.
const maxComm = 15

// cutTask cuts ",task=" and the task's name off the end: the first such that
// the rest can be a name.
func cutTask(b []byte) (before, comm []byte, ok bool) {
	sep := []byte(",task=")
	for from := max(0, len(b)-len(sep)-4*maxComm); ; {
		i := bytes.Index(b[from:], sep)
		if i < 0 {
			return b, nil, false
		}
		comm = b[from+i+len(sep):]
		if len(unescape(comm)) <= maxComm {
			return b[:from+i], comm, true
		}
		from += i + 1
	}
}

// memcgs are the cgroup that the task was in, and the one that was out of
// memory, "" if it was the host.
func memcgs(b []byte) (task []byte, out string, host bool) {
	limit := bytes.Index(b, []byte(",oom_memcg=/"))
	global := bytes.Index(b, []byte(",global_oom,task_memcg=/"))
	switch {
	case global >= 0 && (limit < 0 || global < limit):
		return b[global+len(",global_oom,task_memcg="):], "", true
	case limit < 0:
		return nil, "", false
	}
	b = b[limit+len(",oom_memcg="):]
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte(",task_memcg=/"))
		if i < 0 {
			return nil, "", false
		}
		by, task := b[:from+i], b[from+i+len(",task_memcg="):]
		if isBelow(task, by) {
			return task, string(by), false
		}
		from += i + 1
	}
}

// isBelow reports whether path is that of the cgroup top or of one below it.
func isBelow(path, top []byte) bool {
	rest, ok := bytes.CutPrefix(path, bytes.TrimSuffix(top, []byte("/")))
	return ok && (len(rest) == 0 || rest[0] == '/')
}

func pidOf(digits []byte) int {
	n, _ := kernel.Uint(digits).Get()
	if n > 1<<22 { // PID_MAX_LIMIT
		return 0
	}
	return int(n)
}

// command is the name of a task, clean.
func command(b []byte) string { return clean.Text(string(unescape(b))) }

// unescape undoes the kernel's \xNN, by which it writes what is no printable
// ASCII.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		if len(b) >= 4 && b[0] == '\\' && b[1] == 'x' {
			if n, err := strconv.ParseUint(string(b[2:4]), 16, 8); err == nil {
				out, b = append(out, byte(n)), b[4:]
				continue
			}
		}
		out, b = append(out, b[0]), b[1:]
	}
	return out
}
