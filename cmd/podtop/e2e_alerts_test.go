//go:build e2e

package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// patient is a rule that comes to pass in a test, and by itself would outlast its
// condition for half a minute.
const patient = `[threshold.cpu]
when = "cpu.limit%>=30 for 30s"
[threshold.throttled]
off = true
`

// testAlerts lets a container fail again and again, and raises the limit of one
// that is at it.
func testAlerts(t *testing.T, h *host) {
	t.Run("loop", func(t *testing.T) { h.alertsOfALoop(t) })
	t.Run("raised", func(t *testing.T) { h.alertOfARaisedLimit(t) })
}

// alertsOfALoop looks at a container that is restarted again and again for a
// while: its row does not change its mind, and it is one alert.
func (h *host) alertsOfALoop(t *testing.T) {
	b := h.run(t, h.own, "loop", []string{"--restart", "always"}, "sh", "-c", "sleep 1; exit 7")
	s := h.viewer().screen(t, 170, tall)
	s.wait(t, firstFrame)
	s.press(t, "/"+b.name+"\r")
	row := func() string {
		for line := range strings.Lines(s.text()) {
			if before, after, found := strings.Cut(line, b.name); found && strings.Trim(before, " ▸") == "" {
				return after
			}
		}
		return ""
	}
	loop := regexp.MustCompile(`↻ loop \d+x`)
	wait(t, "the row to tell of the loop", func() bool { return loop.MatchString(row()) })
	wait(t, "the alert", func() bool { return strings.Contains(s.text(), "s, last exit 7") })
	last := loop.FindString(row())
	for grown := 0; grown < 4; time.Sleep(100 * time.Millisecond) {
		is := loop.FindString(row())
		if is == "" {
			t.Fatalf("the row does not tell of the loop any more:\n%s", s.text())
		}
		if is != last {
			grown, last = grown+1, is
		}
	}
	s.press(t, "!")
	s.wait(t, "what is wrong")
	now := regexp.MustCompile(`(?m)  now .*` + regexp.QuoteMeta(b.name) + ": ")
	was := regexp.MustCompile(`(?m)\d\d:\d\d:\d\d +\d\d:\d\d:\d\d .*` + regexp.QuoteMeta(b.name) + ": ")
	if text := s.text(); len(now.FindAllString(text, -1)) != 1 || len(was.FindAllString(text, -1)) > 1 {
		t.Errorf("a loop is one alert, and one line of what was at the most:\n%s", text)
	}
	s.press(t, "\x1b")
	wait(t, "the dialog to go", func() bool { return !strings.Contains(s.text(), "what is wrong") })
	s.press(t, "E")
	s.wait(t, "what happened")
	s.press(t, "/"+b.name+" exited\r")
	head := regexp.MustCompile(`what happened +\d+ of \d+ match`)
	wait(t, "one line of the loop", func() bool {
		text := s.text()
		return head.MatchString(text) && len(s.events(b, "restart")) == 1 && strings.Contains(text, "restarted ")
	})
	s.press(t, "\r")
	s.wait(t, "restarting, ") // on its page
	s.press(t, "\x03")
	s.exit(t)
}

// alertOfARaisedLimit has podtop tell that a container is at its limit, and that
// this is over at once when the limit is raised.
func (h *host) alertOfARaisedLimit(t *testing.T) {
	b := h.run(t, h.own, "raised", []string{"--cpus", "0.1"}, "sh", "-c", busy)
	config := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(config, []byte(patient), 0o600); err != nil {
		t.Fatal(err)
	}
	s := h.viewer().screen(t, 170, tall, "--config", config)
	s.wait(t, firstFrame)
	s.press(t, "E")
	s.wait(t, "what happened")
	s.press(t, "/"+b.name+"\r")
	s.waitEvent(t, b, "alert", "CPU ")
	v := view{"own", h.own, h.changer(t)}
	v.limits(t, b, 0, "--cpus", "2", "--yes") // of which one loop uses half
	s.waitEvent(t, b, "alert", "over: CPU ")
	s.waitEvent(t, b, "limit", "CPU limit 0.1 → 2")
	after := s.clock(t, "over: CPU ").Sub(s.clock(t, "CPU limit 0.1"))
	if after < -15*time.Second || after > 15*time.Second {
		t.Errorf("the alert was over %v after the limit was raised:\n%s", after, s.text())
	}
	s.press(t, "\x03")
	s.exit(t)
}

// clock is the time in the line that has text.
func (s *screen) clock(t *testing.T, text string) time.Time {
	t.Helper()
	for line := range strings.Lines(s.text()) {
		if strings.Contains(line, text) {
			at, err := time.Parse(time.TimeOnly, regexp.MustCompile(`\d\d:\d\d:\d\d`).FindString(line))
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
	}
	t.Fatalf("there is no %q in\n%s", text, s.text())
	return time.Time{}
}
