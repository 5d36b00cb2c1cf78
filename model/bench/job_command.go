package bench

import "cmp"

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
		words = append(words, "--for", j.Time.String())
	}
	return words
}

// Repeats reports whether j measures the same again and again, as often as there
// is time for.
func (j Job) Repeats() bool { return j.Kind == "start" || j.Kind == "cpu" || j.Kind == "run" }
