package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"podtop/model/bench"
)

func newBenchNames() *cobra.Command {
	var names []string
	for _, k := range bench.Kinds {
		names = append(names, k.Name)
	}
	all := strings.Join(names, ", ")
	return &cobra.Command{
		Use:   "names KIND",
		Short: "List the numbers that --fail-if can name",
		Long: `List the numbers that --fail-if can name and --json has, with their units, for one
kind of benchmark: ` + all + `.
What podtop bench IMAGE measures is of the kind run.`,
		ValidArgs: names,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 || bench.KindCalled(args[0]) == nil {
				return usagef("%s wants one of: %s", cmd.CommandPath(), all)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), bench.KindCalled(args[0]).Table(widthOf(cmd.OutOrStdout())))
			return err
		},
	}
}
