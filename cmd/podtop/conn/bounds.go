package conn

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Bounds of what a service answers. In memory its bytes become many more
// ("[{},{},…" a hundred times as many), so values are counted, too, and before
// they are decoded.
const (
	maxObject   = 2 << 20  // bytes of an answer that is no list
	maxList     = 64 << 20 // bytes of a list, of which only an element is kept at a time
	maxElements = 4096     // of a list
	maxElement  = 64 << 10 // bytes of one
	maxValues   = 20_000   // of an answer, or of one element
)

var errValues = fmt.Errorf("the reply holds more than %d values", maxValues)

// A counter counts the values of JSON, byte by byte.
type counter struct {
	values          int // as many as there are commas and opening brackets
	depth           int // of brackets
	quoted, escaped bool
}

func (c *counter) next(b byte) {
	switch {
	case c.escaped:
		c.escaped = false
	case b == '"':
		c.quoted = !c.quoted
	case c.quoted:
		c.escaped = b == '\\'
	case b == '[' || b == '{':
		c.depth++
		c.values++
	case b == ']' || b == '}':
		c.depth--
	case b == ',':
		c.values++
	}
}

// between reports whether the next byte belongs to no value that has begun.
func (c *counter) between() bool { return c.depth == 0 && !c.quoted }

func tooManyValues(data []byte) bool {
	var c counter
	for _, b := range data {
		c.next(b)
	}
	return c.values > maxValues
}

// elements hands the elements of a JSON array to each, one after the other;
// what each is handed is valid until it returns. It says how many it left out,
// as they are too large, too many, or each does not want them. If each wants
// none, its first error is returned.
func elements(r io.Reader, each func(element []byte) error) (left int, err error) {
	s := splitter{r: bufio.NewReaderSize(r, 32<<10)}
	if more, err := s.begin(); err != nil || !more {
		return 0, err
	}
	kept := 0
	var refused error
	for more := true; more; {
		more, err = s.next()
		switch {
		case err != nil:
			return left, err
		case !more && kept+left == 0 && s.empty():
			return 0, nil
		case s.size > maxElement, s.counter.values > maxValues, kept == maxElements:
			left++
			continue
		}
		if err := each(s.element); err != nil {
			if left++; refused == nil {
				refused = notExpected(err)
			}
			continue
		}
		kept++
	}
	if kept > 0 {
		refused = nil
	}
	return left, refused
}

// A splitter splits a JSON array.
type splitter struct {
	r       *bufio.Reader
	element []byte // its first maxElement bytes
	size    int    // all its bytes
	counter counter
}

// begin reads up to the array's bracket. Of "null" there is no more.
func (s *splitter) begin() (more bool, err error) {
	b, err := s.byte()
	for err == nil && bytes.IndexByte([]byte(" \t\r\n"), b) >= 0 {
		b, err = s.byte()
	}
	switch {
	case err != nil:
		return false, err
	case b == '[':
		return true, nil
	case b == 'n':
		return false, nil
	}
	return false, errNoArray
}

var errNoArray = errors.New("not the JSON expected: no array")

// next reads one element; there is more after it if a comma ends it.
func (s *splitter) next() (more bool, err error) {
	s.element, s.size, s.counter = s.element[:0], 0, counter{}
	for {
		b, err := s.byte()
		if err != nil {
			return false, err
		}
		if s.counter.between() && (b == ',' || b == ']') {
			return b == ',', nil
		}
		s.counter.next(b)
		if s.size++; s.size <= maxElement {
			s.element = append(s.element, b)
		}
	}
}

func (s *splitter) empty() bool { return len(bytes.TrimSpace(s.element)) == 0 }

func (s *splitter) byte() (byte, error) {
	b, err := s.r.ReadByte()
	if err == io.EOF {
		err = errCut
	}
	return b, err
}

var errCut = errors.New("not the JSON expected: it ends too early")
