package logs

// A Level is how grave a line is. More severe levels are greater, so that
// level>=warn means what it says; syslog counts the other way round.
type Level uint8

// Levels, by syslog's names.
const (
	Unknown Level = iota
	Debug
	Info
	Notice
	Warn
	Err
	Crit
	Alert
	Emerg
	levels
)

var levelNames = [levels]string{"", "debug", "info", "notice", "warn", "err", "crit", "alert", "emerg"}

// String is the level's name; "" if it is unknown.
func (l Level) String() string { return levelNames[min(l, Emerg)] }

// LevelNames are the names of the levels, the gravest last.
func LevelNames() []string { return append([]string(nil), levelNames[Debug:]...) }

// priorityLevel is the level of a syslog priority, 0 to 7.
func priorityLevel(n uint64) Level {
	if n > 7 {
		return Unknown
	}
	return Emerg - Level(n)
}

// levelWords are the words that loggers have for levels, in small letters.
var levelWords = map[string]Level{
	"trace": Debug, "trc": Debug, "verbose": Debug, "vrb": Debug, "fine": Debug, "finer": Debug, "finest": Debug, "silly": Debug,
	"debug": Debug, "dbg": Debug, "debu": Debug, "dbug": Debug,
	"info": Info, "inf": Info, "information": Info, "informational": Info, "log": Info,
	"notice": Notice, "note": Notice,
	"warn": Warn, "wrn": Warn, "warning": Warn,
	"err": Err, "error": Err, "eror": Err, "erro": Err, "severe": Err,
	"crit": Crit, "critical": Crit, "fatal": Crit, "ftl": Crit, "fata": Crit, "panic": Crit, "pani": Crit, "pnc": Crit, "dpanic": Crit,
	"alert": Alert,
	"emerg": Emerg, "emergency": Emerg,
}

// maxLevelWord is the length of the longest of levelWords.
const maxLevelWord = 13

// ParseLevel is the level that a logger means by word, whatever its case. Of
// slog's WARN+2 the word before the sign counts.
func ParseLevel(word string) (Level, bool) {
	for i := range len(word) {
		if word[i] == '+' || word[i] == '-' {
			word = word[:i]
			break
		}
	}
	if len(word) > maxLevelWord {
		return Unknown, false
	}
	var small [maxLevelWord]byte
	for i := range len(word) {
		small[i] = lower(word[i])
	}
	l, ok := levelWords[string(small[:len(word)])]
	return l, ok
}

// lower is c as a small letter, if it is one of ASCII's.
func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
