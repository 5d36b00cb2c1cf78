package plainfile

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A testDir is a directory of a test's, and what it has of each kind.
type testDir struct {
	*testing.T
	dir string
}

// at is the path of name in the directory, or of the file of the host it names.
func (p testDir) at(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.dir, name)
}

func (p testDir) ok(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// newTestDir makes one of each kind, and a link to each, link-NAME.
func newTestDir(t *testing.T) testDir {
	p := testDir{t, t.TempDir()}
	p.ok(os.Chmod(p.dir, 0o755))
	p.ok(os.WriteFile(p.at("plain"), []byte("text"), 0o600))
	p.ok(os.WriteFile(p.at("large"), []byte("text and more"), 0o600))
	p.ok(os.WriteFile(p.at("open"), []byte("text"), 0o600))
	p.ok(os.Chmod(p.at("open"), 0o666))
	p.ok(os.WriteFile(p.at("group"), []byte("text"), 0o600))
	p.ok(os.Chmod(p.at("group"), 0o660))
	p.ok(os.Mkdir(p.at("directory"), 0o755))
	p.ok(unix.Mkfifo(p.at("fifo"), 0o600))
	l, err := net.Listen("unix", p.at("socket"))
	p.ok(err)
	t.Cleanup(func() { l.Close() })
	for _, name := range []string{"plain", "large", "open", "group", "directory", "fifo", "socket", "missing", "/dev/zero", "/dev/full", "/dev/null"} {
		p.ok(os.Symlink(p.at(name), p.at("link-"+filepath.Base(name))))
	}
	return p
}

// self trusts the files of whoever runs the test, and of the host.
var self = trust{uint32(os.Getuid()), 0}

// wants checks an error against words that it has to have; "" is none, and
// "missing" one of a file that is not there.
func (p testDir) wants(what, name, want string, err error) {
	p.Helper()
	switch {
	case want == "" && err == nil, want == "missing" && errors.Is(err, fs.ErrNotExist):
	case want == "" || err == nil || !strings.Contains(err.Error(), want):
		p.Errorf("%s %s: %v, want %q", what, name, err, want)
	}
}

func TestRead(t *testing.T) {
	p := newTestDir(t)
	for name, want := range map[string]string{
		"plain": "", "large": "larger than 0 KiB", "open": "has mode 0666, so others can write it: chmod go-w", "group": "has mode 0660",
		"directory": "is a directory: name a plain file", "fifo": "is a FIFO", "socket": "is a socket", "missing": "missing",
		"zero": "is a device", "full": "is a device", "null": "",
	} {
		path := name
		switch name {
		case "zero", "full", "null":
			path = "/dev/" + name
		}
		for _, path := range []string{path, "link-" + name} {
			b, err := self.read(p.at(path), 4)
			p.wants("read", path, want, err)
			if text := string(b); want == "" && text != "text" && name != "null" || name == "null" && text != "" {
				t.Errorf("%s: %q", path, text)
			}
		}
	}
	// Who is not root can read what others write.
	for _, name := range []string{"open", "group"} {
		_, err := trust(nil).read(p.at(name), 4)
		p.wants("read", name, "", err)
	}
	// What is only shown may be anybody's.
	f, err := Open(p.at("open"), 4)
	p.ok(err)
	f.Close()
	for _, name := range []string{"fifo", "/dev/zero", "large", "directory"} {
		if _, err := Open(p.at(name), 4); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

func TestTrust(t *testing.T) {
	p := newTestDir(t)
	uid := uint32(os.Getuid())
	for name, tt := range map[string]struct {
		trust trust
		want  string
	}{
		"mine":        {trust{uid}, ""},
		"another's":   {trust{uid + 1}, "whom root does not trust: chown root"},
		"everybody's": {nil, ""},
	} {
		_, err := tt.trust.read(p.at("plain"), 4)
		p.wants("read", name, tt.want, err)
	}
	if got := trusting(1000, "1001"); got != nil {
		t.Errorf("a user trusts only %v", got)
	}
	for sudo, want := range map[string]uint32{"1001": 1001, "4294967296": 0, "-1": 0, "x": 0, "": 0} {
		if got := trusting(0, sudo); got[0] != 0 || len(got) > 1 && want != 0 && got[1] != want || want == 0 && len(got) > 2 {
			t.Errorf("SUDO_UID=%s: %v", sudo, got)
		}
	}
}

// A file that grows while it is read is read no further than it may.
func TestGrowing(t *testing.T) {
	// The kernel says 0 bytes of it, and has more.
	_, err := self.read("/proc/self/stat", 16)
	testDir{T: t}.wants("read", "a file that grows", "larger", err)
}

func TestAppend(t *testing.T) {
	p := newTestDir(t)
	p.ok(os.Link(p.at("plain"), p.at("second")))
	p.ok(os.WriteFile(p.at("log"), []byte("a"), 0o600))
	p.ok(os.Symlink(p.at("log"), p.at("link-log")))
	for name, want := range map[string]string{
		"log": "", "link-log": "", "missing": "", "/dev/null": "", "link-null": "", "large": "",
		"fifo": "nobody reads: start its reader first", "directory": "is a directory", "socket": "is a socket", "/dev/zero": "is a device", "/dev/full": "is a device", "link-full": "is a device",
		"open": "has mode 0666", "second": "has 2 names", "no/missing": "missing",
	} {
		a, err := self.append(p.at(name))
		p.wants("append", name, want, err)
		if err == nil {
			_, err = a.Write([]byte("b"))
			p.ok(errors.Join(err, a.Close()))
		}
	}
	for name, want := range map[string]string{"log": "abb", "missing": "b"} {
		b, err := os.ReadFile(p.at(name))
		p.ok(err)
		if string(b) != want {
			t.Errorf("%s: %q, want %q", name, b, want)
		}
	}
}

// A pipe whose reader waits holds up nobody: what does not go in is lost.
func TestAppendToAFullPipe(t *testing.T) {
	p := newTestDir(t)
	r, err := os.OpenFile(p.at("fifo"), os.O_RDONLY|unix.O_NONBLOCK, 0)
	p.ok(err)
	defer r.Close()
	a, err := self.append(p.at("fifo"))
	p.ok(err)
	defer a.Close()
	for range 100 {
		if _, err = a.Write(make([]byte, 4096)); err != nil {
			break
		}
	}
	if !errors.Is(err, unix.EAGAIN) {
		t.Error(err)
	}
}

// An open descriptor has a name, which is a link of the kernel's.
func TestAppendToADescriptor(t *testing.T) {
	r, w, err := os.Pipe()
	testDir{T: t}.ok(err)
	defer r.Close()
	defer w.Close()
	a, err := self.append("/proc/self/fd/" + strconv.Itoa(int(w.Fd())))
	testDir{T: t}.ok(err)
	_, err = a.Write([]byte("x"))
	testDir{T: t}.ok(errors.Join(err, a.Close()))
	b := make([]byte, 2)
	if n, err := r.Read(b); n != 1 || err != nil {
		t.Error(n, err)
	}
}

func TestReplace(t *testing.T) {
	p := newTestDir(t)
	for _, name := range []string{"plain", "open", "link-plain", "link-missing", "fifo", "socket", "link-full", "new", "a/b/new"} {
		p.ok(self.replace(p.at(name), []byte("new")))
		b, err := self.read(p.at(name), 3)
		if fi, lerr := os.Lstat(p.at(name)); err != nil || lerr != nil || string(b) != "new" || fi.Mode() != 0o600 {
			t.Errorf("%s: %q, %v, %v", name, b, err, lerr)
		}
	}
	// What a link led to stays as it was, or is not made.
	if _, err := os.Lstat(p.at("missing")); err == nil {
		t.Error("the link was followed")
	}
	if files, err := filepath.Glob(p.at(".podtop-*")); err != nil || len(files) > 0 {
		t.Error(files, err)
	}
	p.wants("replace", "directory", "exists", self.replace(p.at("directory"), nil))
}

// Where another user could put a link, root writes nothing.
func TestPlace(t *testing.T) {
	p := newTestDir(t)
	uid := os.Getuid()
	for _, dir := range []string{"mine", "mine/below", "everybodys", "sticky", "sticky/below"} {
		p.ok(os.Mkdir(p.at(dir), 0o755))
	}
	p.ok(os.Chmod(p.at("everybodys"), 0o777))
	p.ok(os.Chmod(p.at("sticky"), 0o777|os.ModeSticky))
	p.ok(os.Symlink("mine/../mine/below/", p.at("to-mine")))
	p.ok(os.Symlink(p.at("everybodys"), p.at("to-everybodys")))
	p.ok(os.Symlink("round", p.at("round")))
	for name, tt := range map[string]struct{ is, want string }{
		"mine/x":          {"mine/x", ""},
		"to-mine/x":       {"mine/below/x", ""},
		"sticky/x":        {"sticky/x", ""},
		"sticky/below/x":  {"sticky/below/x", ""},
		"everybodys/x":    {"", "so others could lead root elsewhere: name another place, or chmod go-w"},
		"to-everybodys/x": {"", "has mode 0777"},
		"round/x":         {"", "too many levels"},
		"link-fifo/x":     {"", "not a directory"},
		"/dev/stderr":     {"/proc/self/fd/2", ""},
	} {
		for _, mk := range []bool{false, true} {
			got, err := self.find(p.at(name), mk)
			if name == "/dev/stderr" && mk {
				continue // it would be replaced
			}
			p.wants("place", name, tt.want, err)
			if tt.want == "" && got.path != p.at(tt.is) {
				t.Errorf("%s: %s, want %s", name, got.path, tt.is)
			}
			got.close()
		}
	}
	if uid != 0 {
		return // only root can make another's
	}
	// The user who called sudo may have a directory on the way, and no link.
	p.ok(os.Mkdir(p.at("callers"), 0o775))
	p.ok(os.Chmod(p.at("callers"), 0o775))
	p.ok(os.Chown(p.at("callers"), 1001, 1001))
	p.ok(os.Symlink(p.at("mine"), p.at("callers/link")))
	p.ok(os.Lchown(p.at("callers/link"), 1001, 1001))
	for name, want := range map[string]string{"callers/x": "", "callers/link/x": "link that belongs to uid 1001"} {
		got, err := trusting(0, "1001").find(p.at(name), false)
		p.wants("place", name, want, err)
		got.close()
	}
	p.ok(os.Lchown(p.at("to-mine"), 65534, -1))
	p.ok(os.Chown(p.at("sticky/below"), 65534, -1))
	for _, name := range []string{"to-mine/x", "sticky/below/x"} {
		_, err := self.find(p.at(name), true)
		p.wants("place", name, "belongs to uid 65534, who could lead root elsewhere", err)
		_, err = trust(nil).find(p.at(name), true)
		p.wants("place of no root", name, "", err)
	}
	p.ok(os.Symlink(p.at("plain"), p.at("sticky/x")))
	p.ok(os.Lchown(p.at("sticky/x"), 65534, -1))
	_, err := self.append(p.at("sticky/x"))
	p.wants("append", "another's link", "belongs to uid 65534", err)
	p.ok(os.Chown(p.at("plain"), 65534, -1))
	_, err = self.append(p.at("plain"))
	p.wants("append", "another's file", "belongs to uid 65534, whom root does not trust", err)
}

// A directory and a file that a group can write are refused alike, but for the
// directories of a user's own group.
func TestShared(t *testing.T) {
	for _, tt := range []struct {
		mode, uid, gid uint32
		want           bool
	}{
		{unix.S_IFDIR | 0o755, 0, 0, false},
		{unix.S_IFDIR | 0o775, 0, 0, true},
		{unix.S_IFDIR | 0o775, 0, 50, true},
		{unix.S_IFDIR | 0o775, 1001, 1001, false},
		{unix.S_IFDIR | 0o775, 1001, 100, true},
		{unix.S_IFDIR | 0o777, 1001, 1001, true},
		{unix.S_IFREG | 0o664, 1001, 1001, true},
		{unix.S_IFREG | 0o644, 1001, 1001, false},
	} {
		f := &file{Stat_t: unix.Stat_t{Mode: tt.mode, Uid: tt.uid, Gid: tt.gid}}
		if root := (trust{0, 1001}); f.isShared() != tt.want || (root.owner(f) != nil) != tt.want || (root.leads(f) != nil) != tt.want {
			t.Errorf("%o of %d, group %d: %v, %v", tt.mode, tt.uid, tt.gid, root.owner(f), root.leads(f))
		}
	}
}

// Whoever has a directory on the way can put a link in its place after it was
// looked at: root writes where it looked.
func TestARenamedDirectory(t *testing.T) {
	for name, write := range map[string]func(*place) (*os.File, error){
		"log": func(at *place) (*os.File, error) { return at.open(os.O_WRONLY|os.O_APPEND, self.appends) },
		"new": func(at *place) (*os.File, error) { return at.create(os.O_WRONLY | os.O_APPEND) },
	} {
		p := newTestDir(t)
		for _, dir := range []string{"way", "elsewhere"} {
			p.ok(errors.Join(os.Mkdir(p.at(dir), 0o755), os.WriteFile(p.at(dir+"/log"), nil, 0o600)))
		}
		at, err := self.find(p.at("way/"+name), false)
		p.ok(err)
		p.ok(errors.Join(os.Rename(p.at("way"), p.at("moved")), os.Symlink("elsewhere", p.at("way"))))
		f, err := write(&at)
		p.ok(err)
		_, err = f.WriteString("text")
		p.ok(errors.Join(err, f.Close()))
		at.close()
		if b, err := os.ReadFile(p.at("moved/" + name)); err != nil || string(b) != "text" {
			t.Errorf("%s: where root looked is %q, %v", name, b, err)
		}
		if b, err := os.ReadFile(p.at("elsewhere/log")); err != nil || len(b) > 0 {
			t.Errorf("%s: elsewhere is %q, %v", name, b, err)
		}
	}
}

// Wherever a walk ends, the directories it went over are closed.
func TestWalksAreClosed(t *testing.T) {
	p := newTestDir(t)
	open := func() int {
		all, err := os.ReadDir("/proc/self/fd")
		p.ok(err)
		return len(all)
	}
	before := open()
	for _, name := range []string{"plain", "link-plain", "new", "open", "directory", "missing/x", "fifo/x", "link-missing", "/dev/null", "/proc/self/fd/99"} {
		if a, err := self.append(p.at(name)); err == nil {
			p.ok(a.Close())
		}
		_, _ = ReadOwn(p.at(name), 4, self[0])
	}
	p.ok(self.replace(p.at("a/new"), nil))
	if after := open(); after != before {
		t.Errorf("%d descriptors, %d before", after, before)
	}
}
