package kmsg

import (
	"bytes"
	"strconv"

	"podtop/model"
	"podtop/model/clean"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
)

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
	path, k.By, k.Host = cutCgroups(b)
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

// cutCgroups cuts out the cgroup that the task was in, and the one that was out of
// memory, "" if it was the host.
func cutCgroups(b []byte) (task []byte, out string, host bool) {
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
