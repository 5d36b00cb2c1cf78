//go:build !e2e

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
)

// journals are those that a real journald wrote, where the tests run.
var journals, _ = filepath.Abs("../../sampler/journal/testdata")

// unpackJournal makes a directory of one of them: journal NAME DIR
func unpackJournal(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: journal NAME DIR")
	}
	dir := ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(dir, 0o700))
	paths, err := filepath.Glob(filepath.Join(journals, args[0]+".d", "*.zst"))
	ts.Check(err)
	for _, path := range paths {
		to := filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), ".zst"))
		ts.Check(unzstd(path, to))
	}
}

func unzstd(path, to string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := zstd.NewReader(file)
	if err != nil {
		return err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o600)
}
