package plainfile

import (
	"cmp"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// Create writes text to a new file at path, as the user who called sudo, if
// somebody did: with no more rights than that user has. What is there already is
// never written over.
func Create(path string, text []byte) error {
	write := func() error {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		_, err = f.Write(text)
		return cmp.Or(err, f.Close())
	}
	uid, gid, ok := caller(os.Geteuid(), os.Getenv)
	if !ok {
		return write()
	}
	return as(uid, gid, write)
}

// caller is the user who called sudo.
func caller(self int, env func(string) string) (uid, gid int, ok bool) {
	uid, errUID := strconv.Atoi(env("SUDO_UID"))
	gid, errGID := strconv.Atoi(env("SUDO_GID"))
	return uid, gid, self == 0 && errUID == nil && errGID == nil && uid > 0 && gid >= 0
}

// as has do touch files as another user would, on a thread of its own, which
// ends with it: so nothing else runs with that user's rights, nor do with root's.
func as(uid, gid int, do func() error) error {
	done := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread is not used again
		if _, _, errno := unix.RawSyscall(unix.SYS_SETGROUPS, 0, 0, 0); errno != 0 {
			done <- os.NewSyscallError("setgroups", errno)
			return
		}
		_ = unix.Setfsgid(gid)
		_ = unix.Setfsuid(uid)
		// Neither tells whether it worked; to ask again does.
		if now, _ := unix.SetfsuidRetUid(-1); now != uid {
			done <- os.NewSyscallError("setfsuid", unix.EPERM)
			return
		}
		if now, _ := unix.SetfsgidRetGid(-1); now != gid {
			done <- os.NewSyscallError("setfsgid", unix.EPERM)
			return
		}
		done <- do()
	}()
	return <-done
}
