package main

import (
	"errors"
	"strings"
)

// splitCommand are the words of a command, as a shell would have them that knows
// nothing but blanks, quotes and backslashes.
func splitCommand(text string) (words []string, err error) {
	var word strings.Builder
	var quote rune // 0: none is open
	begun, escaped := false, false
	for _, r := range text {
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'':
			escaped, begun = true, true
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, begun = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if begun {
				words = append(words, word.String())
				word.Reset()
			}
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	switch {
	case quote != 0 || escaped:
		return nil, errors.New("a quote is not closed")
	case begun:
		words = append(words, word.String())
	}
	if len(words) == 0 {
		return nil, errors.New("it is empty")
	}
	return words, nil
}
