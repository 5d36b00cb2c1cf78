package logs

import (
	"cmp"
	"slices"
	"strings"

	"podtop/model"
)

const (
	maxOpen      = 256     // lines that can be open at one time
	maxOpenBytes = 8 << 20 // of their text, from which on no line stays open
)

// A Joiner puts lines together that came in parts: conmon cuts a line that is
// longer than its buffer, and one that did not end in time. Parts of several
// containers and streams may lie between each other.
//
// A joined line has the stamp and the cursor of its last part, so the lines keep
// their order, and who goes on behind that cursor gets no part of it again.
type Joiner struct {
	open  map[pipe]*openLine
	bytes int    // of text in open
	parts uint64 // counts those of all lines
}

// A pipe is where parts of one line come from.
type pipe struct {
	id     model.ID
	uid    int
	stream Stream
}

func (l *Line) pipe() pipe { return pipe{l.Container.ID, l.Container.UID, l.Stream} }

// An openLine is a line without its end.
type openLine struct {
	line  Line // its last part
	at    int  // how many lines there were before that
	text  []byte
	size  uint64
	parts int
	began uint64 // its place among the open lines, by its first part
	moved uint64 // by its last
}

// Add takes the next line or part, and appends the lines that are whole with it.
// When too much is open a part is appended as a line that is Partial. So is what
// a container leaves open when it dies: the next run goes on with another line.
func (j *Joiner) Add(lines []Line, l Line) []Line {
	if l.isDeath() {
		lines = j.endAll(lines, l.Container)
	}
	if l.Kind != Output {
		return append(lines, l)
	}
	from := l.pipe()
	o := j.open[from]
	switch {
	case o == nil && (!l.Partial || j.isFull()):
		return append(lines, l)
	case o == nil:
		o = j.begin(from)
	}
	j.extend(o, l)
	o.at = len(lines)
	if l.Partial && j.bytes < maxOpenBytes {
		return lines
	}
	return append(lines, j.end(from, o))
}

// isDeath reports whether l says that its container ended.
func (l *Line) isDeath() bool { return l.Kind == Event && strings.HasPrefix(l.Text, "died") }

// endAll ends what a container has left open.
func (j *Joiner) endAll(lines []Line, c Container) []Line {
	for stream := range Stderr + 1 {
		from := pipe{c.ID, c.UID, stream}
		if o := j.open[from]; o != nil {
			lines = append(lines, j.end(from, o))
		}
	}
	return lines
}

func (j *Joiner) isFull() bool { return len(j.open) >= maxOpen || j.bytes >= maxOpenBytes }

// Open is how many lines are not whole yet.
func (j *Joiner) Open() int { return len(j.open) }

// Flush ends the lines that are open, and appends them, the one that began first
// before the others. They are Partial: their end did not come.
func (j *Joiner) Flush(lines []Line) []Line {
	for _, from := range j.sorted(func(o *openLine) uint64 { return o.began }) {
		lines = append(lines, j.end(from, j.open[from]))
	}
	return lines
}

// sorted are the pipes of the open lines, by a place that those have.
func (j *Joiner) sorted(place func(*openLine) uint64) []pipe {
	all := make([]pipe, 0, len(j.open))
	for from := range j.open {
		all = append(all, from)
	}
	slices.SortFunc(all, func(a, b pipe) int { return cmp.Compare(place(j.open[a]), place(j.open[b])) })
	return all
}

func (j *Joiner) begin(from pipe) *openLine {
	if j.open == nil {
		j.open = map[pipe]*openLine{}
	}
	o := &openLine{began: j.parts}
	j.open[from] = o
	return o
}

// extend adds a part. What is past MaxText is counted alone.
func (j *Joiner) extend(o *openLine, l Line) {
	j.parts++
	o.moved = j.parts
	o.size += l.Size
	o.parts += max(1, l.Parts)
	if o.size-l.Size == uint64(len(o.text)) { // else something before it is missing
		n := max(0, min(len(l.Text), MaxText-len(o.text)))
		o.text = append(o.text, l.Text[:n]...)
		j.bytes += n
	}
	l.Text = ""
	o.line = l
}

func (j *Joiner) end(from pipe, o *openLine) Line {
	delete(j.open, from)
	j.bytes -= len(o.text)
	l := o.line
	l.Text, l.Size, l.Parts = string(o.text), o.size, o.parts
	return l
}
