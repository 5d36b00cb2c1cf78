//go:build e2e

package main_test

import (
	"os"
	"strings"
	"testing"
)

// skip skips t because the host cannot run it, which must be no surprise: the
// test has to stand in the file PODTOP_E2E_SKIPS, a line
//
//	TestE2E/v1/quadlet  why not there
//
// or it fails. Blank lines and those that begin with # say nothing.
func skip(t *testing.T, why string) {
	t.Helper()
	reason, ok := listed(t, os.Getenv("PODTOP_E2E_SKIPS"), t.Name())
	if !ok {
		t.Fatalf("cannot run on this host, and is not on the list of what may be skipped: %s", why)
	}
	t.Skipf("%s (listed: %s)", why, reason)
}

// listed returns what the file at path says of test.
func listed(t *testing.T, path, test string) (reason string, ok bool) {
	t.Helper()
	if path == "" {
		return "", false
	}
	list, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		name, reason, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == test {
			return strings.TrimSpace(reason), true
		}
	}
	return "", false
}
