package audit

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// A name is never a command to a terminal that shows the log.
func TestLineIsPlainText(t *testing.T) {
	r := begun(new(pausing("\x1b[2J\u009b31mü\U0001f600\x7f\u202e\n")))
	r.Seq, r.Prev = 1, noLine
	b, err := r.line()
	check(t, err)
	if bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' || r > '~' }) {
		t.Errorf("%q", b)
	}
	if again, err := parse(b); err != nil || again.Container.Name != r.Container.Name {
		t.Errorf("%q %v", again.Container.Name, err)
	}
	r.Command = strings.Repeat("x", maxLine)
	if _, err := r.line(); err == nil {
		t.Error("a line that could not be read again")
	}
}

func TestWho(t *testing.T) {
	for text, want := range map[string]int{"1000\n": 1000, "0": 0, "4294967295": -1, "": -1, "-1": -1, "x": -1, "99999999999": -1} {
		got := parseLogin(text)
		if want < 0 && got != nil || want >= 0 && (got == nil || *got != want) {
			t.Errorf("%q: %v", text, got)
		}
	}
	for text, want := range map[string]string{
		"192.0.2.7 50122 192.0.2.1 22": "192.0.2.7:50122", "2001:db8::1 1 2 3": "[2001:db8::1]:1", "fe80::1%eth0 1 x": "[fe80::1%eth0]:1",
		"": "", "x": "", "a b c": "", "192.0.2.7 99999 x": "", "fe80::1%\x1b[2J 1 x": "",
	} {
		if got := client(func(name string) string { return map[string]string{"SSH_CLIENT": text}[name] }); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := parseStart("7 (a) b (c)) S 1 7 7 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 12345 1 2"); got != "12345" {
		t.Error(got)
	}
	w := whoami()
	if !w.isAlive() {
		t.Error("this process lives")
	}
	if w.Start += "1"; w.isAlive() {
		t.Error("another with its pid is not it")
	}
}

// sudo keeps SSH_CONNECTION from podtop; the shell before it has it.
func TestClientAbove(t *testing.T) {
	proc := t.TempDir()
	for pid, p := range map[string]struct{ parent, environ string }{
		"40": {"30", "A=b\x00PATH=/x"}, "30": {"20", "XSSH_CLIENT=192.0.2.9 1 2\x00SSH_CLIENT=192.0.2.7 50122 22\x00"}, "20": {"1", "SSH_CLIENT=192.0.2.8 1 2"},
		"50": {"50", ""}, "60": {"61", ""},
	} {
		mkdir(t, filepath.Join(proc, pid))
		write(t, filepath.Join(proc, pid, "stat"), pid+" (a) b) S "+p.parent+" 7 7", 0o600)
		write(t, filepath.Join(proc, pid, "environ"), p.environ, 0o600)
	}
	for pid, want := range map[int]string{40: "192.0.2.7:50122", 20: "192.0.2.8:1", 50: "", 60: "", 1: "", 0: "", 99: ""} {
		if got := clientAbove(proc, pid); got != want {
			t.Errorf("%d: %q, want %q", pid, got, want)
		}
	}
}
