package lines

import (
	"os"
	"testing"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// benchLog is the log of all root's containers in the journal that is measured:
// $JOURNAL, or that of testdata.
func benchLog(b *testing.B) *Log {
	dir := os.Getenv("JOURNAL")
	if dir == "" {
		dir = unpack(b, "compact")
	}
	j := journal.Open(dir)
	defer j.Close()
	names, _ := j.Values("CONTAINER_NAME", 1000)
	if len(names) == 0 {
		b.Fatal("the journal has no containers")
	}
	return openLog(b, dir, logs.WithEvents, wantedOf(names...)...)
}

// BenchmarkPage reads the last 500 lines.
func BenchmarkPage(b *testing.B) {
	l := benchLog(b)
	for b.Loop() {
		read(b, l, logs.Place{}, logs.Query{Backward: true, N: 500})
	}
}

// BenchmarkSearch looks through all of the journal for what is not there.
func BenchmarkSearch(b *testing.B) {
	l := benchLog(b)
	p, err := logs.ParsePattern("no such text", logs.SmartCase)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		readAll(b, l, logs.Place{}, logs.Query{Backward: true, Pattern: p}, always(500))
	}
}

// BenchmarkCount counts over all of the journal: as it is done first, and each
// second.
func BenchmarkCount(b *testing.B) {
	l := benchLog(b)
	from := read(b, l, start, logs.Query{N: 1}).Oldest
	width := time.Since(from).Truncate(200*time.Second) / 200
	count := func(b *testing.B) {
		if _, err := l.Count(b.Context(), from, from.Add(200*width), 200); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			clear(l.counted.kept)
			count(b)
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			count(b)
		}
	})
}

// BenchmarkIdle waits while nothing is written.
func BenchmarkIdle(b *testing.B) {
	l := benchLog(b)
	l.wait = 0
	var at logs.Place
	for b.Loop() {
		w, err := l.Wait(b.Context(), at, logs.Query{N: 500})
		if err != nil {
			b.Fatal(err)
		}
		at = w.Reached
	}
}
