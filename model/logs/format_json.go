package logs

import (
	"strconv"
	"time"

	"podtop/model/clean"
)

// AppendJSON appends l as a JSON object and a newline. Times are in UTC, as RFC
// 3339 has them; what is not known is left out. A terminal can be shown each
// byte of it.
//
//	{"time":"2026-11-30T12:00:00.123456Z","kind":"output","name":"web","id":"01…","uid":1000,"stream":"stderr","level":"err","text":"no such file"}
func AppendJSON(b []byte, l *Line) []byte {
	o := object{b: append(b, '{')}
	if !l.Time.IsZero() {
		o.text("time", l.Time.UTC().Format(time.RFC3339Nano))
	}
	o.text("kind", l.Kind.String())
	o.textIfAny("name", l.Container.Name)
	o.textIfAny("id", string(l.Container.ID))
	if l.Container != (Container{}) {
		o.number("uid", uint64(max(0, l.Container.UID)))
	}
	o.textIfAny("stream", l.Stream.String())
	o.textIfAny("level", l.KnownLevel().String())
	o.text("text", l.Text)
	if l.IsCut() {
		o.number("size", l.Size)
	}
	if l.Partial {
		o.raw("partial", "true")
	}
	if l.Kind == Gap {
		o.number("dropped", l.Dropped)
	}
	if l.Kind == Claimed {
		o.claim(l.Claim)
	}
	o.textIfAny("cursor", l.Cursor)
	return append(o.b, "}\n"...)
}

// claim says what the line claims to be, and who wrote it, if that is known.
func (o *object) claim(c Claim) {
	o.text("claim", c.Kind.String())
	if c.UID >= 0 {
		o.number("from_uid", uint64(c.UID))
	}
}

// An object is a JSON object that is being written.
type object struct {
	b    []byte
	some bool // it has a member
}

func (o *object) key(name string) {
	if o.some {
		o.b = append(o.b, ',')
	}
	o.some = true
	o.b = append(append(append(o.b, '"'), name...), `":`...)
}

func (o *object) raw(name, value string) {
	o.key(name)
	o.b = append(o.b, value...)
}

func (o *object) number(name string, n uint64) {
	o.key(name)
	o.b = strconv.AppendUint(o.b, n, 10)
}

func (o *object) textIfAny(name, value string) {
	if value != "" {
		o.text(name, value)
	}
}

func (o *object) text(name, value string) {
	o.key(name)
	if isPlain(value) {
		o.b = append(append(append(o.b, '"'), value...), '"')
		return
	}
	b, err := clean.Marshal(value)
	if err != nil { // a string always is JSON
		b = []byte(`""`)
	}
	o.b = append(o.b, b...)
}

// isPlain reports whether s is the same in JSON and does nothing to a terminal.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
