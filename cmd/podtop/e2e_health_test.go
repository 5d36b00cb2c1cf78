//go:build e2e

package main_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// A checkRecord is State.Health of podman inspect.
type checkRecord struct {
	Status        string
	FailingStreak int
	Log           []struct{ Start, End time.Time }
}

func (b *box) health(t *testing.T) (r checkRecord) {
	t.Helper()
	if err := json.Unmarshal([]byte(b.inspect(t, "{{json .State.Health}}")), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// check has the health of b checked n times, whatever comes of it.
func (b *box) check(n int) {
	for range n {
		_ = b.command("healthcheck", "run", b.name).Run() // it fails if the check does
	}
}

// checkedBox runs a container whose check fails while there is no /tmp/well, and
// is run by hand alone.
func (h *host) checkedBox(t *testing.T, name string, flags ...string) *box {
	t.Helper()
	return h.run(t, h.own, name, append([]string{
		"--health-cmd", "test -e /tmp/well || { echo gone away; exit 7; }", "--health-interval", "disable", "--health-retries", "3",
	}, flags...), idle...)
}

// saysTime reports whether line has that time of today, or one a little later:
// the event of a check comes after its end.
func saysTime(line string, from time.Time) bool {
	for d := range 6 {
		if strings.Contains(line, at(from.Add(time.Duration(d)*time.Second))) {
			return true
		}
	}
	return false
}

// at is how the screen writes a time of today.
func at(t time.Time) string { return t.Local().Format(time.TimeOnly) }

// testHealth has containers checked before podtop comes, and while it looks: it
// tells how they stand, since when by the log of checks, and no event of its own.
func testHealth(t *testing.T, h *host) {
	sick := h.checkedBox(t, "sick")
	sick.check(4)
	young := h.checkedBox(t, "young")
	late := h.lateBox(t)
	time.Sleep(2 * time.Second) // what is learned later than this is learned late
	s := h.viewer().screen(t, 160, 50)
	s.wait(t, sick.name)
	s.press(t, "/"+h.prefix+"\r")
	began := sick.health(t).Log[0].Start
	s.alertSince(t, sick, began)

	s.goTo(t, sick.name)
	s.toHealth(t)
	turned := sick.health(t).Log[2].End
	wait(t, "the tab to say since when", func() bool { return s.words("status", "status unhealthy since "+at(turned)) })
	s.wait(t, "running, unhealthy")
	s.press(t, "q")
	s.wait(t, "NAME")

	s.goTo(t, young.name)
	s.wait(t, "running, health: starting")
	s.press(t, "C")
	s.wait(t, "run the health check of "+young.name+"?")
	s.press(t, "y")
	s.wait(t, "the health check of "+young.name+" ran and failed with 1: gone away")
	s.press(t, "\x1b") // which leaves the message
	wait(t, "the message to leave", func() bool { return s.line("ran and failed") == "" })
	young.check(2)
	s.wait(t, "running, unhealthy")
	s.press(t, "q")
	s.wait(t, "NAME")
	log := young.health(t).Log
	s.alertSince(t, young, log[0].Start, log[2].End) // the event of Podman 5 tells the latter, a little later the log the former

	s.goTo(t, late.name)
	s.toHealth(t)
	s.wait(t, "a check was due at ")
	want := "its timer is missing, systemd has no " + late.id[:12]
	if !booted() {
		want = "without systemd nothing runs its checks but: podman healthcheck run " + late.name
	}
	wait(t, "why no check comes", func() bool {
		return strings.Contains(s.beside(), want)
	})
	s.press(t, "q")
	s.wait(t, "NAME")

	s.press(t, "E")
	s.wait(t, "what happened")
	s.waitEvent(t, young, "health", "unhealthy")
	if got := s.events(young, "health"); len(got) != 1 {
		t.Errorf("%s was told %q", young.name, got)
	}
	if line := s.eventLine(young, "health"); !saysTime(line, young.health(t).Log[2].End) {
		t.Errorf("it turned unhealthy at %s: %s", at(young.health(t).Log[2].End), line)
	}
	if got := s.events(sick, "health"); len(got) > 0 {
		t.Errorf("%s was unhealthy before podtop came, and is told %q", sick.name, got)
	}
	s.press(t, "qq")
	s.exit(t)
}

// toHealth turns to the tab of that name, which has these words alone.
func (s *screen) toHealth(t *testing.T) {
	t.Helper()
	wait(t, "the tab Health", func() bool {
		if s.line("how often") != "" {
			return true
		}
		s.press(t, "]")
		time.Sleep(time.Second)
		return false
	})
}

// beside is what stands beside the graphs, in one line.
func (s *screen) beside() string {
	var words []string
	for line := range strings.Lines(s.text()) {
		if _, tab, ok := strings.Cut(line, "│"); ok {
			words = append(words, strings.Fields(tab)...)
		}
	}
	return strings.Join(words, " ")
}

// lateBox runs a container whose checks do not come, though they should.
func (h *host) lateBox(t *testing.T) *box {
	t.Helper()
	b := h.run(t, h.own, "late", []string{"--health-cmd", "true", "--health-interval", "5s", "--health-timeout", "1s"}, idle...)
	if booted() {
		systemctl(t, "stop", b.id+"*.timer")
	}
	return b
}

// booted reports whether systemd runs the machine.
func booted() bool {
	_, err := os.Stat("/run/systemd/system")
	return err == nil
}

// alertSince waits for the alert that b is unhealthy: it began at one of these
// times.
func (s *screen) alertSince(t *testing.T, b *box, began ...time.Time) {
	t.Helper()
	s.press(t, "!")
	line := s.wait(t, "✖ "+b.name+": its health check fails")
	then := func(began time.Time) bool { return saysTime(line, began) }
	if !slices.ContainsFunc(began, then) || strings.Contains(line, "+ ") {
		t.Errorf("it has failed since %s: %s", at(began[0]), line)
	}
	s.press(t, "\x1b")
	wait(t, "the alerts to leave", func() bool { return s.line("esc leave") == "" })
}

// eventLine is the line of the list that tells of b, of one kind.
func (s *screen) eventLine(b *box, kind string) string {
	for line := range strings.Lines(s.text()) {
		if before, _, found := strings.Cut(line, b.name); found && strings.Contains(before, " "+kind+" ") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// testHealthHeld holds each inspect for 15 s, while podtop starts and while a
// health changes. No event is made of what is learned late, and what is told
// afterwards has its own time.
func testHealthHeld(t *testing.T, h *host) {
	sick, turns := h.checkedBox(t, "held"), h.checkedBox(t, "turns")
	sick.check(3)
	turns.podman(t, "exec", turns.name, "sh", "-c", ": > /tmp/well")
	turns.check(1)
	v := h.viewer()
	p := h.holdInspects(t)
	v.socket = p.socket

	p.hold.Store(true)
	s := v.screen(t, 160, 50)
	s.wait(t, sick.name)
	s.press(t, "/"+h.prefix+"\r")
	p.waitHeld(t)
	s.noHealthEvents(t, sick, turns)
	p.hold.Store(false)
	s.alertSince(t, sick, sick.health(t).Log[0].Start)
	wait(t, turns.name+" to be healthy", func() bool { return strings.Contains(s.line(turns.name), "healthy") })
	s.noHealthEvents(t, sick, turns)

	p.hold.Store(true)
	turns.podman(t, "exec", turns.name, "busybox", "rm", "/tmp/well")
	turns.check(4)
	r := turns.health(t)
	p.waitHeld(t)
	p.hold.Store(false)
	wait(t, turns.name+" to be unhealthy", func() bool { return strings.Contains(s.line(turns.name), "unhealthy") })
	s.press(t, "E")
	s.wait(t, "what happened")
	s.waitEvent(t, turns, "health", "unhealthy")
	// The first check was fine, and three in a row make it unhealthy.
	line := s.eventLine(turns, "health")
	if turned := r.Log[len(r.Log)-2]; !saysTime(line, turned.End) {
		t.Errorf("it turned unhealthy at %s: %s", at(turned.End), line)
	}
	if got := append(s.events(turns, "health"), s.events(sick, "health")...); len(got) != 1 {
		t.Errorf("told %q:\n%s", got, s.text())
	}
	s.press(t, "qq")
	s.exit(t)
}

// noHealthEvents fails if the list has an event of a change of health.
func (s *screen) noHealthEvents(t *testing.T, boxes ...*box) {
	t.Helper()
	s.press(t, "E")
	s.wait(t, "what happened")
	time.Sleep(2 * time.Second)
	for _, b := range boxes {
		if got := s.events(b, "health"); len(got) > 0 {
			t.Errorf("invented of %s: %q", b.name, got)
		}
	}
	s.press(t, "q")
	s.wait(t, "NAME")
}
