package logs

import (
	"strings"
)

// ParseJSONFile parses a line of a json-file log, without its newline. The text
// ends in a newline, or goes on in the next line:
//
//	{"log":"hello\n","stream":"stdout","time":"2026-11-30T12:00:00.123456789Z"}
//
// It has wall time alone. The container is for the caller to add.
func ParseJSONFile(text string) (l Line, ok bool) {
	var haveLog, haveTime, haveStream bool
	scan := jsonScanner{s: text}
	for scan.begin(); scan.next(); {
		switch scan.key {
		case "log":
			var log string
			if log, haveLog = scan.value.text(); haveLog {
				message, ended := strings.CutSuffix(log, "\n")
				l.Partial = !ended
				l.keepText(message)
			}
		case "stream":
			l.Stream, haveStream = parseStream(scan.value.raw)
		case "time":
			l.Time, haveTime = parseStamp(scan.value.raw)
		}
	}
	if scan.failed || !haveLog || !haveTime || !haveStream {
		return Line{}, false
	}
	return l, true
}
