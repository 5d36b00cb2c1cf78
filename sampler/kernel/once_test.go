package kernel

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestEachLine(t *testing.T) {
	long := strings.Repeat("x", 20)
	for _, test := range []struct {
		name, in string
		buf      int
		want     []string
	}{
		{"empty", "", 8, nil},
		{"one", "abc\n", 8, []string{"abc"}},
		{"empty lines", "\n\na\n", 8, []string{"", "", "a"}},
		{"torn", "abc\nde", 8, []string{"abc"}},
		{"lines across reads", "abc\ndefg\nhi\njklmn\n", 8, []string{"abc", "defg", "hi", "jklmn"}},
		{"as long as fits", "abcdefg\nh\n", 8, []string{"abcdefg", "h"}},
		{"too long", "ab\n" + long + "\ncd\n", 8, []string{"ab", "cd"}},
		{"too long at the end", "ab\n" + long + "\n", 8, []string{"ab"}},
		{"too long and torn", long, 8, nil},
		{"one byte too long", "abcdefgh\nij\n", 8, []string{"ij"}},
	} {
		path := filepath.Join(t.TempDir(), "lines")
		write(t, path, test.in)
		var got []string
		err := EachLineAt(context.Background(), unix.AT_FDCWD, path, make([]byte, test.buf), func(b []byte) bool {
			got = append(got, string(b))
			return true
		})
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, %v, want %q", test.name, got, err, test.want)
		}
	}
}

func TestEachLineEnds(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/lines", strings.Repeat("x\n", 100))
	n := 0
	count := func([]byte) bool { n++; return n < 3 }
	buf := make([]byte, 16)
	if err := EachLineAt(context.Background(), unix.AT_FDCWD, dir+"/lines", buf, count); err != nil || n != 3 {
		t.Errorf("asked for three: %d lines, %v", n, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n = 0
	stop := func([]byte) bool { n++; cancel(); return true }
	if err := EachLineAt(ctx, unix.AT_FDCWD, dir+"/lines", buf, stop); !errors.Is(err, context.Canceled) || n > 8 {
		t.Errorf("cancelled: %d lines, %v", n, err)
	}
	if err := EachLineAt(context.Background(), unix.AT_FDCWD, dir+"/none", buf, count); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// What has gone says so, and what is there is read from a kept directory.
func TestReadBelowADirectoryThatGoes(t *testing.T) {
	cmd := exec.Command("sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	d, err := os.Open("/proc/" + strconv.Itoa(cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	dir, buf := int(d.Fd()), make([]byte, 4096)
	if b, err := ReadOnceAt(dir, "status", buf); err != nil || len(b) == 0 {
		t.Errorf("status: %q, %v", b, err)
	}
	if _, err := HeadAt(dir, "cmdline", buf); err != nil {
		t.Errorf("cmdline: %v", err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	gone := func(err error) bool { return errors.Is(err, ErrGone) || errors.Is(err, fs.ErrNotExist) }
	if _, err := ReadOnceAt(dir, "status", buf); !gone(err) {
		t.Errorf("status of one that has gone: %v", err)
	}
	if _, err := HeadAt(dir, "cmdline", buf); !gone(err) {
		t.Errorf("cmdline of one that has gone: %v", err)
	}
	if err := EachLineAt(context.Background(), dir, "status", buf, nil); !gone(err) {
		t.Errorf("lines of one that has gone: %v", err)
	}
}

func TestHead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cmdline")
	write(t, path, "sleep\x00infinity\x00")
	for n, want := range map[int]string{64: "sleep\x00infinity\x00", 7: "sleep\x00i", 0: ""} {
		if b, err := HeadAt(unix.AT_FDCWD, path, make([]byte, n)); err != nil || string(b) != want {
			t.Errorf("%d bytes: %q, %v, want %q", n, b, err, want)
		}
	}
}

func FuzzEachLine(f *testing.F) {
	f.Add("a\nb\n", 3)
	f.Add(strings.Repeat("x", 40)+"\ny\nz", 8)
	f.Fuzz(func(t *testing.T, text string, size int) {
		if size < 1 || size > 1<<16 {
			return
		}
		path := filepath.Join(t.TempDir(), "lines")
		write(t, path, text)
		var want, got []string
		for line := range strings.Lines(text) {
			if s, whole := strings.CutSuffix(line, "\n"); whole && len(s) < size {
				want = append(want, s)
			}
		}
		err := EachLineAt(context.Background(), unix.AT_FDCWD, path, make([]byte, size), func(b []byte) bool {
			got = append(got, string(b))
			return true
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q by %d: %q, %v, want %q", text, size, got, err, want)
		}
	})
}
