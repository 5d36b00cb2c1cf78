package payload

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/actions/bench"
)

// output takes what a payload says, also of one that goes on when Run has ended.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(b)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// run runs a payload that reads tasks, and returns what it says.
func run(t *testing.T, in io.Reader, args ...string) (lines []bench.Line, code int, errs string) {
	t.Helper()
	var out output
	var bad bytes.Buffer
	code = Run(args, in, &out, &bad)
	for s := bufio.NewScanner(strings.NewReader(out.text())); s.Scan(); {
		var l bench.Line
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			t.Fatalf("%v in %q", err, s.Text())
		}
		lines = append(lines, l)
	}
	return lines, code, bad.String()
}

func TestReady(t *testing.T) {
	lines, code, _ := run(t, strings.NewReader(""), bench.ProgramReady, "30s")
	if code != 0 || len(lines) != 1 || lines[0].Event != bench.EventReady {
		t.Errorf("%d %+v", code, lines)
	}
}

// Without an end of its standard input it ends at its deadline.
func TestDeadline(t *testing.T) {
	in, _ := io.Pipe()
	began := time.Now()
	_, code, _ := run(t, in, bench.ProgramReady, "50ms")
	if took := time.Since(began); code != 0 || took < 50*time.Millisecond || took > 20*time.Second {
		t.Errorf("%d after %v", code, took)
	}
}

func TestRounds(t *testing.T) {
	lines, code, errs := run(t, strings.NewReader("1 2\n0 30\n"), bench.ProgramCPU, "1m")
	if code != 0 || len(lines) != 3 {
		t.Fatalf("%d %+v %s", code, lines, errs)
	}
	all := lines[0].Threads
	for i, want := range []bench.Line{{Threads: 1, Work: 2}, {Threads: all, Work: 30}} {
		got := lines[i+1]
		if got.Event != bench.EventRound || got.Threads != want.Threads || got.Work != want.Work || !(got.Seconds > 0) || !(got.CPU > 0) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}

func TestBadPayload(t *testing.T) {
	for _, tt := range []struct {
		args     []string
		in, want string
		code     int
	}{
		{nil, "", "wants a program: ready or cpu", 2},
		{[]string{"disk"}, "", "wants a program", 2},
		{[]string{"ready", "soon"}, "", "invalid duration", 2},
		{[]string{"cpu"}, "many\n", `no task: "many"`, 1},
		{[]string{"cpu"}, "1 -5\n", "no task", 1},
	} {
		if _, code, errs := run(t, strings.NewReader(tt.in), tt.args...); code != tt.code || !strings.Contains(errs, tt.want) {
			t.Errorf("%q: %d, %q", tt.args, code, errs)
		}
	}
}
