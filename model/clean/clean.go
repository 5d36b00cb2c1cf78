// Package clean makes what others wrote fit for a screen, a log and a line of
// output: names, command lines, messages of containers are hostile until they
// passed here.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const maxMarks = 2 // combining marks on one letter

// Text cleans s: every blank becomes a space; what is not valid UTF-8, not
// printable or not visible becomes a question mark. That takes out control
// characters and so escape sequences, marks that turn the direction of writing,
// joiners and stacks of accents. Clean text stays as it is.
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	marks := maxMarks // none fits on nothing
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		r = stands(r, n, marks)
		marks = marked(r, marks)
		b.WriteRune(r)
	}
	return b.String()
}

// stands is what stands for a character of n bytes behind so many marks: itself,
// if it is clean.
func stands(r rune, n, marks int) rune {
	switch {
	case r == utf8.RuneError && n == 1:
		return '?'
	case unicode.IsSpace(r):
		return ' '
	case !unicode.IsPrint(r), unicode.Is(invisible, r), unicode.Is(unicode.M, r) && marks >= maxMarks:
		return '?'
	}
	return r
}

// marked is how many marks the last letter has, once r has followed.
func marked(r rune, marks int) int {
	if unicode.Is(unicode.M, r) {
		return marks + 1
	}
	return 0
}

// invisible are letters that draw nothing: the Hangul fillers and the empty
// braille cell.
var invisible = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x034f, Hi: 0x034f, Stride: 1},
	{Lo: 0x115f, Hi: 0x1160, Stride: 1},
	{Lo: 0x17b4, Hi: 0x17b5, Stride: 1},
	{Lo: 0x180b, Hi: 0x180f, Stride: 1},
	{Lo: 0x2800, Hi: 0x2800, Stride: 1},
	{Lo: 0x3164, Hi: 0x3164, Stride: 1},
	{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1},
	{Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
}, R32: []unicode.Range32{{Lo: 0xe0100, Hi: 0xe01ef, Stride: 1}}}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Head is Text of at most the first n bytes of s, up to a whole character. It
// keeps no more of s in memory than that.
func Head(s string, n int) string {
	if len(s) > n {
		for range utf8.UTFMax - 1 {
			if n > 0 && !utf8.RuneStart(s[n]) {
				n--
			}
		}
		s = strings.Clone(s[:n])
	}
	return Text(s)
}
