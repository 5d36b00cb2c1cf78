package logs

import "strings"

// cutLevel cuts the level off that stands before a message, with the time and
// whatever else stands before it:
//
//	ERROR no such file          [error] no such file        WARN: no such file
//	<3>no such file             E1130 12:00:00.123456 1 main.go:12] no such file
//	2026/11/30 12:00:00 [error] 29#29: no such file
//	2026-11-30 12:00:00,123 - root - ERROR - no such file
func cutLevel(text string) (level Level, message string) {
	if level, message = cutPriority(text); level != Unknown {
		return level, message
	}
	if level, message = cutKlog(text); level != Unknown {
		return level, message
	}
	const near = 6 // words in which the level is looked for behind a time
	timed := false
	rest := text
	for range near {
		var word string
		word, rest = cutWord(rest)
		switch {
		case word == "":
			return Unknown, text
		case isTimeWord(word, timed):
			timed = true
			continue
		}
		if level := wordLevel(word); level != Unknown {
			return level, behindLevel(word, rest)
		}
		if !timed {
			break
		}
	}
	return Unknown, text
}

// cutPriority cuts a syslog priority off: <3>.
func cutPriority(text string) (Level, string) {
	rest, ok := strings.CutPrefix(text, "<")
	end := strings.IndexByte(rest[:min(len(rest), 4)], '>')
	if !ok || end < 0 {
		return Unknown, ""
	}
	n, ok := parseUint(rest[:end])
	if !ok || n > 191 { // facility 23, level 7
		return Unknown, ""
	}
	return priorityLevel(n & 7), rest[end+1:]
}

// cutKlog cuts the head of Kubernetes' klog off: the letter of the level, month
// and day, time, thread, place.
func cutKlog(text string) (Level, string) {
	if len(text) < 20 || text[5] != ' ' || text[8] != ':' || strings.Trim(text[1:5], "0123456789") != "" {
		return Unknown, ""
	}
	var level Level
	switch text[0] {
	case 'I':
		level = Info
	case 'W':
		level = Warn
	case 'E':
		level = Err
	case 'F':
		level = Crit
	}
	_, message, ok := strings.Cut(text, "] ")
	if !ok {
		return Unknown, ""
	}
	return level, message
}

// cutWord cuts the first word off, with the colours before it.
func cutWord(s string) (word, rest string) {
	s = skipColours(s)
	if n := strings.IndexAny(s, " \t\x1b"); n >= 0 {
		return s[:n], s[n:]
	}
	return s, ""
}

// skipColours goes behind blanks and SGR sequences, which loggers write on what
// they take for a terminal.
func skipColours(s string) string {
	for {
		s = strings.TrimLeft(s, " \t")
		inner, ok := strings.CutPrefix(s, "\x1b[")
		if !ok {
			return s
		}
		inner = strings.TrimLeft(inner, "0123456789;")
		if s, ok = strings.CutPrefix(inner, "m"); !ok {
			return inner
		}
	}
}

// timeWords are the words of times, beside figures.
const timeWords = " UTC GMT CET CEST AM PM Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec "

// isTimeWord reports whether a word can be part of a time: figures with what
// stands between them, or the name of a day or month. Figures alone can only be
// so behind another part.
func isTimeWord(word string, timed bool) bool {
	word = strings.Trim(word, "[](),")
	if word == "" {
		return false
	}
	if !isDigit(word[0]) {
		return len(word) <= 4 && isLetter(word[0]) && strings.Contains(timeWords, " "+word+" ")
	}
	return strings.Trim(word, "0123456789-/:.,+TZ") == "" && (timed || strings.ContainsAny(word, "-/:."))
}

// wordLevel is the level that a word alone means: in brackets or before a colon
// whatever its case, else in capitals. A word of a sentence is no level.
func wordLevel(word string) Level {
	inner := strings.TrimRight(word, ":")
	if n := len(inner); n > 2 && (inner[0] == '[' && inner[n-1] == ']' || inner[0] == '(' && inner[n-1] == ')') {
		inner = inner[1 : n-1]
		level, _ := ParseLevel(inner[strings.LastIndexByte(inner, ':')+1:]) // Apache has [core:error]
		return level
	}
	name, _, colon := strings.Cut(word, ":") // Python has ERROR:root:message
	if level, ok := ParseLevel(name); ok && (colon || isCapitals(name)) {
		return level
	}
	return Unknown
}

func isCapitals(word string) bool {
	for i := range len(word) {
		if word[i] < 'A' || word[i] > 'Z' {
			return false
		}
	}
	return word != ""
}

// behindLevel is the message behind the word with the level.
func behindLevel(word, rest string) string {
	if name, more, ok := strings.Cut(word, ":"); ok && more != "" && isCapitals(name) {
		return more + rest
	}
	return strings.TrimLeft(skipColours(rest), " \t|-:")
}
