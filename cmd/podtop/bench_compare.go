package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"podtop/model/bench"
	"podtop/model/clean"
)

func newBenchCompare() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "compare OLD NEW...",
		Short: "Compare results that were made apart",
		Long: `Compare results that were made apart, each NEW with OLD: files of --json, or what
podtop bench list lists. That is weaker than podtop bench ab: whatever else the
host did in between counts as a difference.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usagef("%s wants two results or more", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, compareFormats); err != nil {
				return err
			}
			return compareResults(cmd, format, args)
		},
		ValidArgsFunction: completeResults,
	}
	addFormat(cmd, &format, compareFormats)
	return cmd
}

// compareFormats are those a comparison can be printed in.
var compareFormats = []string{"table", "markdown"}

// compareResults prints what each differs in from the first. It fails if one has
// nothing to compare with that, after the others were printed.
func compareResults(cmd *cobra.Command, format string, names []string) error {
	width := widthOf(cmd.OutOrStdout())
	write := func(all []bench.Difference, a, b string) string { return bench.DifferenceTable(all, a, b, width) }
	if format == "markdown" {
		write = bench.DifferenceMarkdown
	}
	before, err := readResult(names[0])
	if err != nil {
		return err
	}
	var apart []error
	for _, name := range names[1:] {
		after, err := readResult(name)
		if err != nil {
			return err
		}
		all := bench.CompareApart(before, after)
		if len(all) == 0 {
			apart = append(apart, fmt.Errorf("%s and %s have nothing in common that can be compared", clean.Text(names[0]), clean.Text(name)))
			continue
		}
		if _, err := io.WriteString(cmd.OutOrStdout(), write(all, clean.Text(names[0]), clean.Text(name))); err != nil {
			return err
		}
	}
	if len(apart) < len(names)-1 {
		if _, err := io.WriteString(cmd.OutOrStdout(), bench.Paragraph(bench.ApartIsWeaker, width)); err != nil {
			return err
		}
	}
	return errors.Join(apart...)
}
