package logs

import "unicode/utf8"

// head is the first MaxText bytes of b, up to a whole character.
func head[T string | []byte](b T) T {
	if len(b) <= MaxText {
		return b
	}
	n := MaxText
	for range utf8.UTFMax - 1 {
		if !utf8.RuneStart(b[n]) {
			n--
		}
	}
	return b[:n]
}
