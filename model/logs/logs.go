// Package logs holds lines of logs as plain values, and what is worked out from
// them: whose line an entry of the journal is, the joining of partial messages,
// levels and messages of structured lines, the merge of several sources in
// order of time, filters and searches, counts for the density, and the formats
// of podtop logs.
//
// It reads no file. What it is given was written by others: every field and
// text is bounded before it is kept, and only a journal field with a leading _
// is believed, because only journald and the kernel set those. A Line's text is
// raw; it is cleaned where it is shown or printed.
package logs

import (
	"cmp"
	"strconv"
	"unicode/utf8"

	"podtop/model"
)

// MaxText is the most bytes of a line's text that are kept.
const MaxText = 256 << 10

// A Line is one line of a log.
type Line struct {
	Stamp
	Kind      Kind
	Stream    Stream
	Level     Level
	Container Container // the zero one if it is about none
	Text      string    // raw, its first MaxText bytes
	Size      uint64    // bytes of all of the text
	Partial   bool      // the text goes on in the next line of this container and stream
	Dropped   uint64    // of a Gap: how many lines journald dropped
	Claim     Claim     // of a Claimed line: what it says it is, and who says so
	Cursor    string    // the journal's name of the entry; "" if the source has none
	Parts     int       // in how many parts it came, if more than one
}

// A Container is whose line it is.
type Container struct {
	ID         model.ID
	Name       string
	UID        int // of its owner
	Generation int // counts the containers that had this name, the oldest is 0; -1 if it is not known
}

// Key is the name that a container keeps over its generations.
func (c *Container) Key() model.Key { return model.Key{UID: c.UID, Name: c.Name} }

// Label is what a container is called: by its name, its id, or as its user's.
func (c *Container) Label() string {
	if c.Name == "" && c.ID == "" {
		return "uid " + strconv.Itoa(c.UID)
	}
	return cmp.Or(c.Name, c.ID.Short())
}

// HashName is a number for a name, the same each time: it chooses the colour.
func HashName(name string) uint32 {
	const fnvOffset, fnvPrime = 2166136261, 16777619
	hash := uint32(fnvOffset)
	for i := range len(name) {
		hash = (hash ^ uint32(name[i])) * fnvPrime
	}
	return hash
}

// A Kind says what a line is.
type Kind uint8

// Kinds of lines.
const (
	Output  Kind = iota // a container wrote it
	Event               // Podman did something with the container
	Unit                // the unit that runs the container, or systemd about it
	OOM                 // the kernel killed a process of the container for want of memory
	Gap                 // journald dropped lines
	Claimed             // it says that it is one of the above, and is not
	Start               // a mark: here the container's next generation begins
	kinds
)

var kindNames = [kinds]string{"output", "event", "unit", "oom", "gap", "claim", "start"}

func (k Kind) String() string {
	if k >= kinds {
		return "unknown"
	}
	return kindNames[k]
}

// A Stream is what a container wrote to.
type Stream uint8

// Streams. The unit's lines and those of the passthrough driver have none that
// is known.
const (
	UnknownStream Stream = iota
	Stdout
	Stderr
)

func (s Stream) String() string { return [...]string{"", "stdout", "stderr"}[min(s, Stderr)] }

// IsCut reports whether l has more text than was kept.
func (l *Line) IsCut() bool { return l.Size > uint64(len(l.Text)) }

// ShownText is the text as it can be shown.
func (l *Line) ShownText() string { return Shown(l.Text) }

// setText keeps the first MaxText bytes of b, up to a whole character; of all
// there are size bytes.
func (l *Line) setText(b []byte, size uint64) {
	l.Size = max(size, uint64(len(b)))
	l.Text = string(head(b))
}

// head is the first MaxText bytes of b, up to a whole character.
func head[T string | []byte](b T) T {
	if len(b) <= MaxText {
		return b
	}
	n := MaxText
	for range utf8.UTFMax - 1 {
		if !utf8.RuneStart(b[n]) {
			n--
		}
	}
	return b[:n]
}
