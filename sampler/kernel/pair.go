package kernel

import (
	"bytes"

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
