package kmsg

import (
	"bytes"
	"time"

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
