package audit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func noHeads(context.Context, string, int) ([]Head, error) { return nil, nil }

func verify(t *testing.T, path string, heads ...Head) Verdict {
	t.Helper()
	v, err := verifyFile(path, func(context.Context, string, int) ([]Head, error) { return heads, nil })
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func verifyFile(path string, heads func(context.Context, string, int) ([]Head, error)) (Verdict, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return Verify(context.Background(), nil, path, heads)
	}
	if err != nil {
		return Verdict{}, err
	}
	defer f.Close()
	return Verify(context.Background(), f, path, heads)
}

func headsOf(lines []string) (heads []Head) {
	for i, l := range lines {
		heads = append(heads, Head{Seq: uint64(i + 1), Hash: hash([]byte(strings.TrimSuffix(l, "\n")))})
	}
	return heads
}

func TestVerifyNamesTheLine(t *testing.T) {
	_, good := written(t, 8)
	good[7] += "\n"
	edit := func(i int) func([]string) []string {
		return func(l []string) []string {
			l[i] = strings.Replace(l[i], "podman pause web", "podman pause app", 1)
			return l
		}
	}
	del := func(i, n int) func([]string) []string {
		return func(l []string) []string { return append(l[:i], l[i+n:]...) }
	}
	put := func(i int, text string) func([]string) []string {
		return func(l []string) []string { return append(l[:i:i], append([]string{text}, l[i:]...)...) }
	}
	swap := func(i, j int) func([]string) []string {
		return func(l []string) []string { l[i], l[j] = l[j], l[i]; return l }
	}
	for name, tt := range map[string]struct {
		change  func([]string) []string
		line    int
		kind    Kind
		journal bool // it takes the journal to see it
	}{
		"edited":             {edit(3), 4, Altered, false},
		"first edited":       {edit(0), 1, Altered, false},
		"last edited":        {edit(7), 8, Altered, true},
		"last but one":       {edit(6), 7, Altered, false},
		"one removed":        {del(4, 1), 5, Lost, false},
		"two removed":        {del(4, 2), 5, Lost, false},
		"first removed":      {del(0, 1), 1, Lost, false},
		"last cut":           {del(7, 1), 7, Cut, true},
		"three cut":          {del(5, 3), 5, Cut, true},
		"all cut":            {del(0, 8), 0, Cut, true},
		"two swapped":        {swap(2, 3), 3, Reordered, false},
		"far swapped":        {swap(1, 6), 2, Reordered, false},
		"first swapped":      {swap(0, 1), 1, Reordered, false},
		"last swapped":       {swap(6, 7), 7, Reordered, false},
		"a copy inserted":    {put(4, good[1]), 5, Inserted, false},
		"nonsense inserted":  {put(4, "hello\n"), 5, Inserted, false},
		"nonsense instead":   {func(l []string) []string { l[4] = "\x00\n"; return l }, 5, Altered, false},
		"empty line":         {put(4, "\n"), 5, Inserted, false},
		"long line":          {put(4, strings.Repeat("x", maxLine+9)+"\n"), 5, Inserted, false},
		"count changed":      {func(l []string) []string { l[4] = strings.Replace(l[4], `"seq":5`, `"seq":9`, 1); return l }, 5, Altered, false},
		"made anew":          {func(l []string) []string { return remade(edit(3)(l)) }, 4, Altered, true},
		"removed, made anew": {func(l []string) []string { return remade(del(3, 1)(l)) }, 4, Altered, true},
	} {
		t.Run(name, func(t *testing.T) {
			lines := tt.change(append([]string(nil), good...))
			path := logPath(t)
			mkdir(t, filepath.Dir(path))
			write(t, path, strings.Join(lines, ""), 0o600)
			for _, heads := range [][]Head{headsOf(good), nil} {
				v := verify(t, path, heads...)
				switch {
				case heads == nil && tt.journal:
					if v.Wrong != nil || v.Unproven == "" && v.Lines > 0 {
						t.Errorf("%+v", v)
					}
				case v.Wrong == nil || v.Wrong.Line != tt.line || v.Wrong.Kind != tt.kind:
					t.Errorf("%d heads: %+v, want %d %s", len(heads), v.Wrong, tt.line, tt.kind)
				}
			}
		})
	}
}

// remade is lines with the chain forged.
func remade(lines []string) []string {
	prev := noLine
	for i := range lines {
		r, err := parse([]byte(strings.TrimSuffix(lines[i], "\n")))
		if err != nil {
			panic(err)
		}
		r.Seq, r.Prev = uint64(i+1), prev
		b, _ := r.line()
		lines[i], prev = string(b)+"\n", hash(b)
	}
	return lines
}

func TestVerifyWithTheJournal(t *testing.T) {
	path, lines := written(t, 8)
	heads := headsOf(lines)
	forged := append(append([]Head(nil), heads...), heads[7])
	forged[8].Hash = noLine
	for name, tt := range map[string]struct {
		heads    []Head
		wrong    Kind
		proven   uint64
		unproven bool
	}{
		"all":             {heads, "", 8, false},
		"the last alone":  {heads[7:], "", 8, false},
		"not the last":    {heads[:6], "", 6, true},
		"none any more":   {nil, "", 0, true},
		"a log before":    {append(headsOf(lines[:3]), heads...), Lost, 8, false},
		"a forged head":   {forged, Altered, 7, true},
		"of a longer one": {append(headsOf(lines), Head{Seq: 9, Hash: noLine}), Cut, 8, false},
	} {
		v := verify(t, path, tt.heads...)
		if (v.Wrong != nil) != (tt.wrong != "") || v.Wrong != nil && v.Wrong.Kind != tt.wrong || v.Proven != tt.proven && tt.wrong != Altered || v.Unproven == "" == tt.unproven && tt.wrong != Altered {
			t.Errorf("%s: %+v %+v", name, v, v.Wrong)
		}
	}
	// Cut after line 5, and gone on.
	others := func(from, to uint64) (heads []Head) {
		for seq := from; seq <= to; seq++ {
			heads = append(heads, Head{Seq: seq, Hash: noLine})
		}
		return heads
	}
	for name, before := range map[string][]Head{
		"once":                    slices.Concat(heads[:5], others(6, 7)),
		"twice":                   slices.Concat(heads[:3], others(4, 8), heads[3:5], others(6, 7)),
		"behind a log moved away": slices.Concat(others(1, 8), heads[:5], others(6, 7)),
	} {
		v := verify(t, path, append(before, heads[5:]...)...)
		if v.Wrong == nil || v.Wrong.Kind != Cut || v.Wrong.Line != 6 || !strings.Contains(v.Wrong.Text, "cut after line 5 and went on") {
			t.Errorf("cut %s, and gone on: %+v", name, v.Wrong)
		}
	}
	if v := verify(t, filepath.Join(t.TempDir(), "gone"), heads...); v.Wrong == nil || v.Wrong.Kind != Cut {
		t.Errorf("the log is gone: %+v", v)
	}
	v, err := verifyFile(path, func(context.Context, string, int) ([]Head, error) { return nil, errors.New("no journal") })
	if err != nil || v.Wrong != nil || !strings.Contains(v.Unproven, "no journal") {
		t.Errorf("%+v %v", v, err)
	}
}
