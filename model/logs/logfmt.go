package logs

import "strings"

// firstPair reports whether s begins with key=, as a line of logfmt does:
//
//	time="2026-11-30T12:00:00Z" level=info msg="it goes on" port=8080
func firstPair(s string) bool {
	n := keyLen(s)
	return n > 0 && n < len(s) && s[n] == '='
}

// maxKey is the longest key of a pair.
const maxKey = 64

// keyLen is how long the key is that s begins with.
func keyLen(s string) int {
	for i := range min(len(s), maxKey) {
		if c := s[i]; !isLetter(c) && !isDigit(c) && strings.IndexByte("_.-@/", c) < 0 {
			return i
		}
	}
	return min(len(s), maxKey)
}

func isLetter(c byte) bool { return lower(c) >= 'a' && lower(c) <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// eachPair calls visit for each key=value of s, until it returns false; a word
// without = is passed over. It reports whether all quotes are closed.
func eachPair(s string, visit func(string, jsonValue) bool) bool {
	for {
		s = strings.TrimLeft(s, " \t")
		if s == "" {
			return true
		}
		n := keyLen(s)
		if n == 0 || n == len(s) || s[n] != '=' {
			s = s[tokenLen(s):]
			continue
		}
		key := s[:n]
		scan := jsonScanner{s: s[n+1:]}
		v := jsonValue{raw: scan.s[:tokenLen(scan.s)]}
		scan.at = len(v.raw)
		if strings.HasPrefix(v.raw, `"`) {
			scan.at = 0
			var ok bool
			if v, ok = scan.readValue(); !ok {
				return false
			}
		}
		s = scan.s[scan.at:]
		if !visit(key, v) {
			return true
		}
	}
}

// tokenLen is how far it is to the next blank.
func tokenLen(s string) int {
	if n := strings.IndexAny(s, " \t"); n >= 0 {
		return n
	}
	return len(s)
}
