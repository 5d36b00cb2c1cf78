package kernel

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFileIsReadAfresh(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.current")
	write(t, path, "1\n")
	budget := &Budget{Max: 1}
	f, err := Open(budget, path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, want := range []string{"1\n", "22\n", ""} {
		write(t, path, want)
		if b, err := f.Read(make([]byte, 64)); err != nil || string(b) != want {
			t.Errorf("read %q, %v, want %q", b, err, want)
		}
	}
}

func TestPastTheBudgetFilesAreReopened(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/a", "1\n")
	write(t, dir+"/b", "2\n")
	budget := &Budget{Max: 1}
	a, _ := Open(budget, dir+"/a")
	b, err := Open(budget, dir+"/b")
	if err != nil || budget.Kept() != 1 || budget.Reopened != 1 {
		t.Fatalf("%v, %d kept, %d reopened", err, budget.Kept(), budget.Reopened)
	}
	if got, err := b.Read(make([]byte, 64)); err != nil || string(got) != "2\n" {
		t.Errorf("read %q, %v", got, err)
	}
	os.Remove(dir + "/b")
	if _, err := b.Read(make([]byte, 64)); !errors.Is(err, ErrGone) {
		t.Errorf("removed: %v, want ErrGone", err)
	}
	b.Close()
	a.Close()
	a.Close()
	if budget.Kept() != 0 || a.IsOpen() {
		t.Errorf("%d kept after Close", budget.Kept())
	}
}

func TestOpenSaysWhy(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/file", "")
	budget := &Budget{Max: 8}
	for _, path := range []string{dir + "/none", dir + "/file/below"} {
		if f, err := Open(budget, path); !errors.Is(err, fs.ErrNotExist) || f.IsOpen() {
			t.Errorf("%s: %v", path, err)
		}
	}
	var zero File
	if _, err := zero.Read(nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the zero File: %v", err)
	}
	zero.Close()
	if budget.Kept() != 0 {
		t.Errorf("%d kept", budget.Kept())
	}
}

func TestOpenAt(t *testing.T) {
	dir := t.TempDir()
	write(t, dir+"/dev", "lo\n")
	d, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	f, err := OpenAt(&Budget{}, int(d.Fd()), "dev") // none kept: opened below dir each time
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := f.Read(make([]byte, 8)); err != nil || string(b) != "lo\n" {
		t.Errorf("read %q, %v", b, err)
	}
}

// A file longer than the buffer is cut at a line, one longer than a page is
// read to its end.
func TestLongFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "io.stat")
	text := strings.Repeat("8:16 rbytes=1459200 wbytes=314773504\n", 500)
	write(t, path, text)
	f, err := Open(&Budget{Max: 1}, path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := f.Read(make([]byte, len(text)+1)); err != nil || string(b) != text {
		t.Errorf("read %d bytes of %d, %v", len(b), len(text), err)
	}
	b, err := f.Read(make([]byte, 1000))
	if err != nil || len(b) == 0 || !bytes.HasSuffix(b, []byte("\n")) || !strings.HasPrefix(text, string(b)) {
		t.Errorf("cut to %d bytes, ending %q, %v", len(b), b[len(b)-5:], err)
	}
}

// A kept file of something that has gone says so: here a process.
func TestGone(t *testing.T) {
	cmd := exec.Command("sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	path := "/proc/" + strconv.Itoa(cmd.Process.Pid) + "/stat"
	f, err := Open(&Budget{Max: 1}, path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	buf := make([]byte, 4096)
	if _, err := f.Read(buf); err != nil {
		t.Errorf("alive: %v", err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	if _, err := f.Read(buf); !errors.Is(err, ErrGone) {
		t.Errorf("gone: %v", err)
	}
	if _, err := ReadOnce(path, buf); !errors.Is(err, ErrGone) {
		t.Errorf("read once: %v", err)
	}
}

func TestReadAllocatesNothing(t *testing.T) {
	f, err := Open(&Budget{Max: 1}, "/proc/self/stat")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	buf := make([]byte, 4096)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := f.Read(buf); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
