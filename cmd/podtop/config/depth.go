package config

import "strings"

// maxDepth is how deep tables may be in each other. podtop has four; a decoder
// of TOML takes memory by the square of it, 6 GB for the dots of one long line.
const maxDepth = 16

// tooDeep is the line of text, from 1, where tables and lists are deeper in each
// other than maxDepth, by the dots of a key and by brackets; 0 if none is. Of
// texts that are no TOML it is right up to the mistake.
func tooDeep(text string) int {
	line, dots, below := 1, 0, 0
	var open []int // of each open bracket the dots before it
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"', '\'':
			n := quotedLen(text[i:])
			line += strings.Count(text[i:i+n], "\n")
			i += n - 1
		case '#':
			if end := strings.IndexByte(text[i:], '\n'); end >= 0 {
				i += end - 1
			} else {
				return 0
			}
		case '\n':
			line, dots = line+1, 0
		case ',':
			dots = 0
		case '.':
			dots++
		case '[', '{':
			open = append(open, dots)
			below, dots = below+dots+1, 0
		case ']', '}':
			if last := len(open) - 1; last >= 0 {
				dots, open = open[last], open[:last]
				below -= dots + 1
			}
		}
		if below+dots > maxDepth {
			return line
		}
	}
	return 0
}

// quotedLen is how long the quoted text at the begin of s is, quotes and all.
func quotedLen(s string) int {
	end := s[:1]
	if strings.HasPrefix(s, strings.Repeat(end, 3)) {
		end = s[:3]
	}
	for i := len(end); i < len(s); i++ {
		switch {
		case s[i] == '\\' && end[0] == '"':
			i++
		case strings.HasPrefix(s[i:], end):
			i += len(end)
			for n := 0; n < 2 && len(end) == 3 && i < len(s) && s[i] == end[0]; n++ {
				i++ // """"a"""" is the text "a"
			}
			return i
		}
	}
	return len(s)
}
