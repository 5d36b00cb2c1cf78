package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"podtop/model"
	"podtop/tui"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long: `Print the manual page, podtop(1):

  podtop man | man -l -
  podtop man > /usr/local/share/man/man1/podtop.1`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), manual(cmd.Root()))
			return err
		},
	}
}

// manual is podtop(1), in the man macros of roff. All of it is said elsewhere,
// in the help of commands, keys and filters.
func manual(root *cobra.Command) string {
	var p page
	p.macro("TH", "PODTOP", "1", changed(), "podtop "+version, "User Commands")
	p.macro("SH", "NAME")
	p.text("podtop - " + strings.ToLower(root.Short[:1]) + root.Short[1:])
	p.synopsis(root)
	p.macro("SH", "DESCRIPTION")
	p.text(root.Long)
	p.macro("SH", "OPTIONS")
	p.flags(root.LocalFlags())
	p.macro("SH", "COMMANDS")
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			p.command(c)
		}
	}
	p.keys()
	p.filters()
	p.macro("SH", "FILES")
	p.item("~/.config/podtop/config.toml", "What you want each time; podtop config prints it, and what can be said in it. Below XDG_CONFIG_HOME, if that is set.")
	p.item("~/.local/state/podtop/state.toml", "What was last chosen on the screen: podtop writes it. Below XDG_STATE_HOME, if that is set.")
	p.macro("SH", "ENVIRONMENT")
	p.item("CONTAINER_HOST", "Podman's socket, where --host does not say.")
	p.item("NO_COLOR", "If it is set, no colours.")
	p.item("LC_ALL, LC_CTYPE, LANG", "The first that is set tells whether the terminal can show more than ASCII.")
	p.macro("SH", "EXIT STATUS")
	p.item("0", "Done, or nobody reads any more.")
	p.item("1", "Failed; one line on standard error says what, and what to do.")
	p.item("2", "Wrong usage, or a mistake in the configuration.")
	p.item("3", "A threshold was crossed.")
	p.macro("SH", "SEE ALSO")
	p.text("podman(1), podman-stats(1), cgroups(7)")
	return p.String()
}

// changed is the day of the commit podtop was built from; "" if it does not know.
func changed() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			day, _, _ := strings.Cut(s.Value, "T")
			return day
		}
	}
	return ""
}

// A page is a manual page that is being written.
type page struct{ strings.Builder }

// macro writes a line that calls one.
func (p *page) macro(name string, args ...string) {
	p.WriteString("." + name)
	for _, a := range args {
		p.WriteString(` "` + strings.ReplaceAll(roff(a), `"`, `""`) + `"`)
	}
	p.WriteByte('\n')
}

// text writes paragraphs; what is indented stays as it is.
func (p *page) text(s string) {
	for i, par := range strings.Split(s, "\n\n") {
		if i > 0 {
			p.macro("PP")
		}
		asIs := strings.HasPrefix(par, " ") || strings.Contains(par, "\n ") || strings.Contains(par, "  ")
		if asIs {
			p.macro("nf")
		}
		for line := range strings.SplitSeq(par, "\n") {
			if asIs {
				p.line(line)
			} else {
				p.words(line)
			}
		}
		if asIs {
			p.macro("fi")
		}
	}
}

// words writes text that is to be filled, in lines a person can read, too.
func (p *page) words(s string) {
	const width = 72
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && len(line)+len(word) >= width {
			p.line(line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	p.line(line)
}

// line writes one line of text. At its beginning neither a dot nor a quote may
// stand for itself.
func (p *page) line(s string) {
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") || s == "" {
		p.WriteString(`\&`)
	}
	p.WriteString(roff(s) + "\n")
}

// item writes a term and what it stands for.
func (p *page) item(term, means string) {
	p.macro("TP")
	p.WriteString(`\fB` + roff(term) + "\\fR\n")
	p.words(means)
}

func (p *page) synopsis(root *cobra.Command) {
	p.macro("SH", "SYNOPSIS")
	p.WriteString("\\fBpodtop\\fR [\\fIoptions\\fR]\n")
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() && c.Name() != "help" {
			p.macro("br")
			use := strings.TrimPrefix(c.Use, c.Name())
			fmt.Fprintf(p, "\\fBpodtop %s\\fR%s [\\fIoptions\\fR]\n", roff(c.Name()), roff(use))
		}
	}
}

func (p *page) command(c *cobra.Command) {
	p.macro("SS", c.CommandPath())
	p.text(cmp.Or(c.Long, c.Short+"."))
	p.flags(c.LocalFlags())
	for _, below := range c.Commands() {
		if below.IsAvailableCommand() {
			p.command(below)
		}
	}
}

func (p *page) flags(flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		term := "--" + f.Name
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		if value != "" {
			term += " " + value
		}
		p.item(term, usage)
	})
}

func (p *page) keys() {
	groups, err := tui.Keys(nil)
	if err != nil {
		return // a test has them
	}
	p.macro("SH", "KEYS")
	for _, g := range groups {
		if len(g.Keys) == 0 {
			continue
		}
		p.macro("SS", g.Title)
		for _, k := range g.Keys {
			p.item(strings.Join(k.Keys(), " "), k.Help().Desc)
		}
	}
}

func (p *page) filters() {
	p.macro("SH", "FILTERS")
	p.text("A filter is terms with blanks between them; a container is shown if all of them hold.")
	for _, e := range model.FilterHelp {
		p.item(e.Filter, e.Meaning)
	}
	p.macro("PP")
	p.words("What is not known is neither more nor less than anything: such a term does not hold, turned round or not.")
	p.macro("SS", "texts")
	for _, t := range model.Texts {
		p.item(t.Name, t.Help)
	}
	p.macro("SS", "numbers")
	for _, m := range model.Metrics {
		p.item(m.Name, m.Help)
	}
}

var roffSigns = strings.NewReplacer(`\`, `\e`, "-", `\-`, "^", `\(ha`, "~", `\(ti`, "`", `\(ga`, "'", `\(aq`)

// roff is s with the signs that mean something to roff taken for themselves,
// and by their number what is not ASCII: roff reads bytes.
func roff(s string) string {
	var b strings.Builder
	for _, r := range roffSigns.Replace(s) {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}
