package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"podtop/cmd/podtop/plainfile"
	"podtop/model"
	"podtop/model/bench"
)

// benchFormats are those a report can be printed in.
var benchFormats = []string{"table", "json", "markdown"}

// A benchOutput is what becomes of a report.
type benchOutput struct {
	format   string
	file     string // it is written there, too
	failIf   []string
	baseline string // a file or a kept result

	thresholds []bench.Threshold
	before     *bench.Report // the baseline; nil: there is none
	second     bool          // the first round is over
}

// addTo adds the flags of a command that makes reports of kind.
func (o *benchOutput) addTo(cmd *cobra.Command, kind string) {
	f, k := cmd.Flags(), bench.KindCalled(kind)
	addFormat(cmd, &o.format, benchFormats)
	f.StringVar(&o.file, "json", "", "write the report as JSON to a new `FILE`, too")
	f.StringArrayVar(&o.failIf, "fail-if", nil, "end with code 3 if this `CONDITION` holds, such as '"+k.Example+"' or, with --baseline, '"+k.Against+
		"'; may be given several times; podtop bench names "+kind+" lists the names")
	f.StringVar(&o.baseline, "baseline", "", "what --fail-if compares with: a `FILE` of --json, or a result of podtop bench list")
	complete(cmd, "fail-if", func(string) []string { return k.Names() })
}

// addFormat adds the flag that chooses one of formats.
func addFormat(cmd *cobra.Command, format *string, formats []string) {
	cmd.Flags().StringVar(format, "format", "table", strings.Join(formats, ", "))
	complete(cmd, "format", func(string) []string { return formats })
}

// checkFormat refuses a format that is none of formats.
func checkFormat(format string, formats []string) error {
	if slices.Contains(formats, format) {
		return nil
	}
	return usagef("unknown format %q; there are: %s", format, strings.Join(formats, ", "))
}

// check refuses what cannot be meant of a report of that kind.
func (o *benchOutput) check(kind string) (err error) {
	if err := checkFormat(o.format, benchFormats); err != nil {
		return err
	}
	needed := false
	for _, text := range o.failIf {
		t, err := bench.ParseThreshold(text)
		if err == nil {
			err = t.CheckKind(kind)
		}
		if err != nil {
			return pointAt("fail-if", text, err)
		}
		o.thresholds = append(o.thresholds, t)
		needed = needed || t.NeedsBaseline()
	}
	switch {
	case needed && o.baseline == "":
		return usagef("this --fail-if compares with a baseline: name that with --baseline")
	case o.baseline != "" && !needed:
		return usagef("--baseline wants a --fail-if that compares with it, such as '%s'", bench.KindCalled(kind).Against)
	case o.baseline != "":
		if o.before, err = readResult(o.baseline); err != nil {
			return usagef("--baseline: %w", err)
		}
	}
	if o.file == "" {
		return nil
	}
	if _, err := os.Lstat(o.file); !errors.Is(err, fs.ErrNotExist) {
		return usagef("--json: %s is there already, and nothing is written over", o.file)
	}
	if _, err := os.Stat(filepath.Dir(o.file)); err != nil {
		return usagef("--json: %w", err)
	}
	return nil
}

// measure measures, prints and keeps the report, and judges it. One that was
// interrupted is not judged.
func (o *benchOutput) measure(cmd *cobra.Command, report func() (*bench.Report, error)) error {
	one := func() (*bench.Report, error) {
		r, err := report()
		if r == nil {
			return nil, err
		}
		return r, cmp.Or(o.write(cmd, r), err)
	}
	r, err := one()
	if err != nil {
		return err
	}
	return o.gate(cmd, r, one)
}

// write prints the report, writes it and keeps it. That of a second round is
// only kept.
func (o *benchOutput) write(cmd *cobra.Command, r *bench.Report) error {
	doc, err := r.JSON()
	if err != nil {
		return err
	}
	doc = append(doc, '\n')
	if !o.second {
		err = o.writeFirst(cmd, r, doc)
	}
	o.second = true
	if err != nil {
		return err
	}
	id, err := keepResult(r, doc)
	switch {
	case id == "":
		printLine(cmd, "the result is not kept: %v", err)
	case err != nil:
		printLine(cmd, "kept as %s; %v", id, err)
	default:
		printLine(cmd, "kept as %s", id)
	}
	return nil
}

func (o *benchOutput) writeFirst(cmd *cobra.Command, r *bench.Report, doc []byte) error {
	if err := printReport(cmd, o.format, r); err != nil || o.file == "" {
		return err
	}
	if err := plainfile.Create(o.file, doc); err != nil {
		return fmt.Errorf("--json: %w", err)
	}
	return nil
}

// A crossedError says which thresholds were crossed: exit code 3.
type crossedError struct{ outcomes []bench.Outcome }

func (e crossedError) Error() string {
	lines := make([]string, len(e.outcomes))
	for i, o := range e.outcomes {
		lines[i] = fmt.Sprintf("%s: %s", o.Threshold, o.Text)
	}
	return "crossed in both rounds: " + strings.Join(lines, "; ")
}

// outcomes is what the thresholds come to. One that names what r does not have
// is the user's to mend.
func (o *benchOutput) outcomes(r *bench.Report) (all []bench.Outcome, err error) {
	for i, t := range o.thresholds {
		outcome, err := t.Check(r, o.before)
		if err != nil {
			return nil, pointAt("fail-if", o.failIf[i], err)
		}
		all = append(all, outcome)
	}
	return bench.Correct(all), nil
}

// gate fails if a threshold is crossed, and by a second measurement as well.
func (o *benchOutput) gate(cmd *cobra.Command, r *bench.Report, again func() (*bench.Report, error)) error {
	first, err := o.outcomes(r)
	if err != nil {
		return err
	}
	for _, outcome := range first {
		if outcome.Unclear {
			printLine(cmd, "%s: %s", outcome.Threshold, outcome.Text)
		}
	}
	crossed := bench.Crossed(first)
	if len(crossed) == 0 {
		return nil
	}
	for _, outcome := range crossed {
		printLine(cmd, "%s: %s; measured again", outcome.Threshold, outcome.Text)
	}
	if slices.ContainsFunc(crossed, func(o bench.Outcome) bool { return o.Threshold.NeedsBaseline() }) {
		printLine(cmd, "%s", bench.ApartIsWeaker)
	}
	second, err := again()
	if err != nil {
		return err
	}
	outcomes, err := o.outcomes(second)
	if err != nil {
		return err
	}
	if confirmed := bench.Confirmed(first, outcomes); len(confirmed) > 0 {
		return crossedError{confirmed}
	}
	printLine(cmd, "measured again it was not so: %s", model.Plural(len(crossed), "condition does not count", "conditions do not count"))
	return nil
}

// What tables are as wide as.
const (
	usualWidth = 80 // where there is no terminal
	leastWidth = 60
)

// widthOf is how wide tables are on w: as its terminal, if it is one.
func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(f.Fd()); err == nil && width > 0 {
			return max(width, leastWidth)
		}
	}
	return usualWidth
}

// printReport prints a report in one of benchFormats.
func printReport(cmd *cobra.Command, format string, r *bench.Report) error {
	text := r.TableIn(widthOf(cmd.OutOrStdout()))
	switch format {
	case "markdown":
		text = r.Markdown()
	case "json":
		doc, err := r.JSON()
		if err != nil {
			return err
		}
		text = string(doc) + "\n"
	}
	_, err := io.WriteString(cmd.OutOrStdout(), text)
	return err
}
