package lines

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"podtop/model/logs"
	"podtop/sampler/journal/journaltest"
)

// A journalctl is one that writes out one file.
type journalctl struct {
	mu    sync.Mutex
	path  string
	says  []byte
	err   error
	calls [][]string
}

func (c *journalctl) run(_ context.Context, out io.Writer, args ...string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, args)
	if c.err == nil && slices.Contains(args, "--file="+c.path) && !slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--after") }) {
		_, _ = out.Write(c.says) // a pipe that is read to its end
	}
	return c.err
}

// TestExport reads files that journalctl alone can read.
func TestExport(t *testing.T) {
	dir, of := unpack(t, "runs"), wantedOf("web", "db")
	of[0].Unit = logs.UnitName{Name: "web.service"}
	var want []logs.Line
	for _, l := range readAll(t, openLog(t, dir, logs.WithClaims, of...), start, logs.Query{}, always(1000)) {
		if l.Kind != logs.Start { // journalctl's lines have no marks between them
			want = append(want, l)
		}
	}
	change(t, dir, "*.journal", func(b []byte) []byte { b[12] |= 1; return b }) // xz
	says, err := journaltest.Read("../journal/testdata/runs.export.zst")
	if err != nil {
		t.Fatal(err)
	}
	c := &journalctl{path: filepath.Join(dir, "system.journal"), says: says}
	l := openWith(t, Options{Child: c.run}, dir, logs.WithClaims, of...)
	all := readAll(t, l, start, logs.Query{}, always(10))
	if d := cmp.Diff(shown(want), shown(all)); d != "" {
		t.Error(d)
	}
	if b := read(t, l, logs.Place{}, logs.Query{N: 1}); len(b.Missing) > 0 {
		t.Errorf("%q is missing", b.Missing)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if args := strings.Join(c.calls[0], " "); len(c.calls) != 6 || !strings.Contains(args, " --output=export") || !strings.Contains(args, " CONTAINER_NAME=web + ") {
		t.Errorf("%d calls, as %s", len(c.calls), args)
	}
}

// TestExportFails has journalctl be missing, or say nothing that can be read.
func TestExportFails(t *testing.T) {
	dir := unpack(t, "keyed")
	path := filepath.Join(dir, "system.journal")
	change(t, dir, "*.journal", func(b []byte) []byte { b[12] |= 1; return b })
	for what, c := range map[string]struct {
		journalctl *journalctl
		want       string
	}{
		"none":  {nil, "unsupported journal format: compressed with xz"},
		"gone":  {&journalctl{err: os.ErrNotExist}, "xz, and journalctl does not read it: file does not exist"},
		"fails": {&journalctl{err: errors.New("no such file")}, "and journalctl does not read it: no such"},
		"lies":  {&journalctl{path: path, says: bytes.Repeat([]byte("x"), 1<<20)}, "and journalctl does not read it: reading an exported journal"},
	} {
		o := Options{}
		if c.journalctl != nil {
			o.Child = c.journalctl.run
		}
		b := read(t, openWith(t, o, dir, logs.OutputAlone, web), start, logs.Query{N: 10})
		if len(b.Lines) > 0 || len(b.Missing) != 1 || !strings.Contains(b.Missing[0], path) || !strings.Contains(b.Missing[0], c.want) {
			t.Errorf("%s: %d lines, %q", what, len(b.Lines), b.Missing)
		}
	}
}
