package logs

import (
	"strings"
	"testing"
)

func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		text    string
		level   Level
		message string
		fields  string
	}{
		// JSON: zap, zerolog, slog, logrus, bunyan, pino, GELF, Google, .NET, Serilog, MongoDB, ECS, structlog.
		{`{"level":"info","ts":1732.5,"caller":"a.go:1","msg":"started","port":8080}`, Info, "started", "ts=1732.5 caller=a.go:1 port=8080"},
		{`{"level":"error","error":"no \"file\"","time":"2026-11-30T12:00:00Z","message":"oh"}`, Err, "oh", `error=no "file" time=2026-11-30T12:00:00Z`},
		{`{"time":"2026-11-30T12:00:00Z","level":"WARN+2","msg":"hot","a":{"b":[1,"}"]}}`, Warn, "hot", `time=2026-11-30T12:00:00Z a={"b":[1,"}"]}`},
		{`{"level":"fatal","msg":"a\nb\u00fc\ud83d\ude00","time":"x"}`, Crit, "a\nbü😀", "time=x"},
		{`{"name":"app","hostname":"h","pid":1,"level":50,"msg":"bunyan","v":0}`, Err, "bunyan", "name=app hostname=h pid=1 v=0"},
		{`{"level":30,"time":1732000000000,"msg":"pino"}`, Info, "pino", "time=1732000000000"},
		{`{"version":"1.1","level":3,"short_message":"gelf"}`, Err, "gelf", "version=1.1"},
		{`{"severity":"NOTICE","message":"google"}`, Notice, "google", ""},
		{`{"EventId":0,"LogLevel":"Information","Message":"dotnet"}`, Info, "dotnet", "EventId=0"},
		{`{"Timestamp":"x","Level":"Warning","MessageTemplate":"m {a}","RenderedMessage":"m 1"}`, Warn, "m 1", "Timestamp=x"},
		{`{"t":{"$date":"x"},"s":"W","c":"NETWORK","id":1,"msg":"mongo"}`, Warn, "mongo", `t={"$date":"x"} c=NETWORK id=1`},
		{`{"@timestamp":"x","log.level":"debug","message":"ecs"}`, Debug, "ecs", "@timestamp=x"},
		{`{"event":"structlog","level":"critical"}`, Crit, "structlog", ""},
		{`  {"msg":"no level"}  `, Unknown, "no level", ""},
		{`{"level":"warn"}`, Warn, `{"level":"warn"}`, ""},
		{`{"level":"warn","level":"error","msg":"twice"}`, Warn, "twice", ""},
		{`{"msg":{"a":1},"message":"the text"}`, Unknown, "the text", ""},
		// logfmt
		{`time="2026-11-30T12:00:00Z" level=warning msg="it \"goes\" on" port=8080`, Warn, `it "goes" on`, "time=2026-11-30T12:00:00Z port=8080"},
		{`time=2026-11-30T12:00:00Z level=INFO msg=short a=`, Info, "short", "time=2026-11-30T12:00:00Z a="},
		{`level=error err="no such file" component=x`, Err, `level=error err="no such file" component=x`, "err=no such file component=x"},
		{`ts=1 lvl=eror msg=x stray words b=2`, Err, "x", "ts=1 b=2"},
		// text
		{"ERROR no such file", Err, "no such file", ""},
		{"WARN: no such file", Warn, "no such file", ""},
		{"error: no such file", Err, "no such file", ""},
		{"[error] no such file", Err, "no such file", ""},
		{"[WARN]: no such file", Warn, "no such file", ""},
		{"(info) x", Info, "x", ""},
		{"ERROR:root:no such file", Err, "root:no such file", ""},
		{"E1130 12:00:00.123456       1 main.go:12] no such file", Err, "no such file", ""},
		{"I0102 15:04:05.000000 1 a.go:1] on", Info, "on", ""},
		{"<3>no such file", Err, "no such file", ""},
		{"<30>x", Info, "x", ""},
		{"2026/11/30 12:00:00 [error] 29#29: *1 open() failed", Err, "29#29: *1 open() failed", ""},
		{"2026-11-30 12:00:00,123 - root - ERROR - no such file", Err, "no such file", ""},
		{"2026-11-30 12:00:00.123  INFO 1 --- [main] c.e.App : Started", Info, "1 --- [main] c.e.App : Started", ""},
		{"12:00:00.123 [main] DEBUG com.foo - msg", Debug, "com.foo - msg", ""},
		{"2026-11-30 12:00:00.123 UTC [1] FATAL:  database does not exist", Crit, "database does not exist", ""},
		{"2026-11-30 12:00:00 0 [Warning] mariadbd: x", Warn, "mariadbd: x", ""},
		{"[Mon Nov 30 12:00:00.123456 2026] [core:notice] [pid 1] AH00094", Notice, "[pid 1] AH00094", ""},
		{"[2026-11-30T12:00:00Z INFO  app] rust", Info, "app] rust", ""},
		{"2026-11-30 12:00:00.000 | WARNING  | a:b:1 - loguru", Warn, "a:b:1 - loguru", ""},
		{"\x1b[2m2026-11-30T12:00:00.1Z\x1b[0m \x1b[32m INFO\x1b[0m app: tracing", Info, "app: tracing", ""},
		{"Nov 30 12:00:00 ERROR x", Err, "x", ""},
	} {
		level, message, fields := Recognise(c.text)
		if got := fieldText(fields); level != c.level || message != c.message || got != c.fields {
			t.Errorf("%q:\ngot  %v, %q, %q\nwant %v, %q, %q", c.text, level, message, got, c.level, c.message, c.fields)
		}
		if l := LevelOf(c.text); l != c.level {
			t.Errorf("%q: LevelOf is %v", c.text, l)
		}
	}
}

