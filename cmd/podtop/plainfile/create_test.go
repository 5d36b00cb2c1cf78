package plainfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A file is made, and nothing that is there is written over or followed.
func TestCreate(t *testing.T) {
	p := newTestDir(t)
	if err := Create(p.at("new"), []byte("text")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(p.at("new")); err != nil || string(b) != "text" {
		t.Errorf("%q, %v", b, err)
	}
	for _, name := range []string{"plain", "link-missing", "link-plain", "fifo", "directory"} {
		if err := Create(p.at(name), []byte("other")); !errors.Is(err, fs.ErrExist) {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if _, err := os.Lstat(p.at("missing")); err == nil {
		t.Error("a link was followed")
	}
}

// Under sudo a file is the caller's, made with the caller's rights.
func TestCreateUnderSudo(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	const uid, gid = 4711, 4712
	t.Setenv("SUDO_UID", "4711")
	t.Setenv("SUDO_GID", "4712")
	p := newTestDir(t)
	if err := Create(p.at("roots"), nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("in root's directory: %v", err)
	}
	theirs := p.at("theirs")
	p.ok(os.Mkdir(theirs, 0o755))
	p.ok(os.Chown(theirs, uid, gid))
	if err := os.Chmod(filepath.Dir(p.dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Create(filepath.Join(theirs, "new"), []byte("text")); err != nil {
		t.Fatal(err)
	}
	var st unix.Stat_t
	if err := unix.Stat(filepath.Join(theirs, "new"), &st); err != nil || st.Uid != uid || st.Gid != gid {
		t.Errorf("it is of %d:%d, %v", st.Uid, st.Gid, err)
	}
	p.ok(os.WriteFile(p.at("after"), nil, 0o600))
	if err := unix.Stat(p.at("after"), &st); err != nil || st.Uid != 0 {
		t.Errorf("what root writes later is of %d, %v", st.Uid, err)
	}
}
