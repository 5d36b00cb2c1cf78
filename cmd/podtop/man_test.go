package main

import (
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui"
)

// The manual has every command, flag, key, metric and text, and no line in it
// that roff would take for something else.
func TestManual(t *testing.T) {
	root := newRoot(new(ending))
	text := manual(root)
	plain := strings.NewReplacer(`\-`, "-", `\(aq`, "'", `\(ti`, "~", `\(ha`, "^", `\(ga`, "`", `\e`, `\`, `\fB`, "", `\fR`, "", `\fI`, "", `\&`, "").Replace(text)
	plain = regexp.MustCompile(`\\\[u[0-9A-F]{4,6}\]`).ReplaceAllStringFunc(plain, func(sign string) string {
		r, _ := strconv.ParseInt(sign[3:len(sign)-1], 16, 32)
		return string(rune(r))
	})
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && !strings.Contains(plain, "\n.SS \""+c.CommandPath()+"\"\n") {
			t.Errorf("no %s", c.CommandPath())
		}
		for _, flag := range strings.Fields(flagNames(c)) {
			if !strings.Contains(plain, flag) {
				t.Errorf("no %s", flag)
			}
		}
	}
	groups, err := tui.Keys(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		for _, k := range g.Keys {
			if !strings.Contains(plain, "\n"+strings.Join(k.Keys(), " ")+"\n"+k.Help().Desc+"\n") {
				t.Errorf("no key %s", k.Name)
			}
		}
	}
	for _, m := range model.Metrics {
		if !strings.Contains(plain, "\n"+m.Name+"\n") {
			t.Errorf("no metric %s", m.Name)
		}
	}
	if n := strings.Count(plain, "neither more"); n != 1 {
		t.Errorf("what is not known is explained %d times", n)
	}
	macro := regexp.MustCompile(`^\.(TH|SH|SS|TP|PP|br|nf|fi)( "([^"]|"")*")*$`)
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		if strings.ContainsFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) {
			t.Errorf("a line with signs roff does not read: %q", line)
		}
		if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !macro.MatchString(line) || line == "" || strings.HasSuffix(line, " ") {
			t.Errorf("a line roff takes for something else: %q", line)
		}
	}
}

func TestRoff(t *testing.T) {
	var p page
	p.line(`.\d 'x' --y`)
	p.line("… ←")
	p.macro("SH", `a "b" c`)
	if got, want := p.String(), "\\&.\\ed \\(aqx\\(aq \\-\\-y\n\\[u2026] \\[u2190]\n.SH \"a \"\"b\"\" c\"\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// groff, where there is one, has nothing to say against it.
func TestGroffTakesTheManual(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		return // nothing to ask; TestManual has looked at each line
	}
	cmd := exec.Command(groff, "-ww", "-man", "-Tutf8")
	cmd.Stdin = strings.NewReader(manual(newRoot(new(ending))))
	var errs strings.Builder
	cmd.Stderr = &errs
	if out, err := cmd.Output(); err != nil || errs.Len() > 0 || !strings.Contains(string(out), "PODTOP(1)") {
		t.Errorf("%v: %s", err, errs.String())
	}
}
