package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"podtop/actions/audit"
	"podtop/cmd/podtop/child"
	"podtop/model"
	"podtop/model/clean"
)

// runVerify says whether the log at path is whole, whose file is nil if there is
// none. If it is not whole, that is the error.
func runVerify(cmd *cobra.Command, log *os.File, path, format string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	v, err := audit.Verify(cmd.Context(), log, path, func(ctx context.Context, path string, uid int) ([]audit.Head, error) {
		return audit.Heads(ctx, child.Stream, path, uid)
	})
	if err != nil {
		return fmt.Errorf("verifying the audit log: %w", err)
	}
	write := writeVerdict
	if format == "json" {
		write = writeVerdictJSON
	}
	if err := write(cmd.OutOrStdout(), path, &v); err != nil {
		return err
	}
	if v.Wrong != nil {
		return errors.New("the audit log is not whole: " + v.Wrong.Text)
	}
	return nil
}

func writeVerdict(w io.Writer, path string, v *audit.Verdict) error {
	text := clean.Text(path) + ": " + model.Plural(v.Lines, "line", "lines")
	switch {
	case v.Wrong != nil:
		text += "\n" + clean.Text(v.Wrong.Text)
	case v.Lines == 0:
		text += ": nothing was changed yet"
	default:
		text += ", each with the hash of the line before"
	}
	if v.Proven > 0 {
		text += fmt.Sprintf("\nthe journal has the hash of line %d", v.Proven)
	}
	if v.Unproven != "" {
		text += "\ntail unproven: " + clean.Text(v.Unproven)
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

func writeVerdictJSON(w io.Writer, path string, v *audit.Verdict) error {
	type wrong struct {
		Line int        `json:"line"`
		Kind audit.Kind `json:"kind"`
		Text string     `json:"text"`
	}
	out := struct {
		File     string `json:"file"`
		Lines    int    `json:"lines"`
		Whole    bool   `json:"whole"`
		Proven   uint64 `json:"proven"`
		Unproven string `json:"unproven,omitempty"`
		Wrong    *wrong `json:"wrong,omitempty"`
	}{File: path, Lines: v.Lines, Whole: v.Wrong == nil, Proven: v.Proven, Unproven: v.Unproven}
	if v.Wrong != nil {
		out.Wrong = &wrong{v.Wrong.Line, v.Wrong.Kind, v.Wrong.Text}
	}
	return printJSON(w, out)
}
