//go:build attack && amd64

package child

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// What nobody's user has put in podtop's way costs root neither time nor memory,
// and is not believed.
func TestAttackFiles(t *testing.T) {
	mustBeRoot(t)
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	theirs := func(name, text string, mode os.FileMode) {
		ok(os.WriteFile(at(name), []byte(text), mode))
		ok(os.Chmod(at(name), mode))
		ok(os.Chown(at(name), nobody, nobody))
	}
	theirs("theirs", "theme = \"dark\"\n", 0o644)
	theirs("everybodys", "theme = \"dark\"\n", 0o666)
	theirs("newlines", "", 0o644)
	newlines(t, at("newlines"))
	theirs("dots", strings.Repeat("a.", 32_000)+"a = 1\n", 0o644)
	ok(os.Chown(at("dots"), 0, 0))
	ok(unix.Mkfifo(at("fifo"), 0o666))
	ok(os.Symlink("/dev/zero", at("zero")))
	ok(os.WriteFile(at("roots"), nil, 0o600))
	ok(os.Symlink(at("roots"), at("link")))
	ok(os.Lchown(at("link"), nobody, nobody))
	for _, tt := range []struct{ args, want string }{
		{"config --config theirs", "belongs to uid 65534, whom root does not trust"},
		{"config --config everybodys", "belongs to uid 65534"},
		{"config --config fifo", "is a FIFO"},
		{"config --config zero", "is a device"},
		{"config --config newlines", "is larger than 64 KiB"},
		{"config --config dots", "more than 16 tables in each other"},
		{"stats --interval 100ms --debug link", "belongs to uid 65534, who could lead root elsewhere"},
		{"stats --interval 100ms --debug theirs", "belongs to uid 65534, whom root does not trust"},
		{"audit --file newlines", "newlines: 250000000 lines are none of podtop's"},
		{"audit --verify --file newlines", "line 1 was changed"},
		{"audit --verify --file fifo", "is a FIFO"},
	} {
		cmd := exec.Command(os.Getenv("PODTOP_BIN"), strings.Fields(tt.args)...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "SUDO_UID=", "XDG_CONFIG_HOME="+dir, "XDG_STATE_HOME="+dir)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		_ = cmd.Run() // with any code
		if cmd.ProcessState == nil || !strings.Contains(errs.String(), tt.want) {
			t.Errorf("%s: %q, want %q", tt.args, errs.String(), tt.want)
			continue
		}
		if kib := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss; kib > 64<<10 {
			t.Errorf("%s took %d MiB", tt.args, kib>>10)
		}
	}
	if b, err := os.ReadFile(at("roots")); err != nil || len(b) > 0 {
		t.Errorf("root wrote %q where another's link leads, %v", b, err)
	}
}

// newlines fills a file with 250 MB of them. What the test itself takes would
// count as what it starts takes.
func newlines(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for range 250 {
		if _, err := f.Write(bytes.Repeat([]byte("\n"), 1_000_000)); err != nil {
			t.Fatal(err)
		}
	}
}
