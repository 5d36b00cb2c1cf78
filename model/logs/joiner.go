package logs

import (
	"slices"

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
	bytes int // of text in open
	began uint64
}

// A pipe is where parts of one line come from.
type pipe struct {
	id     model.ID
	uid    int
	stream Stream
}

// An openLine is a line without its end.
type openLine struct {
	line  Line // its last part
	text  []byte
	size  uint64
	began uint64 // its place among the open lines
}

// Add takes the next line or part; ok is false if the line is not whole yet.
// When too much is open a part comes out as a line that is Partial.
func (j *Joiner) Add(l Line) (whole Line, ok bool) {
	if l.Kind != Output {
		return l, true
	}
	from := pipe{l.Container.ID, l.Container.UID, l.Stream}
	o := j.open[from]
	switch {
	case o == nil && (!l.Partial || j.isFull()):
		return l, true
	case o == nil:
		o = j.begin(from)
	}
	j.extend(o, l)
	if l.Partial && j.bytes < maxOpenBytes {
		return Line{}, false
	}
	return j.end(from, o), true
}

func (j *Joiner) isFull() bool { return len(j.open) >= maxOpen || j.bytes >= maxOpenBytes }

// Open is how many lines are not whole yet.
func (j *Joiner) Open() int { return len(j.open) }

// Flush ends the lines that are open, the one that began first before the
// others. They are Partial: their end did not come.
func (j *Joiner) Flush() []Line {
	var rest []Line
	for _, from := range j.byAge() {
		rest = append(rest, j.end(from, j.open[from]))
	}
	return rest
}

func (j *Joiner) byAge() []pipe {
	all := make([]pipe, 0, len(j.open))
	for from := range j.open {
		all = append(all, from)
	}
	slices.SortFunc(all, func(a, b pipe) int { return int(j.open[a].began) - int(j.open[b].began) })
	return all
}

func (j *Joiner) begin(from pipe) *openLine {
	if j.open == nil {
		j.open = map[pipe]*openLine{}
	}
	j.began++
	o := &openLine{began: j.began}
	j.open[from] = o
	return o
}

// extend adds a part. What is past MaxText is counted alone.
func (j *Joiner) extend(o *openLine, l Line) {
	o.size += l.Size
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
	l.Text, l.Size = string(o.text), o.size
	return l
}
