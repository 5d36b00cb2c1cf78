package lines

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/journal"
	"podtop/sampler/journal/journaltest"
)

// The containers of the journals, see sampler/journal/testdata/make.
var (
	webID = model.ID(strings.Repeat("a", 64))
	dbID  = model.ID(strings.Repeat("b", 64))
	web   = logs.Wanted{Container: logs.Container{ID: webID, Name: "web"}}
	db    = logs.Wanted{Container: logs.Container{ID: dbID, Name: "db"}}
)

// unpack makes a directory with the files of a journal that a real journald
// wrote.
func unpack(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	if err := journaltest.Unpack("../journal/testdata", name, dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// growing is a journal of one file, of which the header says how many of its
// entries count.
func growing(t *testing.T) (dir string, count int, grow func(to int)) {
	t.Helper()
	const counted = 152 // offset of that number
	dir = unpack(t, "keyed")
	path := filepath.Join(dir, "system.journal")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	count = int(binary.LittleEndian.Uint64(b[counted:]))
	return dir, count, func(to int) {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteAt(binary.LittleEndian.AppendUint64(nil, uint64(to)), counted); err != nil {
			t.Fatal(err)
		}
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// change changes the files of a journal that match a pattern.
func change(t *testing.T, dir, pattern string, how func(b []byte) []byte) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(paths) == 0 {
		t.Fatal(pattern, err)
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		write(t, p, how(b))
	}
}

// replaced replaces text in a file by text of the same length.
func replaced(from, to string) func(b []byte) []byte {
	return func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), from, to)) }
}

// open opens a journal that has nothing wrong.
func open(t *testing.T, dir string) *journal.Journal {
	t.Helper()
	j := journal.Open(dir)
	t.Cleanup(func() {
		for _, p := range j.Problems() {
			t.Error(p.Err)
		}
		j.Close()
	})
	return j
}

func all(next logs.Source) (lines []logs.Line) {
	for l, ok := next(); ok; l, ok = next() {
		lines = append(lines, l)
	}
	return lines
}

// shown are lines in short: their container, stream and how the text begins.
func shown(lines []logs.Line) (texts []string) {
	for i := range lines {
		l := &lines[i]
		texts = append(texts, strings.TrimSpace(fmt.Sprintf("%s %s %.16q", l.Container.Name, l.Stream, l.Text)))
	}
	return texts
}

// written are the lines of the script that wrote the journals, of containers by
// their number: 0 is web, 1 is db.
func written(n, uid int, of ...int) (texts []string) {
	add := func(i int, text string) {
		stream := "stdout"
		if i%5 == 0 {
			stream = "stderr"
		}
		if slices.Contains(of, i%2) {
			texts = append(texts, fmt.Sprintf("%s %s %.16q", []string{"web", "db"}[i%2], stream, text))
		}
	}
	for i := range n {
		add(i, fmt.Sprintf("line %d of %d", i, uid))
	}
	for i, text := range []string{
		"two\nlines", "a\x00NUL, \x1b[31mred, \xff no UTF-8", strings.Repeat("long ", 4), "0, 1, 4, 9, 16, 25", "",
		strings.Repeat("k", 20), strings.Repeat("m", 20),
	} {
		add(i, text)
	}
	return texts
}

// reversed is all of them, the last first.
func reversed(texts []string) []string {
	texts = slices.Clone(texts)
	slices.Reverse(texts)
	return texts
}
