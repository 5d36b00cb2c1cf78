package kernel

import (
	"bytes"

	"podtop/model"
)

// Uint parses a decimal number; it is unknown if b is anything else or too
// large for 64 bits.
func Uint(b []byte) model.Count {
	if len(b) == 0 {
		return model.Count{}
	}
	var n uint64
	for _, c := range b {
		d := uint64(c - '0')
		if c < '0' || c > '9' || n > (1<<64-1-d)/10 {
			return model.Count{}
		}
		n = n*10 + d
	}
	return model.Known(n)
}

// Limit parses a file that says "max" or a number.
func Limit(b []byte) model.Limit {
	b = bytes.TrimSpace(b)
	if string(b) == "max" {
		return model.NoLimit
	}
	if n, ok := Uint(b).Get(); ok {
		return model.LimitOf(n)
	}
	return model.Limit{}
}

// Line cuts the first line, without its newline, off b.
func Line(b []byte) (line, rest []byte) {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i], b[i+1:]
	}
	return b, nil
}

// Field cuts the first field off a line: fields are separated by blanks.
func Field(line []byte) (field, rest []byte) {
	i := 0
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	j := i
	for j < len(line) && line[j] != ' ' && line[j] != '\t' {
		j++
	}
	return line[i:j], line[j:]
}

// Pressure parses the total= (µs) of a pressure stall file:
//
//	some avg10=0.00 avg60=0.03 avg300=0.29 total=183712
//	full avg10=0.00 avg60=0.00 avg300=0.00 total=40412
//
// A line without its newline is torn and tells nothing. See
// Documentation/accounting/psi.rst.
func Pressure(b []byte) (some, full model.Count) {
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return some, full
		}
		var field []byte
		kind, line := Field(b[:end])
		b = b[end+1:]
		for len(line) > 0 {
			field, line = Field(line)
			total, ok := bytes.CutPrefix(field, []byte("total="))
			switch {
			case !ok:
			case string(kind) == "some":
				some = Uint(total)
			case string(kind) == "full":
				full = Uint(total)
			}
		}
	}
}
