package logs

import (
	"errors"
	"regexp/syntax"
	"strings"

	"podtop/model"
)

// checkRegexp says what is wrong with a regular expression, and where.
func checkRegexp(expr string) error {
	err := syntaxError(expr)
	if err == nil {
		return nil
	}
	return &model.FilterError{At: faultAt(expr, err), Reason: "this is no regular expression: " + string(err.Code)}
}

// maxSteps is how many steps a regular expression has at most. What is written
// out has fewer; a number that repeats what is repeated makes a great many.
const maxSteps = 1000

// stepsOf is of how many steps a regular expression is, each of which may be taken
// at each byte of a text.
func stepsOf(expr string) (int, error) {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return 0, err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0, err
	}
	return len(program.Inst), nil
}

func syntaxError(expr string) *syntax.Error {
	_, err := syntax.Parse(expr, syntax.Perl)
	var fault *syntax.Error
	if err != nil && !errors.As(err, &fault) {
		fault = &syntax.Error{Code: syntax.ErrInternalError}
	}
	return fault
}

// faultAt is where the part of expr begins that is to blame. The error has that
// part, but it may stand in expr more than once.
func faultAt(expr string, err *syntax.Error) int {
	switch err.Code {
	case syntax.ErrMissingParen:
		return openParen(expr)
	case syntax.ErrTrailingBackslash:
		return len(expr) - 1
	case syntax.ErrUnexpectedParen:
		return shortest(expr, err.Code, "") - 1
	case syntax.ErrMissingBracket, syntax.ErrInvalidNamedCapture:
		return max(0, strings.LastIndex(expr, err.Expr))
	}
	return max(0, shortest(expr, err.Code, err.Expr)-len(err.Expr))
}

// shortest is the length of the shortest begin of expr with that fault.
func shortest(expr string, code syntax.ErrorCode, part string) int {
	for n := 1; n < len(expr); n++ {
		if err := syntaxError(expr[:n]); err != nil && err.Code == code && (part == "" || err.Expr == part) {
			return n
		}
	}
	return len(expr)
}

// openParen is where the last parenthesis stands that is not closed.
func openParen(expr string) int {
	var open []int
	inClass := false
	for i := 0; i < len(expr); i++ {
		switch c := expr[i]; {
		case c == '\\':
			i++
		case c == '[' && !inClass:
			inClass = true
			if i+1 < len(expr) && expr[i+1] == '^' {
				i++
			}
			if i+1 < len(expr) && expr[i+1] == ']' {
				i++ // the first in a class does not end it
			}
		case c == ']':
			inClass = false
		case c == '(' && !inClass:
			open = append(open, i)
		case c == ')' && !inClass && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	if len(open) == 0 {
		return 0
	}
	return open[len(open)-1]
}

// moved is err, if it is the fault of a part that begins at byte by of the
// whole.
func moved(err error, by int) error {
	var fault *model.FilterError
	if !errors.As(err, &fault) {
		return err
	}
	return &model.FilterError{At: fault.At + by, Reason: fault.Reason}
}
