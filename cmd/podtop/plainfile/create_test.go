package plainfile

import (
	"errors"
	"os"
	"os/signal"
	"os/user"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// What is there already stays as it is, whatever it is, and where another could
// lead root nothing is made.
func TestCreate(t *testing.T) {
	p := newTestDir(t)
	p.ok(os.Mkdir(p.at("everybodys"), 0o755))
	p.ok(os.Chmod(p.at("everybodys"), 0o777))
	for name, want := range map[string]string{
		"new": "", "directory/new": "",
		"plain": "there is a file of that name already: " + p.at("plain"), "directory": "a file of that name already",
		"fifo": "a file of that name already", "link-plain": "a file of that name already", "link-missing": "a file of that name already",
		"no/new": "there is no directory " + p.at("no"), "plain/new": "not a directory",
		"everybodys/new": "so others could lead root elsewhere",
	} {
		p.wants("create", name, want, self.createText(p.at(name), []byte("new")))
		if want != "" {
			continue
		}
		b, err := os.ReadFile(p.at(name))
		if fi, lerr := os.Lstat(p.at(name)); err != nil || lerr != nil || string(b) != "new" || fi.Mode() != 0o600 {
			t.Errorf("%s: %q, %v, %v", name, b, err, lerr)
		}
	}
	if _, err := os.Lstat(p.at("missing")); err == nil {
		t.Error("the link was followed")
	}
	if b, err := os.ReadFile(p.at("plain")); string(b) != "text" {
		t.Errorf("plain is %q, %v", b, err)
	}
}

// Nothing is left of a file that there is no room for.
func TestCreateWithoutRoom(t *testing.T) {
	p := newTestDir(t)
	signal.Ignore(unix.SIGXFSZ)
	defer signal.Reset(unix.SIGXFSZ)
	var before unix.Rlimit
	p.ok(unix.Getrlimit(unix.RLIMIT_FSIZE, &before))
	p.ok(unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1000, Max: before.Max}))
	err := self.createText(p.at("new"), make([]byte, 5000))
	p.ok(unix.Setrlimit(unix.RLIMIT_FSIZE, &before))
	p.wants("create", "new", "file too large", err)
	if _, err := os.Lstat(p.at("new")); err == nil {
		t.Error("a part of it was left")
	}
	for errno, want := range map[error]string{
		unix.ENOSPC: "the disk is full; nothing was left of /a/b", unix.EDQUOT: "share of the disk is full",
		unix.EROFS: "nothing can be written in /a: it is mounted read-only", unix.EACCES: "no right to make a file in /a", unix.EIO: "input/output error",
	} {
		p.wants("create", "/a/b", want, createError("/a/b", &os.PathError{Op: "write", Path: "/a/b", Err: errno}))
	}
}

func TestCallerOfSudo(t *testing.T) {
	for _, tt := range []struct {
		uid            int
		sudoUID, group string
		want           bool
	}{
		{0, "1001", "1002", true},
		{0, "0", "0", false},
		{0, "", "", false},
		{0, "-1", "1002", false},
		{0, "4294967295", "1002", false},
		{0, "1001", "x", false},
		{1000, "1001", "1002", false},
	} {
		env := func(name string) string { return map[string]string{"SUDO_UID": tt.sudoUID, "SUDO_GID": tt.group}[name] }
		if c, ok := callerOf(tt.uid, env, func() caller { return caller{} }); ok != tt.want || ok && c != (caller{1001, 1002}) {
			t.Errorf("%+v: %+v, %v", tt, c, ok)
		}
	}
}

// Without sudo it is who logged in: also by su, doas, run0 and pkexec the kernel
// keeps that.
func TestCallerOfLogin(t *testing.T) {
	find := func(uid string) (*user.User, error) {
		if uid != "1003" && uid != "0" {
			return nil, user.UnknownUserIdError(1)
		}
		return &user.User{Uid: uid, Gid: "1004"}, nil
	}
	for _, tt := range []struct {
		uid            int
		sudoUID, login string
		want           caller
	}{
		{0, "", "1003", caller{1003, 1004}},
		{0, "0", "1003", caller{1003, 1004}}, // sudo in a shell of su's
		{0, "1001", "1003", caller{1001, 1001}},
		{0, "", "1005", caller{}}, // not known
		{0, "", "0", caller{}},
		{0, "", "4294967295", caller{}}, // a service
		{0, "", "", caller{}},
		{1000, "", "1003", caller{}},
	} {
		env := func(string) string { return tt.sudoUID }
		c, ok := callerOf(tt.uid, env, func() caller { return callerWithID(tt.login, find) })
		if ok != (tt.want != caller{}) || ok && c != tt.want {
			t.Errorf("%+v: %+v, %v", tt, c, ok)
		}
	}
}

// By sudo the file is of the user who called it, and is made where that user may
// make one, and nowhere else; the process is root as before.
func TestCreateForTheCaller(t *testing.T) {
	if os.Getuid() != 0 {
		return // only root can be called by sudo
	}
	p := newTestDir(t)
	for dir := p.dir; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		p.ok(os.Chmod(dir, 0o755))
	}
	p.ok(errors.Join(os.Mkdir(p.at("callers"), 0o755), os.Chown(p.at("callers"), 1001, 1001)))
	p.ok(errors.Join(os.Mkdir(p.at("roots"), 0o775), os.Chmod(p.at("roots"), 0o775))) // root's group may write there
	p.ok(errors.Join(os.Symlink(p.at("roots"), p.at("callers/link")), os.Lchown(p.at("callers/link"), 1001, 1001)))
	t.Setenv("SUDO_UID", "1001")
	t.Setenv("SUDO_GID", "1001")
	for name, want := range map[string]string{
		"callers/new": "", "roots/new": "no right to make a file in " + p.at("roots"), "callers/link/new": "no right to make a file",
	} {
		p.wants("create", name, want, Create(p.at(name), []byte("text")))
	}
	var st unix.Stat_t
	if err := unix.Lstat(p.at("callers/new"), &st); err != nil || st.Uid != 1001 || st.Gid != 1001 || st.Mode != unix.S_IFREG|0o600 {
		t.Errorf("%+v, %v", st, err)
	}
	for range 20 { // on whichever threads there are
		p.ok(os.WriteFile(p.at("roots/still"), nil, 0o600))
	}
	if err := unix.Lstat(p.at("roots/still"), &st); err != nil || st.Uid != 0 {
		t.Errorf("%+v, %v", st, err)
	}
}
