package plainfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Create makes the file at path, which its owner alone can read, and writes text
// to it, all or nothing. What is there already stays: a link, too, wherever it
// leads.
//
// Who became root wants a file of their own: it is made as that user, so that the
// kernel lets root make none where that user may not.
func Create(path string, text []byte) error {
	uid := os.Geteuid()
	if c, ok := callerOf(uid, os.Getenv, loginUser); ok {
		return c.do(func() error { return trust(nil).createText(path, text) })
	}
	return trusting(uid, "").createText(path, text)
}

func (t trust) createText(path string, text []byte) error {
	at, err := t.findNew(path)
	if err != nil {
		return createError(at.path, err)
	}
	defer at.close()
	f, err := at.create(os.O_WRONLY | unix.O_NOFOLLOW)
	if err != nil {
		return createError(at.path, err)
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		err = errors.Join(createError(at.path, err), at.remove(f))
	}
	return errors.Join(err, f.Close())
}

// remove removes f, which is at p, if it is there still.
func (p *place) remove(f *os.File) error {
	there, err := p.openPath()
	if err != nil {
		return err
	}
	defer there.close()
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil || st.Ino != there.Ino || st.Dev != there.Dev {
		return err
	}
	return unix.Unlinkat(p.dir, p.name, 0)
}

// createError says in words why the file at path was not made.
func createError(path string, err error) error {
	switch {
	case errors.Is(err, unix.EEXIST):
		return fmt.Errorf("there is a file of that name already: %s", path)
	case errors.Is(err, unix.ENOSPC):
		return fmt.Errorf("the disk is full; nothing was left of %s", path)
	case errors.Is(err, unix.EDQUOT):
		return fmt.Errorf("the user's share of the disk is full; nothing was left of %s", path)
	case errors.Is(err, unix.EROFS):
		return fmt.Errorf("nothing can be written in %s: it is mounted read-only", filepath.Dir(path))
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no directory %s", filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("no right to make a file in %s", filepath.Dir(path))
	}
	return err
}

// A caller is the user who became root, by sudo, su or otherwise.
type caller struct{ uid, gid int }

// callerOf is who became user uid, if that is root and they are not: who called
// sudo or, without it, who logged in.
func callerOf(uid int, env func(string) string, login func() caller) (c caller, ok bool) {
	if uid != 0 {
		return c, false
	}
	if c = (caller{parseID(env("SUDO_UID")), parseID(env("SUDO_GID"))}); !c.isUser() {
		c = login()
	}
	return c, c.isUser()
}

func (c caller) isUser() bool { return c.uid != 0 && c.gid != 0 }

// loginUser is who logged in, by the kernel's word; the zero caller if nobody did,
// or if that user is not known here.
func loginUser() (c caller) {
	b, err := os.ReadFile("/proc/self/loginuid")
	if err != nil {
		return c
	}
	return callerWithID(strings.TrimSpace(string(b)), user.LookupId)
}

func callerWithID(uid string, find func(uid string) (*user.User, error)) (c caller) {
	if parseID(uid) == 0 {
		return c
	}
	u, err := find(uid)
	if err != nil {
		return c
	}
	return caller{parseID(uid), parseID(u.Gid)}
}

// parseID reads a user's or group's number, 0 if it is none. What is not set in
// the kernel is -1, which is none.
func parseID(text string) int {
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0
	}
	return int(n)
}

// do has f done as c, as far as files go.
func (c caller) do(f func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with this goroutine
		err := c.become()
		if err == nil {
			err = f()
		}
		done <- err
	}()
	return <-done
}

// become makes the present thread c for the file system: with another uid than
// root's it has none of root's rights there, and of c's groups those that c has.
func (c caller) become() error {
	groups := []int{c.gid}
	if u, err := user.LookupId(strconv.Itoa(c.uid)); err == nil {
		ids, _ := u.GroupIds()
		for _, id := range ids {
			if n, err := strconv.Atoi(id); err == nil {
				groups = append(groups, n)
			}
		}
	}
	if err := unix.Setgroups(groups); err != nil { // of this thread alone, unlike syscall's
		return fmt.Errorf("writing as uid %d, who became root: %w", c.uid, err)
	}
	_ = unix.Setfsgid(c.gid)
	_ = unix.Setfsuid(c.uid)
	uid, _ := unix.SetfsuidRetUid(-1)
	gid, _ := unix.SetfsgidRetGid(-1)
	if uid != c.uid || gid != c.gid {
		return fmt.Errorf("writing as uid %d, who became root, is not possible here", c.uid)
	}
	return nil
}
