package journal

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Export reads entries in the format of journalctl -o export, in which
// journalctl gives what this package cannot read itself. See
// https://systemd.io/JOURNAL_EXPORT_FORMATS.
type Export struct {
	r     *bufio.Reader
	limit func(r *Record, name string) int
}

// A Record is an entry of an Export.
type Record struct {
	Position
	Fields []Field
}

// A Field is a field of a Record: the beginning of its value, and how many bytes
// the whole value has.
type Field struct {
	Name  string
	Value []byte
	Size  uint64
}

// NewExport reads from r. Of the value of a field it keeps so many bytes as limit
// says, by the fields of its entry that came before it; below 0 the field is left
// out.
func NewExport(r io.Reader, limit func(r *Record, name string) int) *Export {
	return &Export{r: bufio.NewReaderSize(r, 32<<10), limit: limit}
}

// Field returns a field's value as far as it was kept, and how many bytes it has.
func (r *Record) Field(name string) (value []byte, size uint64, ok bool) {
	for i := len(r.Fields) - 1; i >= 0; i-- {
		if f := &r.Fields[i]; f.Name == name {
			return f.Value, f.Size, true
		}
	}
	return nil, 0, false
}

// Next returns the next entry. The error is io.EOF at the end, and
// io.ErrUnexpectedEOF if that is within an entry.
func (x *Export) Next() (r Record, err error) {
	for {
		name, text, size, err := x.line(&r)
		switch {
		case err == io.EOF && len(r.Fields) > 0, err == nil && name == "" && len(r.Fields) > 0:
			return finish(r)
		case err != nil:
			return Record{}, err
		case name == "":
			continue // empty lines between entries
		case len(r.Fields) == maxItems:
			return Record{}, fmt.Errorf("reading an exported journal: more fields in an entry than %d", maxItems)
		}
		if x.limitOf(&r, name) >= 0 {
			r.Fields = append(r.Fields, Field{name, text, size})
		}
	}
}

// finish takes the position out of the fields that journalctl adds, which begin
// with two underscores.
func finish(r Record) (Record, error) {
	kept := r.Fields[:0]
	for _, f := range r.Fields {
		if f.Name == "__CURSOR" {
			var err error
			if r.Position, err = ParseCursor(string(f.Value)); err != nil {
				return Record{}, fmt.Errorf("reading an exported journal: %w", err)
			}
		}
		if !strings.HasPrefix(f.Name, "__") {
			kept = append(kept, f)
		}
	}
	r.Fields = kept
	return r, nil
}

// line reads a field: NAME=value, or NAME and a line later its size in eight
// bytes and the value, where that has bytes which are no text. An empty line
// has no name.
func (x *Export) line(r *Record) (name string, value []byte, size uint64, err error) {
	b, err := x.r.ReadSlice('\n')
	if err == io.EOF && len(b) == 0 || err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return "", nil, 0, err
	}
	head, text, isText := bytes.Cut(bytes.TrimSuffix(b, []byte{'\n'}), []byte{'='})
	switch {
	case len(head) > maxName || (err == bufio.ErrBufferFull && !isText):
		return "", nil, 0, errors.New("reading an exported journal: a line without a field's name")
	case len(head) == 0 && !isText && err == nil:
		return "", nil, 0, nil
	case len(head) == 0:
		return "", nil, 0, errors.New("reading an exported journal: a field without a name")
	}
	name = string(head)
	limit := max(0, x.limitOf(r, name))
	if isText {
		value, size, err = x.text(text, limit, err)
	} else if err == nil {
		value, size, err = x.binary(limit)
	}
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return name, value, size, err
}

// limitOf returns how much of a field's value is kept: the cursor as a whole.
func (x *Export) limitOf(r *Record, name string) int {
	if name == "__CURSOR" {
		return 1 << 10
	}
	return x.limit(r, name)
}

// text reads the rest of a line of which begin was read; err is that of reading
// it. The first limit bytes are the value.
func (x *Export) text(begin []byte, limit int, err error) (value []byte, size uint64, _ error) {
	for {
		value = append(value, begin[:min(len(begin), limit-len(value))]...)
		size += uint64(len(begin))
		if err != bufio.ErrBufferFull {
			return value, size, err
		}
		begin, err = x.r.ReadSlice('\n')
		begin = bytes.TrimSuffix(begin, []byte{'\n'})
	}
}

// binary reads a value behind its size. The first limit bytes are the value.
func (x *Export) binary(limit int) (value []byte, size uint64, err error) {
	var head [8]byte
	if _, err := io.ReadFull(x.r, head[:]); err != nil {
		return nil, 0, err
	}
	size = binary.LittleEndian.Uint64(head[:])
	kept := min(size, uint64(limit))
	// By copying, as memory is then taken for what is there only.
	var b bytes.Buffer
	if _, err := io.CopyN(&b, x.r, int64(kept)); err != nil {
		return nil, 0, err
	}
	if size-kept > 1<<40 {
		return nil, 0, fmt.Errorf("reading an exported journal: a value of the size %d", size)
	}
	if _, err := io.CopyN(io.Discard, x.r, int64(size-kept)); err != nil {
		return nil, 0, err
	}
	end, err := x.r.ReadByte()
	if err == nil && end != '\n' {
		err = errors.New("reading an exported journal: a value goes on behind its size")
	}
	return b.Bytes(), size, err
}
