package kmsg

import (
	"bytes"

	"podtop/model"
)

// A parser puts together what the kernel says of one kill in several records:
// first who and where, then that it did so. Of more than ten kills in 5 s it
// says only the second.
//
//	oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=libpod-…,mems_allowed=0,oom_memcg=/libpod_parent/libpod-…,task_memcg=/libpod_parent/libpod-…,task=dd,pid=3330,uid=0
//	Memory cgroup out of memory: Killed process 3330 (dd) total-vm:67804kB, …
type parser struct {
	line []byte // an oom-kill line that is not whole yet
	pid  int    // whose oom-kill line came last
}

var (
	oomKill   = []byte("oom-kill:")
	cgroupOut = []byte("Memory cgroup out of memory: Killed process ")
	hostOut   = []byte("Out of memory: Killed process ")
)

// maxLine is what an oom-kill line may be, put together.
const maxLine = 16 << 10

func (p *parser) drop() { p.line = p.line[:0] }

// add adds a record; ok is true if it completes a kill of a container's
// process.
func (p *parser) add(r record) (k model.OOMKill, ok bool) {
	switch {
	case bytes.HasPrefix(r.text, oomKill):
		p.line = append(p.line[:0], r.text...)
	case r.continues && len(p.line) > 0 && len(p.line)+len(r.text) < maxLine:
		p.line = append(p.line, r.text...)
	case bytes.HasPrefix(r.text, cgroupOut):
		return p.withoutCgroup(r.text[len(cgroupOut):], false)
	case bytes.HasPrefix(r.text, hostOut):
		return p.withoutCgroup(r.text[len(hostOut):], true)
	default:
		return k, false
	}
	k, whole := parseKill(p.line)
	if !whole {
		return k, false
	}
	p.drop()
	p.pid = k.PID
	return k, k.ID != ""
}

// withoutCgroup is a kill whose record has no cgroup.
func (p *parser) withoutCgroup(b []byte, host bool) (k model.OOMKill, ok bool) {
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
