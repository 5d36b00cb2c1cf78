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

	"github.com/spf13/cobra"

	"podtop/cmd/podtop/config"
	"podtop/cmd/podtop/plainfile"
	"podtop/model/bench"
	"podtop/model/clean"
)

// benchDir is where results are kept; "" if there is no such place.
func benchDir() string { return config.BenchDir(os.Getenv) }

// readResult reads a file, or a result that was kept.
func readResult(name string) (*bench.Report, error) {
	path := name
	if !strings.Contains(name, "/") {
		kept := filepath.Join(benchDir(), name+".json")
		if _, err := os.Lstat(kept); err == nil && benchDir() != "" {
			path = kept
		}
	}
	f, err := plainfile.Open(path, bench.MaxFile)
	if errors.Is(err, fs.ErrNotExist) && resultFile.MatchString(name+".json") {
		return nil, missingResult(name)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	doc, err := io.ReadAll(io.LimitReader(f, bench.MaxFile+1))
	if err != nil {
		return nil, err
	}
	r, err := bench.Read(doc)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// keptResults are the names of those that were kept, the oldest first.
func keptResults() ([]string, error) {
	entries, err := os.ReadDir(cmp.Or(benchDir(), "/nonexistent"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var ids []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), ".json"); ok && !strings.HasPrefix(id, ".") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

func newBenchList() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the results of benchmarks that were kept",
		Long: `List the results of benchmarks that were kept, the newest last. They are in
~/.local/state/podtop/bench, or below XDG_STATE_HOME, if that is set.`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return listResults(cmd.OutOrStdout()) },
	}
}

func listResults(w io.Writer) error {
	ids, err := keptResults()
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return errors.New("no result was kept yet; podtop bench start makes one")
	}
	rows := [][]string{{"RESULT", "TIME", "KIND", "SUBJECT", "IN SHORT"}}
	for _, id := range ids {
		row := []string{clean.Text(id), "-", "-", "-", ""}
		if r := shortResult(id); r.Err != nil {
			row[4] = oneLine(r.Err.Error())
		} else {
			row = []string{row[0], r.Time.Local().Format("2006-01-02 15:04"), r.Kind, r.Subject, r.Short}
		}
		rows = append(rows, row)
	}
	_, err = io.WriteString(w, columns(rows))
	return err
}

func newBenchShow() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "show [RESULT|FILE]",
		Short: "Show a result that was kept, the newest if none is named, or one in a file",
		Args:  oneSubject,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, benchFormats); err != nil {
				return err
			}
			name, err := resultName(args)
			if err != nil {
				return err
			}
			r, err := readResult(name)
			if err != nil {
				return err
			}
			return printReport(cmd, format, r)
		},
		ValidArgsFunction: completeResults,
	}
	addFormat(cmd, &format, benchFormats)
	return cmd
}

// resultName is the one that was named, or the newest.
func resultName(args []string) (string, error) {
	if len(args) > 0 {
		return args[0], nil
	}
	ids, err := keptResults()
	if err != nil || len(ids) == 0 {
		return "", cmp.Or(err, errors.New("no result was kept yet; podtop bench start makes one"))
	}
	return ids[len(ids)-1], nil
}

// completeResults offers the results that were kept.
func completeResults(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	ids, _ := keptResults()
	return ids, cobra.ShellCompDirectiveDefault
}
