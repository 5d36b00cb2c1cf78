package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"podtop/model/clean"
)

// printLine writes one line to standard error. Whatever is in it, it is one line,
// and clean.
func printLine(cmd *cobra.Command, format string, args ...any) {
	printLineTo(cmd.ErrOrStderr(), format, args...)
}

func printLineTo(w io.Writer, format string, args ...any) {
	fmt.Fprintln(w, "podtop: "+oneLine(fmt.Sprintf(format, args...)))
}

// oneLine is text that may be another's, fit to be printed as one line.
func oneLine(text string) string {
	return clean.Text(strings.ReplaceAll(strings.TrimSpace(text), "\n", "; "))
}

// printError writes an error, a line or several.
func printError(to io.Writer, err error) {
	fmt.Fprintln(to, "podtop: "+strings.Join(errorLines(err), "\n"))
}

// errorLines are the lines of an error: one, unless it is several errors, or
// points at a mistake.
func errorLines(err error) (lines []string) {
	var usage usageError
	var begun startedError
	if errors.As(err, &usage) {
		err = usage.error
	}
	if errors.As(err, &begun) {
		err = begun.err
	}
	if pointed := (positionError{}); errors.As(err, &pointed) {
		return append([]string{oneLine(err.Error())}, pointed.lines...)
	}
	if several := joinedErrors(err); len(several) > 0 {
		for _, e := range several {
			lines = append(lines, errorLines(e)...)
		}
		return lines
	}
	return []string{oneLine(err.Error())}
}

// joinedErrors are the errors that errors.Join made err of; none if it did not.
func joinedErrors(err error) []error {
	several, ok := err.(interface{ Unwrap() []error }) //nolint:errorlint // of one that wraps it there is more to say
	if !ok || errors.Join(several.Unwrap()...).Error() != err.Error() {
		return nil
	}
	return several.Unwrap()
}

// A positionError points at where the mistake is.
type positionError struct {
	error
	lines []string
}

// printJSON writes v as one line.
func printJSON(w io.Writer, v any) error {
	b, err := clean.Marshal(v)
	if err == nil {
		_, err = w.Write(append(b, '\n'))
	}
	return err
}

// columns aligns rows on the left.
func columns(rows [][]string) string { return align(rows, func(int) bool { return false }) }
