package main

import (
	"context"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/lines"
)

// What others named or wrote comes to standard error as one clean line.
func TestErrorsAreClean(t *testing.T) {
	const name = "a\x1b]0;owned\a\x1b[31m.journal"
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat("no journal ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	r := logReader{logsOptions: &logsOptions{}, errs: &errs}
	r.openJournal(dir)
	defer r.close()
	if _, err := r.copied([]string{"web"}); err == nil {
		t.Error("there is a container")
	}
	r.reportJournal()
	r.fail("%v", errors.New("from another\nuser's \x1b[31mPodman"))
	out := errs.String()
	if strings.Count(out, "\n") != 2 || strings.Count(out, "owned") != 1 || strings.ContainsAny(out, "\x1b\a") {
		t.Errorf("%q", out)
	}
}

// A brokenPodman answers nobody.
type brokenPodman struct{}

// Stream implements lines.API.
func (brokenPodman) Stream(context.Context, string, url.Values) (io.ReadCloser, error) {
	return nil, errors.New("connection refused")
}

// When a log that is followed cannot be read, it is said and is an error.
func TestFollowFails(t *testing.T) {
	var out, errs strings.Builder
	r := &logReader{
		logsOptions: &logsOptions{options: &options{}, tail: -1, follow: true, format: "raw"}, out: &out, errs: &errs,
		logOf: func(int) (lines.API, error) { return brokenPodman{}, nil },
		asked: []logs.Wanted{{Container: logs.Container{ID: model.ID("a"), Name: "a"}}},
	}
	ended := make(chan error, 1)
	go func() { ended <- r.print(t.Context(), nil) }()
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(errs.String(), "connection refused") {
			t.Errorf("%v, %q", err, errs.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("it goes on")
	}
}
