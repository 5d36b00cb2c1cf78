package bench

import (
	"cmp"
	"strings"
	"time"

	"podtop/model"
)

// Command is the podtop command that does the same as j, a word each.
func (j Job) Command() []string {
	words := []string{"podtop", "bench"}
	if j.Kind != "run" {
		words = append(words, j.Kind)
	}
	if subject := cmp.Or(j.URL, j.Image, j.Name); subject != "" {
		words = append(words, subject)
	}
	if j.Ramp {
		words = append(words, "--ramp")
	}
	if j.Repeats() {
		words = append(words, "-n", "0")
	}
	if j.Limits != "" {
		words = append(words, "--limit", j.Limits)
	}
	if j.Time > 0 {
		words = append(words, "--for", durationText(j.Time))
	}
	return words
}

// CommandLine is that command in one line, safe to paste: anybody can name a container.
func (j Job) CommandLine() string {
	words := j.Command()
	for i, word := range words {
		words[i] = model.ShellWord(word)
	}
	return strings.Join(words, " ")
}

// Repeats reports whether j measures the same again and again, as often as there
// is time for.
func (j Job) Repeats() bool { return j.Kind == "start" || j.Kind == "cpu" || j.Kind == "run" }

// durationText is d as one types it: 2m, and not 2m0s.
func durationText(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}
