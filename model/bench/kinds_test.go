package bench

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/exp/golden"
)

// What podtop bench names prints.
func TestKinds(t *testing.T) {
	for _, k := range Kinds {
		t.Run(k.Name, func(t *testing.T) { golden.RequireEqual(t, k.Table(80)) })
		for line := range strings.Lines(k.Table(60)) {
			if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 60 {
				t.Errorf("wider than 60: %s", line)
			}
		}
		names := k.Names()
		slices.Sort(names)
		if len(slices.Compact(names)) != len(k.Names()) {
			t.Errorf("%s: a name is there twice", k.Name)
		}
		for _, text := range []string{k.Example, k.Against} {
			threshold, err := ParseThreshold(text)
			if err != nil || threshold.CheckKind(k.Name) != nil || threshold.NeedsBaseline() != (text == k.Against) {
				t.Errorf("%s: %v, %v", text, err, threshold.CheckKind(k.Name))
			}
		}
	}
}

// A condition on what is never measured is refused before anything is.
func TestCheckKind(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"start", "startup_tim.mean > 2", "podtop bench start measures no startup_tim.mean; did you mean startup_time.mean? There are: startup_time.mean startup_time.n "},
		{"start", "startup_time.meen > 2", "measures no startup_time.meen; did you mean startup_time.mean?"},
		{"usage", "memory > 200M", "memory is no number; there are: memory.n memory.min memory.median memory.mean "},
		{"http", "startup_time.mean > 2", "podtop bench http measures no startup_time.mean; there are: service_time.min "},
		{"http", "nonsense > 2", " more: podtop bench names http"},
		{"run", "ab.startup_time.p > 1", "podtop bench IMAGE measures no ab.startup_time.p; there are: startup_time.n "},
		{"ab", "startup_time.mean > 2", "podtop bench ab measures no startup_time.mean; did you mean a.startup_time.mean?"},
		{"ab", "ab.startup_time.change > 2", "no ab.startup_time.change; there are: ab.startup_time.change_percent "},
		{"ab", "ab.effective_cores_all.p > 2", "measures no ab.effective_cores_all.p"},
		{"ab", "results.ab.startup_time.change_percent > 2", ""},
		{"other", "nonsense > 2", ""},
	} {
		threshold, err := ParseThreshold(c.text)
		if err == nil {
			err = threshold.CheckKind(c.kind)
		}
		if (err != nil) != (c.want != "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, %s: %v, want %s", c.kind, c.text, err, c.want)
		}
	}
}
