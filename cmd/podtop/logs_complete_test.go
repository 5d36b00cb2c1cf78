//go:build !e2e

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"podtop/sampler/journal/journaltest"
)

// A shell gets no name that it would run, none that is another's, and not too
// many.
func TestOfferedNames(t *testing.T) {
	names := []string{
		"x$(touch a)a", "x$(touch a)b", "_activeHelp_ \x1b[31mcall me", "x;reboot", "x y", "x\ny", "`x`", "x\ty", "-x", "", "xé",
		"another's", "xothers", "x", "x-1_b.C", "web",
	}
	isOwn := func(name string) bool { return name != "xothers" }
	for written, want := range map[string]string{"": "x x-1_b.C web", "x": "x x-1_b.C", "x-": "x-1_b.C", "x$": "", "_": ""} {
		if got := strings.Join(offeredNames(names, written, isOwn), " "); got != want {
			t.Errorf("%q: %q, want %q", written, got, want)
		}
	}
	var many []string
	for i := range 2 * maxOffered {
		many = append(many, fmt.Sprint("x", i))
	}
	if n := len(offeredNames(many, "", isOwn)); n != maxOffered {
		t.Errorf("%d names", n)
	}
}

func TestWhoWrote(t *testing.T) {
	dir := t.TempDir()
	if err := journaltest.Unpack(journals, "keyed", dir); err != nil {
		t.Fatal(err)
	}
	r := logReader{logsOptions: &logsOptions{}}
	r.openJournal(dir)
	defer r.close()
	for _, tt := range []struct {
		name string
		uids []int
		want bool
	}{{"web", []int{0}, true}, {"web", []int{4242, 0}, true}, {"web", []int{4242}, false}, {"none", []int{0}, false}} {
		if got := r.wrote(tt.name, tt.uids); got != tt.want {
			t.Errorf("%s, %d: %v", tt.name, tt.uids, got)
		}
	}
	isOwn := func(name string) bool { return r.wrote(name, []int{0}) }
	if got := offeredNames(r.journalNames(), "", isOwn); !slices.Equal(got, []string{"db", "web"}) {
		t.Error(got)
	}
}
