package bench

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"podtop/model"
)

// A Threshold is a condition that a run must not meet:
//
//	startup_time.mean > 2.0          in the base unit: seconds, bytes, percent
//	startup_time.p95 >= 800ms        or in another: 500ms, 200M, 12%
//	startup_time.median > +5%        against a baseline: 5 % more than it
//	throughput.median < -5%          5 % less
//
// The operators are > >= < <= = and !=; against a baseline the first four. The
// name is the place of a number in the report's results; against a baseline that
// of a median or a mean, as only of those a test tells whether it is chance.
type Threshold struct {
	source   string
	path     string
	op       string
	value    string
	nameAt   int // bytes of source, for what only a report can tell
	valueAt  int
	relative float64 // against the baseline: 0.05 is 5 % more; 0 if it is not
}

// String is the threshold as it was written.
func (t Threshold) String() string { return t.source }

// NeedsBaseline reports whether t compares with a baseline.
func (t Threshold) NeedsBaseline() bool { return t.relative != 0 }

const (
	example = "as in startup_time.mean > 2.0"
	blanks  = " \t"
)

// ParseThreshold reads a threshold. The error is a *model.FilterError.
func ParseThreshold(s string) (Threshold, error) {
	t := Threshold{source: s}
	at := 0
	next := func(letters string) (string, int) {
		at += len(s[at:]) - len(strings.TrimLeft(s[at:], blanks))
		n := len(s[at:]) - len(strings.TrimLeft(s[at:], letters))
		at += n
		return s[at-n : at], at - n
	}
	name, nameAt := next(nameLetters)
	op, opAt := next("<>=!")
	t.path, t.nameAt, t.op = strings.TrimPrefix(name, "results."), nameAt, op
	_, t.valueAt = next("")
	t.value = strings.TrimRight(s[t.valueAt:], blanks)
	switch {
	case t.path == "":
		return t, fault(nameAt, "a name is missing, %s", example)
	case op == "":
		return t, fault(opAt, "behind %s an operator is missing, %s", name, example)
	case model.Comparisons[op] == nil:
		return t, fault(opAt, "there is no operator %s; there are: > >= < <= = !=", op)
	case t.value == "":
		return t, fault(opAt, "behind %s a value is missing, %s", op, example)
	}
	return t, t.parseValue()
}

func fault(at int, format string, args ...any) error {
	return &model.FilterError{At: at, Reason: fmt.Sprintf(format, args...)}
}

// parseValue looks whether the value is one of any unit: of which unit the
// number is that it is compared with, only a report tells.
func (t *Threshold) parseValue() error {
	share, isPercent := strings.CutSuffix(t.value, "%")
	if isPercent && (share[:min(1, len(share))] == "+" || share[:min(1, len(share))] == "-") {
		return t.parseRelative(share)
	}
	for unit := range units {
		if _, err := parseNumber(t.value, unit); err == nil {
			return nil
		}
	}
	return fault(t.valueAt, "%q is no value, such as 2.0, 500ms, 200M or 12%%, nor one against a baseline, such as +5%%", t.value)
}

func (t *Threshold) parseRelative(share string) error {
	v, err := parsePlain(strings.TrimSpace(share))
	switch {
	case err != nil:
		return fault(t.valueAt, "%q is no change against a baseline, such as +5%%", t.value)
	case t.op == "=" || t.op == "!=":
		return fault(t.valueAt, "a change against a baseline is compared with > >= < or <=")
	case math.Abs(v) < 100*MinimalEffect:
		return fault(t.valueAt, "less than 1 %% cannot be told from noise: write 1 %% at least, such as %+g%%", math.Copysign(5, v))
	}
	if _, ok := t.location(); !ok {
		return fault(t.nameAt, "of %s nothing tells whether a change is chance: against a baseline name a median or a mean, such as startup_time.median", t.path)
	}
	t.relative = v / 100
	return nil
}

// parseNumber reads a number in the base unit, or with a unit as people write
// it, and as FormatValue does.
func parseNumber(s string, unit model.Dimension) (float64, error) {
	if number, suffix, ok := strings.Cut(s, " "); ok && strings.Trim(number, "0123456789.") == "" && !strings.ContainsAny(suffix, "0123456789 ") {
		s = number + suffix
	}
	if v, err := parsePlain(s); err == nil {
		return v, nil
	}
	switch unit {
	case model.Seconds:
		v, err := model.ParseValue(s, unit)
		if err != nil {
			err = fmt.Errorf("%q is not a time, such as 500ms or 2.5s", s)
		}
		return v, err
	case model.Bytes:
		return model.ParseValue(s, unit)
	case model.BytesPerSec:
		return model.ParseValue(strings.TrimSuffix(s, "/s"), unit)
	case model.Percent:
		return parsePlain(strings.TrimSuffix(s, "%"))
	case model.PerSec:
		return parsePlain(strings.TrimSuffix(s, "/s"))
	}
	return parsePlain(s)
}

// parsePlain reads a decimal number.
func parsePlain(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !isFinite(v) || strings.ContainsAny(s, "xXpP_") {
		return 0, fmt.Errorf("%q is not a number, such as 1.5", s)
	}
	return v, nil
}
