package kernel

import (
	"bytes"

	"golang.org/x/sys/unix"

	"podtop/model"
)

// Pair cuts the first "key value" line off b: the format of cpu.stat,
// memory.stat, memory.events and cgroup.events.
//
//	usage_usec 512345
//	user_usec 301222
//
// The key is nil once there is no whole line left: one without its newline is
// torn, and half a number is worse than none.
func Pair(b []byte) (key []byte, value model.Count, rest []byte) {
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		return nil, model.Count{}, nil
	}
	line := b[:end]
	blank := bytes.IndexByte(line, ' ')
	if blank < 0 {
		return line, model.Count{}, b[end+1:]
	}
	return line[:blank], Uint(line[blank+1:]), b[end+1:]
}

// Number parses a file that holds one number and nothing else.
func Number(b []byte) model.Count { return Uint(bytes.TrimSpace(b)) }

// ReadOnce opens path, reads it into buf and closes it, for what is read too
// seldom to keep a descriptor. Its errors are those of File.Read.
func ReadOnce(path string, buf []byte) ([]byte, error) {
	f := File{dir: unix.AT_FDCWD, path: path, fd: -1}
	return f.Read(buf)
}
