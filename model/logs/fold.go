package logs

import "unicode/utf8"

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// indexFold is where small, which is in small letters of ASCII, first stands in
// text, whatever the case there.
func indexFold[T string | []byte](text T, small string) int {
	if small == "" {
		return 0
	}
	first := small[0]
	for i := 0; i+len(small) <= len(text); i++ {
		if lower(text[i]) == first && equalFold(text[i:i+len(small)], small) {
			return i
		}
	}
	return -1
}

func equalFold[T string | []byte](text T, small string) bool {
	for i := range len(small) {
		if lower(text[i]) != small[i] {
			return false
		}
	}
	return true
}
