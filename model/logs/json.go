package logs

import "strings"

// A jsonScanner walks over the members of a JSON object, without decoding those
// that nobody asks for and without allocating. It does not check all that a
// decoder would: what is in nested values and between quotes is passed over.
type jsonScanner struct {
	s      string
	at     int
	key    string // of the member, raw: without its quotes
	value  jsonValue
	failed bool // it is no object, or is broken off
	ended  bool
}

// A jsonValue is a value as it was written: a string without its quotes.
type jsonValue struct {
	raw      string
	isString bool
}

// begin goes into the object.
func (j *jsonScanner) begin() {
	j.blanks()
	j.failed = !j.take('{')
	j.blanks()
	if !j.failed && j.take('}') {
		j.end()
	}
}

// next goes to the next member; false at the end.
func (j *jsonScanner) next() bool {
	if j.failed || j.ended {
		return false
	}
	j.blanks()
	key, ok := j.quoted()
	j.blanks()
	if !ok || !j.take(':') {
		j.failed = true
		return false
	}
	j.blanks()
	if j.value, ok = j.readValue(); !ok {
		j.failed = true
		return false
	}
	j.key = key
	j.blanks()
	switch {
	case j.take(','):
	case j.take('}'):
		j.end()
	default:
		j.failed = true
		return false
	}
	return !j.failed
}

// end is behind the object, where nothing else may be.
func (j *jsonScanner) end() {
	j.blanks()
	j.ended = true
	j.failed = j.at < len(j.s)
}

func (j *jsonScanner) take(c byte) bool {
	if j.at < len(j.s) && j.s[j.at] == c {
		j.at++
		return true
	}
	return false
}

func (j *jsonScanner) blanks() {
	for j.at < len(j.s) && isBlank(j.s[j.at]) {
		j.at++
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// quoted reads a string and returns what is between its quotes.
func (j *jsonScanner) quoted() (string, bool) {
	if !j.take('"') {
		return "", false
	}
	for from := j.at; ; {
		i := strings.IndexAny(j.s[j.at:], `"\`)
		if i < 0 {
			return "", false
		}
		j.at += i
		if j.s[j.at] == '"' {
			j.at++
			return j.s[from : j.at-1], true
		}
		if j.at+2 > len(j.s) {
			return "", false
		}
		j.at += 2
	}
}

// readValue reads a value; of an object or an array it finds the end.
func (j *jsonScanner) readValue() (v jsonValue, ok bool) {
	from := j.at
	if from == len(j.s) {
		return v, false
	}
	switch j.s[from] {
	case '"':
		v.raw, ok = j.quoted()
		v.isString = true
		return v, ok
	case '{', '[':
		ok = j.skipNested()
		return jsonValue{raw: j.s[from:j.at]}, ok
	}
	for j.at < len(j.s) && strings.IndexByte(",}] \t\r\n", j.s[j.at]) < 0 {
		j.at++
	}
	return jsonValue{raw: j.s[from:j.at]}, j.at > from
}

// skipNested goes behind an object or array, however deep it is.
func (j *jsonScanner) skipNested() bool {
	for depth := 0; j.at < len(j.s); {
		switch j.s[j.at] {
		case '"':
			if _, ok := j.quoted(); !ok {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if j.at++; depth == 0 {
			return true
		}
	}
	return false
}

// text is the string that v is; ok is false if it is none. It allocates only if
// something in it is escaped.
func (v jsonValue) text() (text string, ok bool) {
	if !v.isString {
		return "", false
	}
	if strings.IndexByte(v.raw, '\\') < 0 {
		return v.raw, true
	}
	return unescape(v.raw), true
}
