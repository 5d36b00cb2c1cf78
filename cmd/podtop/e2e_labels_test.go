//go:build e2e

package main_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode"
)

// hostile is text that would clear the screen, ring, break lines and columns,
// or turn the reading direction.
const hostile = "\x1b[2J\x1b]0;owned\x07a\tb\nc\u202ertl\u2066 \u6f22\u5b57\u200b"

// testLabels gives a container labels that attack the terminal. No output of
// podtop may obey them.
func testLabels(t *testing.T, h *host) {
	flags := []string{"--hostname", "x"}
	for _, label := range []string{"com.docker.compose.project", "com.docker.compose.service", "PODMAN_SYSTEMD_UNIT", "hostile"} {
		flags = append(flags, "--label", label+"="+hostile+strings.Repeat("\u6f22\t", 2000))
	}
	name := "labels" + strings.Repeat("x", 90)
	b := h.run(t, h.own, name, flags, idle...)

	s, _ := h.viewer().stats(t)
	if r := named(s.Containers, b.name); r == nil {
		t.Errorf("no %s in %v", b.name, names(s.Containers))
	} else if bad := uncleaned(r.Project + r.Pod + r.User); bad != "" {
		t.Errorf("%s in %+v", bad, r)
	}
	table, err := h.viewer().command("stats").Output()
	if bad := uncleaned(strings.ReplaceAll(string(table), "\n", "")); bad != "" || err != nil {
		t.Errorf("%s, %v in\n%q", bad, err, table)
	}

	screen := h.viewer().screen(t, 100, tall)
	screen.wait(t, h.prefix+"labels")
	screen.mu.Lock()
	defer screen.mu.Unlock()
	for _, attack := range []string{"\x1b]0;owned", "\x07a", "\u202e", "\u2066"} {
		if bytes.Contains(screen.raw, []byte(attack)) {
			t.Errorf("%q reached the terminal", attack)
		}
	}
}

// uncleaned names the first character that must not reach a terminal.
func uncleaned(s string) string {
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return fmt.Sprintf("%U", r)
		}
	}
	return ""
}

// testCompose gives containers the labels of two kinds of compose: they belong
// to a project.
func testCompose(t *testing.T, h *host) {
	project := h.prefix + "project"
	for _, label := range []string{"com.docker.compose.project", "io.podman.compose.project"} {
		t.Run(label, func(t *testing.T) {
			b := h.run(t, h.own, "composed", []string{"--label", label + "=" + project}, idle...)
			s, _ := h.viewer().stats(t)
			if r := named(s.Containers, b.name); r == nil || r.Project != project {
				t.Errorf("want project %s in %+v", project, r)
			}
		})
	}
}
