package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"podtop/model/bench"
	"podtop/model/clean"
)

// A resultCache remembers what kept results are in short, for as long as their
// files stay as they are.
type resultCache struct {
	mu    sync.Mutex
	known map[string]cachedResult // by name
}

type cachedResult struct {
	size    int64
	changed time.Time
	result  bench.Result
}

// Results implements pane.Bencher.
func (b *screenBench) Results(ctx context.Context) ([]bench.Result, error) {
	return b.results.list(ctx)
}

// Result implements pane.Bencher.
func (b *screenBench) Result(_ context.Context, name string) (*bench.Report, error) {
	if name == "" || strings.ContainsRune(name, '/') {
		return nil, errors.New("there is no such result")
	}
	r, err := readResult(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no result " + clean.Text(name) + " any more")
	}
	return r, err
}

// list is what was kept, the newest first. What is unreadable has its error.
func (c *resultCache) list(ctx context.Context) ([]bench.Result, error) {
	names, err := keptResults()
	if err != nil {
		return nil, err
	}
	slices.Reverse(names)
	c.mu.Lock()
	defer c.mu.Unlock()
	known := make(map[string]cachedResult, len(names))
	all := make([]bench.Result, 0, len(names))
	for _, name := range names {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r := c.read(name)
		known[name] = r
		all = append(all, r.result)
	}
	c.known = known
	return all, nil
}

// read is a result in short, from its file if that is another than it was.
func (c *resultCache) read(name string) cachedResult {
	var now cachedResult
	if info, err := os.Lstat(filepath.Join(benchDir(), name+".json")); err == nil {
		now.size, now.changed = info.Size(), info.ModTime()
	}
	if was, ok := c.known[name]; ok && was.size == now.size && was.changed.Equal(now.changed) {
		return was
	}
	now.result = shortResult(name)
	return now
}

func shortResult(name string) bench.Result {
	r, err := readResult(name)
	if err != nil {
		return bench.Result{Name: name, Err: err}
	}
	return r.Result(name)
}
