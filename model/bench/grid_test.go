package bench

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestTablesFit has no line wider than asked for, and loses no word of sentences.
func TestTablesFit(t *testing.T) {
	ab := abReport(40, 0.82)
	ab.Notes = append(ab.Notes, strings.Repeat("a long note with words ", 9)+"and its end")
	differences := CompareApart(startReport(), startReport())
	for width := 60; width <= 200; width += 7 {
		for name, text := range map[string]string{
			"start": startReport().TableIn(width), "ab": ab.TableIn(width),
			"compare": DifferenceTable(differences, "an-old-and-long-name.json", "new.json", width),
		} {
			for line := range strings.Lines(text) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("%s in %d: %d in %q", name, width, n, line)
				}
			}
			if !strings.Contains(text, "median") || name == "ab" && !strings.Contains(strings.Join(strings.Fields(text), " "), "with words and its end") {
				t.Errorf("%s in %d:\n%s", name, width, text)
			}
		}
	}
}

// Dashes are explained where there are any.
func TestDashes(t *testing.T) {
	r := abReport(20, 1)
	if text := r.TableIn(80); strings.Contains(text, percentilesText) || strings.Contains(text, "p99") {
		t.Errorf("a column of dashes:\n%s", text)
	}
	if text := r.Markdown(); !strings.Contains(text, percentilesText) {
		t.Errorf("dashes without a reason:\n%s", text)
	}
	r.Series[1].Values = r.Series[1].Values[:19]
	if text := r.TableIn(0); strings.Count(text, percentilesText) != 1 {
		t.Errorf("a dash without a reason:\n%s", text)
	}
	if text := abReport(100, 1).Markdown(); strings.Contains(text, percentilesText) {
		t.Errorf("a reason without a dash:\n%s", text)
	}
}

func TestFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, width := rapid.StringOf(rapid.RuneFrom([]rune("ab é  "))).Draw(t, "text"), rapid.IntRange(1, 12).Draw(t, "width")
		all := fold(text, width)
		for _, line := range all {
			if utf8.RuneCountInString(line) > width {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
		if got, want := strings.Join(all, ""), text; strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Fatalf("%q of %q", got, want)
		}
	})
}

func TestMachineDifferences(t *testing.T) {
	a := Machine{Kernel: "6.12.48", Podman: "5.4.2", CPUs: 8, Limits: map[string]string{"cpus": "1", "memory": "1g"}}
	b := Machine{Kernel: "6.12.50", Podman: "5.4.2", CPUs: 8, Rootless: true, Limits: map[string]string{"cpus": "1.5"}}
	want := "kernel 6.12.48 against kernel 6.12.50; --cpus=1 against --cpus=1.5; --memory=1g against no --memory; no root against rootless"
	if got := strings.Join(MachineDifferences(&a, &b), "; "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := MachineDifferences(&a, &a); got != nil {
		t.Errorf("%v", got)
	}
}
