package logs

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape undoes the escapes of JSON, and so those of logfmt.
func unescape(s string) string {
	b := make([]byte, 0, len(s))
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			return string(append(b, s...))
		}
		b = append(b, s[:i]...)
		b, s = appendEscape(b, s[i+1:])
	}
}

// appendEscape appends what the escape stands for that s begins with, behind its
// backslash, and returns what is left of s.
func appendEscape(b []byte, s string) (out []byte, rest string) {
	switch c := s[0]; c {
	case 'n':
		return append(b, '\n'), s[1:]
	case 't':
		return append(b, '\t'), s[1:]
	case 'r':
		return append(b, '\r'), s[1:]
	case 'b':
		return append(b, '\b'), s[1:]
	case 'f':
		return append(b, '\f'), s[1:]
	case 'u':
		r, ok := hexRune(s)
		if !ok {
			return append(b, `\u`...), s[1:]
		}
		s = s[5:]
		if utf16.IsSurrogate(r) {
			low, ok := hexRune(strings.TrimPrefix(s, `\`))
			if full := utf16.DecodeRune(r, low); ok && s[0] == '\\' && full != utf8.RuneError {
				return utf8.AppendRune(b, full), s[6:]
			}
		}
		return utf8.AppendRune(b, r), s
	default:
		return append(b, c), s[1:]
	}
}

// hexRune is the character of u and four hexadecimal digits.
func hexRune(s string) (rune, bool) {
	if len(s) < 5 || s[0] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:5], 16, 16)
	return rune(n), err == nil
}
