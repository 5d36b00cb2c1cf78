package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

func TestSplitCommand(t *testing.T) {
	for text, want := range map[string][]string{
		`sleep 1`:                     {"sleep", "1"},
		`  sh -c "echo 'a b' \"c\"" `: {"sh", "-c", `echo 'a b' "c"`},
		`a\ b '' c'd'"e"`:             {"a b", "", "cde"},
		`'a\b'`:                       {`a\b`},
	} {
		if got, err := splitCommand(text); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "  ", `a "b`, `a\`} {
		if got, err := splitCommand(text); err == nil {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestSplitLimits(t *testing.T) {
	for text, want := range map[string][]string{
		"cpus=1":                         {"cpus=1"},
		"cpus=1,memory=512m":             {"cpus=1", "memory=512m"},
		"cpuset-cpus=0,2,4,memory=1g":    {"cpuset-cpus=0,2,4", "memory=1g"},
		"nothing":                        {"nothing"},
		"cpuset-cpus=0-1,3,cpu-shares=5": {"cpuset-cpus=0-1,3", "cpu-shares=5"},
	} {
		if got := limit.SplitSet(text); !slices.Equal(got, want) {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// report is one whose starts take so many seconds.
func startReport(seconds ...float64) *bench.Report {
	s := bench.Series{Name: bench.StartupTime, Unit: model.Seconds}
	for _, v := range seconds {
		s.Values = append(s.Values, bench.Measurement{Value: v, Host: bench.Unknown()})
	}
	return &bench.Report{Kind: "start", Series: []bench.Series{s}}
}

// A gate fails if a second measurement agrees, and only then is there one.
func TestGate(t *testing.T) {
	slow, fast := startReport(3, 3.1, 3.2), startReport(1, 1.1, 1.2)
	for _, tt := range []struct {
		what          string
		first, second *bench.Report
		crossed       bool
		says          string
	}{
		{"well", fast, nil, false, ""},
		{"once", slow, fast, false, "the second time it was not so: 1 condition does not count"},
		{"twice", slow, slow, true, "measured again"},
	} {
		threshold, err := bench.ParseThreshold("startup_time.mean > 2.0")
		if err != nil {
			t.Fatal(err)
		}
		o := benchOutput{failIf: []string{"x"}, thresholds: []bench.Threshold{threshold}}
		var cmd cobra.Command
		var errs bytes.Buffer
		cmd.SetErr(&errs)
		err = o.gate(&cmd, tt.first, func() (*bench.Report, error) {
			if tt.second == nil {
				t.Errorf("%s: measured again", tt.what)
			}
			return tt.second, nil
		})
		if errors.As(err, &crossedError{}) != tt.crossed || !strings.Contains(errs.String(), tt.says) {
			t.Errorf("%s: %v, %q", tt.what, err, errs.String())
		}
		if tt.crossed && err.Error() != "crossed in both rounds: startup_time.mean > 2.0: startup_time.mean is 3.1 s" {
			t.Error(err)
		}
	}
}

// A change against a report of another time is said to be the weaker comparison.
func TestGateAgainstBaseline(t *testing.T) {
	threshold, err := bench.ParseThreshold("startup_time.median > +5%")
	if err != nil {
		t.Fatal(err)
	}
	slow := startReport(3, 3.1, 3.2, 3.3)
	o := benchOutput{failIf: []string{"x"}, thresholds: []bench.Threshold{threshold}, before: startReport(1, 1.1, 1.2, 1.3)}
	var cmd cobra.Command
	var errs bytes.Buffer
	cmd.SetErr(&errs)
	err = o.gate(&cmd, slow, func() (*bench.Report, error) { return slow, nil })
	if !errors.As(err, &crossedError{}) || !strings.Contains(errs.String(), bench.ApartIsWeaker) {
		t.Errorf("%v, %q", err, errs.String())
	}
}

// What names nothing of the report is wrong usage, and says what there is.
func TestGateOfWhatIsNotThere(t *testing.T) {
	threshold, err := bench.ParseThreshold("start.mean > 2.0")
	if err != nil {
		t.Fatal(err)
	}
	o := benchOutput{failIf: []string{"start.mean > 2.0"}, thresholds: []bench.Threshold{threshold}}
	var usage usageError
	if err := o.gate(&cobra.Command{}, startReport(1), nil); !errors.As(err, &usage) || !strings.Contains(err.Error(), "startup_time.mean") {
		t.Error(err)
	}
}

// Results of the same second are kept side by side.
func TestKeepResult(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	var ids []string
	for range 3 {
		r := startReport(1)
		doc, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		id, err := keepResult(r, doc)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	kept, err := keptResults()
	if err != nil || len(kept) != 3 || !slices.Equal(kept, ids) {
		t.Errorf("%q, %q, %v", kept, ids, err)
	}
	if r, err := readResult(ids[2]); err != nil || r.SeriesAt("startup_time") == nil {
		t.Errorf("%+v, %v", r, err)
	}
	if err := listResults(io.Discard); err != nil {
		t.Error(err)
	}
}

// Where nothing can be kept, that is said, and the report was printed before.
func TestKeepNowhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", file)
	var cmd cobra.Command
	var out, errs bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&errs)
	ended := make(chan error)
	go func() { ended <- (&benchOutput{format: "table"}).write(&cmd, startReport(1)) }()
	select {
	case err := <-ended:
		if err != nil || out.Len() == 0 || !strings.Contains(errs.String(), "the result is not kept: ") {
			t.Errorf("%v, %q, %q", err, out.String(), errs.String())
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not end")
	}
}

// What is no terminal has tables of the usual width.
func TestWidthOf(t *testing.T) {
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, w := range []io.Writer{io.Discard, f} {
		if got := widthOf(w); got != usualWidth {
			t.Errorf("%d", got)
		}
	}
}
