package journal

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// benchDir is the journal that is measured: $JOURNAL, a directory such as
// /var/log/journal/MACHINE, or that of testdata.
func benchDir(b *testing.B) string {
	if dir := os.Getenv("JOURNAL"); dir != "" {
		return dir
	}
	return unpack(b, "compact")
}

// journalctl measures journalctl beside: it prints to nowhere.
func journalctl(b *testing.B, dir string, args ...string) {
	b.Run("journalctl", func(b *testing.B) {
		for b.Loop() {
			cmd := exec.Command("journalctl", append([]string{"-D", dir, "--no-pager", "-q"}, args...)...)
			cmd.Stdout = io.Discard
			if err := cmd.Run(); err != nil {
				b.Skip(err)
			}
		}
	})
}

// containers returns the ids of the journal's containers.
func containers(b *testing.B, j *Journal) []string {
	ids, _ := j.Values("CONTAINER_ID_FULL", 1000)
	if len(ids) == 0 {
		b.Fatal("the journal has no containers")
	}
	return ids
}

func BenchmarkOpen(b *testing.B) {
	dir := benchDir(b)
	for b.Loop() {
		Open(dir).Close()
	}
}

// BenchmarkTail reads the last 500 lines of a container, with the journal open
// and, cold, not.
func BenchmarkTail(b *testing.B) {
	dir := benchDir(b)
	j := open(b, dir)
	ids := containers(b, j)
	id := "CONTAINER_ID_FULL=" + ids[len(ids)/2]
	tail := func(b *testing.B, j *Journal) {
		var buf []byte
		w := j.Backward(Match{{id, "_UID=0"}})
		for range 500 {
			e, ok := w.Next()
			if !ok {
				break
			}
			for _, name := range []string{"MESSAGE", "PRIORITY", "CONTAINER_PARTIAL_MESSAGE"} {
				var err error
				if buf, _, _, err = e.Field(buf[:0], name, 256<<10); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			tail(b, j)
		}
	})
	b.Run("opened", func(b *testing.B) {
		for b.Loop() {
			j := Open(dir)
			tail(b, j)
			j.Close()
		}
	})
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			forget(b, dir)
			b.StartTimer()
			j := Open(dir)
			tail(b, j)
			j.Close()
		}
	})
	journalctl(b, dir, "-n", "500", "-o", "cat", id, "_UID=0")
}

// forget has the kernel forget the files' pages.
func forget(b *testing.B, dir string) {
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range paths {
		f, err := os.Open(p)
		if err != nil {
			b.Fatal(err)
		}
		if err := unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED); err != nil {
			b.Fatal(err)
		}
		f.Close()
	}
}

// BenchmarkCount counts the lines of up to 40 containers, and those on stderr, in
// 200 buckets over the whole journal. journalctl can only print them.
func BenchmarkCount(b *testing.B) {
	dir := benchDir(b)
	j := open(b, dir)
	var all, stderr []Term
	for _, id := range containers(b, j) {
		if len(all) < 40 {
			all = append(all, Term{"CONTAINER_ID_FULL=" + id, "_UID=0"})
			stderr = append(stderr, Term{"CONTAINER_ID_FULL=" + id, "_UID=0", "PRIORITY=3"})
		}
	}
	oldest, newest := j.Span()
	counts := make([][]uint32, 40)
	for i := range counts {
		counts[i] = make([]uint32, 200)
	}
	for name, terms := range map[string][]Term{"lines": all, "stderr": stderr, "both": append(append([]Term(nil), all...), stderr...)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				j.Count(terms, uint64(oldest.UnixMicro()), uint64(newest.UnixMicro())+1, append(counts, counts...))
			}
		})
	}
	journalctl(b, dir, "-o", "short-unix", "--output-fields=PRIORITY,CONTAINER_ID_FULL")
}

// BenchmarkSearch looks for a text in all containers' messages.
func BenchmarkSearch(b *testing.B) {
	dir := benchDir(b)
	j := open(b, dir)
	var m Match
	for _, id := range containers(b, j) {
		m = append(m, Term{"CONTAINER_ID_FULL=" + id})
	}
	b.Run("podtop", func(b *testing.B) {
		n := 0
		for b.Loop() {
			var buf []byte
			w := j.Backward(m)
			for e, ok := w.Next(); ok; e, ok = w.Next() {
				var err error
				if buf, _, _, err = e.Field(buf[:0], "MESSAGE", 256<<10); err != nil {
					b.Fatal(err)
				}
				if n++; bytes.Contains(buf, []byte("no such text")) {
					b.Fatal("found")
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/line")
	})
	journalctl(b, dir, "-g", "no such text", "-n", "1")
}

// BenchmarkPoll polls with nothing new, and follows all there is.
func BenchmarkPoll(b *testing.B) {
	j := open(b, benchDir(b))
	w := j.Follow(Match{{"CONTAINER_ID_FULL=" + containers(b, j)[0], "_UID=0"}})
	b.Run("idle", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			w.Poll(1000)
		}
	})
	b.Run("all", func(b *testing.B) {
		read := uint64(0)
		for b.Loop() {
			for _, f := range j.files {
				w.read[f] = 0
				read += f.count
			}
			for len(w.Poll(1000)) > 0 {
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(read), "ns/entry")
	})
}
