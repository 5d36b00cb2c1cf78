//go:build !e2e

package main

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal/journaltest"
)

// What a run left without an end is a line of its own, and the next run's first
// line another, as on the screen; read from the end, too.
func TestRunsApart(t *testing.T) {
	dir := t.TempDir()
	if err := journaltest.Unpack(journals, "runs", dir); err != nil {
		t.Fatal(err)
	}
	var found []logs.Wanted
	for _, name := range []string{"web", "db", "cache"} {
		found = append(found, logs.Wanted{Container: logs.Container{Name: name}, Driver: "journald"})
	}
	log := copiedLogs(dir).OpenLog(found, logs.OutputAlone)
	defer log.Close()
	var want []string
	walk := logWalk{ctx: t.Context(), log: log}
	next := walk.source(logs.PlaceAt(time.Unix(0, 0)), logs.Query{})
	for l, ok := next(); ok; l, ok = next() {
		if l.Kind == logs.Output {
			want = append(want, l.Text)
		}
	}
	slices.Sort(want) // the screen puts a line without an end where the container died
	all := lastTexts(t, dir, found, len(want)+1)
	for _, texts := range [][]string{lastTexts(t, dir, found, -1), all} {
		if got := slices.Sorted(slices.Values(texts)); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, tail := range []int{0, 1, 7, 70} {
		if got := lastTexts(t, dir, found, tail); !slices.Equal(got, all[len(all)-tail:]) {
			t.Errorf("--tail %d: %q", tail, got)
		}
	}
}

// lastTexts are the last lines of a journal, all if tail is negative.
func lastTexts(t *testing.T, dir string, found []logs.Wanted, tail int) (texts []string) {
	r := logReader{logsOptions: &logsOptions{options: &options{}, tail: tail}, errs: io.Discard}
	r.openJournal(dir)
	defer r.close()
	r.sort(found)
	next, err := r.history(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for l, ok := next(); ok; l, ok = next() {
		texts = append(texts, l.Text)
	}
	return texts
}

// A polledLog is one to which lines come, at each call of Poll those of one turn.
type polledLog struct {
	madeLog
	turns [][]logs.Line
}

func (p *polledLog) Poll(lines []logs.Line) []logs.Line {
	if len(p.turns) > 0 {
		lines, p.turns = append(lines, p.turns[0]...), p.turns[1:]
	}
	return lines
}

// A line of which a part was there already goes on with what comes, and a prompt,
// which has no end, is printed all the same.
func TestFollowParts(t *testing.T) {
	part := func(text string, whole bool) logs.Line {
		return logs.Line{Stream: logs.Stdout, Text: text, Size: uint64(len(text)), Partial: !whole}
	}
	for _, tail := range []int{-1, 2} {
		p := &polledLog{madeLog{lines: []logs.Line{part("a", true), part("b", false)}}, [][]logs.Line{{part("c", true), part("Password: ", false)}}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		out := &written{}
		out.gone = func() {
			if strings.Contains(out.String(), `"bc"`) { // what is written now is the prompt
				cancel()
			}
		}
		r := &logReader{logsOptions: &logsOptions{options: &options{}, tail: tail, follow: true, format: "json"}, out: out, errs: io.Discard, lines: p}
		err := r.print(ctx, nil)
		got := regexp.MustCompile(`"text":"[^"]*"`).FindAllString(out.String(), -1)
		if want := []string{`"text":"a"`, `"text":"bc"`, `"text":"Password: "`}; err != nil || !slices.Equal(got, want) {
			t.Errorf("--tail %d: %q, %v, want %q", tail, got, err, want)
		}
		cancel()
	}
}
