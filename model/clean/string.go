package clean

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// A String is text as others wrote it, which is opened, or sent back to them.
// Printed it is clean; as JSON it is whole, and yet all that a terminal gets of
// it is clean.
type String struct{ raw string }

// Of is a String that is raw.
func Of(raw string) String { return String{raw} }

// String is the text for people.
func (s String) String() string { return Text(s.raw) }

// Raw is the text as it was written. It is never to be shown.
func (s String) Raw() string { return s.raw }

// IsZero reports whether there is no text.
func (s String) IsZero() bool { return s.raw == "" }

// IsClean reports whether all of the text can be shown as it is.
func (s String) IsClean() bool { return Text(s.raw) == s.raw }

// MarshalJSON implements json.Marshaler.
func (s String) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(s.raw)
	return JSON(b), err
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *String) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &s.raw) }

// JSON is a JSON document that says the same as b, of which a terminal can be
// shown each byte: what Text would take out of it is escaped. encoding/json lets
// most of that through.
func JSON(b []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(b))
	marks := maxMarks
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r < 0x7f: // what is below a blank stands between the values
			out.WriteByte(byte(r))
		case stands(r, n, marks) == r:
			out.Write(b[:n])
		default:
			for _, half := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&out, `\u%04x`, half)
			}
			r = '?'
		}
		marks = marked(r, marks)
		b = b[n:]
	}
	return out.Bytes()
}

// Marshal is v as a JSON document on one line, without a newline, as JSON
// leaves it.
func Marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	if err := to.Encode(v); err != nil {
		return nil, err
	}
	return JSON(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}