func fieldText(f Fields) string {
	var pairs []string
	for name, value := range f.All() {
		pairs = append(pairs, name+"="+value)
	}
	return strings.Join(pairs, " ")
}

// neither are lines that no logger gave a level or a message.
var neither = []string{
	"", " ", "hello", "error while opening", "an ERROR here", "info", "3 ERROR lines", "errors: none", "a=b c=d", "level=high water=3", "x level=info",
	`{"a":1}`, `{"level":"high"}`, `{"level":9}`, `{"level":-1}`, `{"level":"info"`, `{"level":"info"} x`, `{level:info}`, "{}", "{", "[]", `{"a":"\`,
	`level=info msg="open`, "<999>x", "<>x", "<3", "<a>x", "E113", "E11x0 12:00:00.123456 1 a.go:1] x", "X1130 12:00:00.123456 1 a.go:1] x",
	"2026-11-30 12:00:00 the first word of many is not one of ERROR", "http://a/b", "GET /error HTTP/1.1", "\x1b[31mred\x1b[0m", "\x1b[", "\x1b",
	`127.0.0.1 - - [30/Nov/2026:12:00:00 +0000] "GET / HTTP/1.1" 200 5`,
}

func TestRecogniseNeither(t *testing.T) {
	for _, text := range neither {
		if level, message, fields := Recognise(text); level != Unknown || message != text || fieldText(fields) != "" {
			t.Errorf("%q: %v, %q, %q", text, level, message, fieldText(fields))
		}
	}
}

func TestRecogniseAllocatesNothing(t *testing.T) {
	lines := append([]string{
		`{"level":"info","ts":1732.5,"msg":"started","port":8080}`, "2026/11/30 12:00:00 [error] 29#29: x", `level=info msg="a b"`,
	}, neither...)
	for _, text := range lines {
		if n := testing.AllocsPerRun(20, func() { Recognise(text); LevelOf(text) }); n != 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
	escaped := `{"level":"info","msg":"a\nb"}`
	if n := testing.AllocsPerRun(20, func() { LevelOf(escaped) }); n != 0 {
		t.Errorf("%q: LevelOf has %v allocations", escaped, n)
	}
}

func FuzzRecognise(f *testing.F) {
	for _, s := range append([]string{
		`{"level":"info","msg":"a\u00fcb"}`, `level=info msg="a\"b"`, "E1130 12:00:00.123456 1 a.go:1] x", "<3>x", "2026-11-30 [a:b] ERROR",
	}, neither...) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		level, message, fields := Recognise(text)
		if l := LevelOf(text); l != level {
			t.Errorf("%q: %v and %v", text, level, l)
		}
		if len(message) > len(text) || level >= levels {
			t.Errorf("%q: %v %q", text, level, message)
		}
		fieldText(fields)
	})
}

func BenchmarkRecognise(b *testing.B) {
	for name, text := range map[string]string{
		"json":   `{"level":"info","ts":"2026-11-30T12:00:00Z","caller":"server/handler.go:128","msg":"request served","status":200,"path":"/api/v1/things","took":"1.3ms"}`,
		"logfmt": `time="2026-11-30T12:00:00Z" level=info msg="request served" status=200 path=/api/v1/things took=1.3ms`,
		"prefix": "2026-11-30 12:00:00,123 - root - ERROR - no such file or directory: /var/lib/things",
		"access": `127.0.0.1 - - [30/Nov/2026:12:00:00 +0000] "GET /index.html HTTP/1.1" 200 512 "-" "curl/8.14.1"`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				LevelOf(text)
			}
		})
	}
}
