//go:build !e2e

package main

import (
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"podtop/sampler/journal/journaltest"
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
	ts.Check(journaltest.Unpack(journals, args[0], dir))
}
