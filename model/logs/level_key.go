package logs

// levelKeys are the names that loggers have for the level, in small letters: s is
// MongoDB's.
var levelKeys = map[string]bool{
	"level": true, "lvl": true, "severity": true, "loglevel": true, "log.level": true, "log_level": true, "levelname": true, "@l": true, "s": true,
}

// messageKeys are the names that loggers have for the message; the greatest
// number counts.
var messageKeys = map[string]int{
	"msg": 9, "message": 8, "@m": 7, "renderedmessage": 6, "short_message": 5, "@mt": 4, "messagetemplate": 3, "event": 2, "text": 1,
}

// folded are the names above, by any way to write them that loggers use.
var folded = map[string]string{
	"Level": "level", "LEVEL": "level", "Severity": "severity", "SEVERITY": "severity", "LogLevel": "loglevel", "logLevel": "loglevel",
	"levelName": "levelname", "Msg": "msg", "MSG": "msg", "Message": "message", "MESSAGE": "message",
	"RenderedMessage": "renderedmessage", "MessageTemplate": "messagetemplate",
}

func foldKey(key string) string {
	if name, ok := folded[key]; ok {
		return name
	}
	return key
}

// level is the level that v means: a word; a number of bunyan and pino, 10 to 60; or
// one of syslog, 0 to 7, as GELF has it.
func (v jsonValue) level() Level {
	if l, ok := ParseLevel(v.raw); ok {
		return l
	}
	n, ok := parseUint(v.raw)
	switch {
	case !ok || n > 100:
		return v.mongoLevel()
	case n <= 7:
		return priorityLevel(n)
	case n < 10:
		return Unknown
	}
	return [...]Level{Debug, Debug, Info, Warn, Err, Crit}[min(n/10, 6)-1]
}

// mongoLevel is a level of MongoDB: F, E, W, I, D1 to D5.
func (v jsonValue) mongoLevel() Level {
	switch v.raw {
	case "F":
		return Crit
	case "E":
		return Err
	case "W":
		return Warn
	case "I":
		return Info
	case "D1", "D2", "D3", "D4", "D5":
		return Debug
	}
	return Unknown
}
