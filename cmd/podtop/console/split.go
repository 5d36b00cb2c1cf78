package console

import (
	"bytes"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// Marks of a paste, as terminals put them.
const pasteBegins, pasteEnds = "\x1b[200~", "\x1b[201~"

// Bounds of what belongs together: a terminal's answer, and a paste. A filter
// takes a thousand characters of that.
const (
	longestKey   = 4 << 10
	longestPaste = 64 << 10
)

// ctrlC is ctrl+c as a terminal types it without any protocol.
const ctrlC = 0x03

// A splitter cuts what is typed into keys, answers and pastes, each of which is
// kept as a whole or not at all.
type splitter struct {
	state state
	rest  int    // bytes that are still to come, where it is known how many
	key   []byte // so far
	long  bool   // more of it came than is kept
}

// A state is what a splitter is in the middle of.
type state int

const (
	ground  state = iota
	runes         // of a character in UTF-8
	escape        // after ESC
	command       // after ESC [
	counted       // of a command with so many bytes behind it
	text          // an answer that ends in BEL or ESC \
	textEnd       // after ESC in it
	paste
)

// add takes one byte, and calls give with each key that it ends.
func (s *splitter) add(b byte, give func([]byte)) {
	s.breakOff(b)
	if limit := s.limit(); len(s.key) < limit {
		s.key = append(s.key, b)
	} else {
		s.long = true
		if s.state == paste { // its end is to be seen
			copy(s.key[limit-len(pasteEnds):], s.key[limit-len(pasteEnds)+1:])
			s.key[limit-1] = b
		}
	}
	if s.state = s.next(b); s.state == ground {
		s.end(give)
	}
}

// breakOff forgets what was begun if b is no part of it, but begins something new.
func (s *splitter) breakOff(b byte) {
	switch {
	case b == ctrlC && (s.state != paste || s.long),
		s.state == runes && b&0xc0 != 0x80,
		s.state == command && (b < 0x20 || b > 0x7e):
		s.state = ground
	case s.state == textEnd && b != '\\':
		s.state, s.key, s.long = escape, append(s.key[:0], '\x1b'), false
	}
	if s.state == ground {
		s.key, s.long = s.key[:0], false
	}
}

func (s *splitter) limit() int {
	if s.state == paste {
		return longestPaste
	}
	return longestKey
}

// next is the state after b.
func (s *splitter) next(b byte) state {
	switch s.state {
	case escape:
		return s.afterEscape(b)
	case command:
		return s.inCommand(b)
	case runes, counted:
		if s.rest--; s.rest > 0 {
			return s.state
		}
		return ground
	case text:
		switch b {
		case '\a', 0x18, 0x1a:
			return ground
		case '\x1b':
			return textEnd
		}
		return text
	case paste:
		if bytes.HasSuffix(s.key, []byte(pasteEnds)) {
			return ground
		}
		return paste
	case textEnd:
		return ground
	}
	return s.afterGround(b)
}

func (s *splitter) afterGround(b byte) state {
	switch {
	case b == '\x1b':
		return escape
	case b >= 0xc2 && b < 0xf5:
		s.rest = 1
		if b >= 0xe0 {
			s.rest++
		}
		if b >= 0xf0 {
			s.rest++
		}
		return runes
	}
	return ground
}

func (s *splitter) afterEscape(b byte) state {
	switch b {
	case '[':
		return command
	case 'O':
		s.rest = 1
		return counted
	case ']', 'P', 'X', '^', '_':
		return text
	case '\x1b':
		return escape
	}
	return s.afterGround(b)
}

func (s *splitter) inCommand(b byte) state {
	first := len(s.key) == len("\x1b[")+1
	switch {
	case b < 0x40:
		return command
	case first && b == 'M': // a mouse, as terminals without SGR report it
		s.rest = 3
		return counted
	case first && b == '[': // a function key of the Linux console
		s.rest = 1
		return counted
	case string(s.key) == pasteBegins:
		return paste
	}
	return ground
}

// end gives a key that is complete.
func (s *splitter) end(give func([]byte)) {
	switch {
	case bytes.HasPrefix(s.key, []byte(pasteBegins)):
		give(pasted(s.key))
	case !s.long && known(s.key):
		give(s.key)
	}
}

// pause is to be called when nothing has come for a while: what looked like the
// beginning of something was a key.
func (s *splitter) pause(give func([]byte)) {
	if !s.open() {
		return
	}
	s.state = ground
	if string(s.key) == "\x1b" {
		s.key = append(s.key, "[27u"...) // the same key, in a way that bubbletea need not wait for more of
	}
	s.end(give)
}

// open reports whether more has to come soon.
func (s *splitter) open() bool { return s.state != ground && s.state != paste }

// cut takes what one read has brought, and calls give with each key that it ends.
// A ctrl+c that comes alone was pressed, even if the paste before it has no end.
func (s *splitter) cut(b []byte, give func([]byte)) {
	if len(b) == 1 && b[0] == ctrlC {
		s.state = ground
	}
	for _, c := range b {
		s.add(c, give)
	}
}

// known reports whether a key is anything. What is not would have bubbletea wait
// for more of it, and take in without a bound what comes meanwhile.
func known(key []byte) bool {
	var decoder uv.EventDecoder
	for len(key) > 0 {
		n, event := decoder.Decode(key)
		if _, unknown := event.(uv.UnknownEvent); unknown {
			return false
		}
		key = key[n:]
	}
	return true
}

// pasted is a paste without what would have bubbletea miss its end.
func pasted(key []byte) []byte {
	body := bytes.TrimSuffix(key[len(pasteBegins):], []byte(pasteEnds))
	for cut := range utf8.UTFMax { // a long one may end amid a character
		if end := len(body) - cut; end > 0 && utf8.RuneStart(body[end-1]) && !utf8.FullRune(body[end-1:]) {
			body = body[:end-1]
			break
		}
	}
	body = bytes.ReplaceAll(bytes.ToValidUTF8(body, nil), []byte{'\x1b'}, nil)
	return append(append([]byte(pasteBegins), body...), pasteEnds...)
}

// isQuit reports whether a key is ctrl+c, however the terminal types it.
func isQuit(key []byte) bool {
	if key[0] != ctrlC && len(key) <= 2 {
		return false
	}
	_, event := new(uv.EventDecoder).Decode(key)
	press, ok := event.(uv.KeyPressEvent)
	return ok && press.String() == "ctrl+c"
}
