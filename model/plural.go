package model

import "strconv"

// Plural is so many of something, in words: "1 line", "2 lines".
func Plural(n int, one, many string) string { return string(AppendPlural(nil, n, one, many)) }

// AppendPlural is Plural for what is drawn.
func AppendPlural(b []byte, n int, one, many string) []byte {
	b = append(strconv.AppendInt(b, int64(n), 10), ' ')
	if n == 1 {
		return append(b, one...)
	}
	return append(b, many...)
}

// PluralOf is Plural for a figure as it is written: what reads "1" is one.
func PluralOf(v float64, d Dimension, one, many string) string {
	text := string(AppendValue(nil, v, d))
	if text == "1" {
		return "1 " + one
	}
	return text + " " + many
}
