package conn

import (
	"cmp"
	"context"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"podtop/sampler/kernel"
	"podtop/sampler/podman"
)

// A Socket is where a Podman service can be reached.
type Socket struct {
	Path   string
	UID    int    // whose it is
	User   string // that user's name
	Asleep bool   // its service does not run, and is to be left so
}

// A Search is where Sockets looks.
type Search struct {
	UID     int    // who podtop runs as
	Host    string // path of the only socket wanted, from ParseHost; "" for all
	Runtime string // $XDG_RUNTIME_DIR
	Run     string // "/run" if empty
	Cgroup  string // "/sys/fs/cgroup" if empty

	// LeaveAsleep marks the sockets of other users whose service does not run:
	// to connect would start it and keep it, at some 50 MB.
	LeaveAsleep bool

	// Stuck, if not nil, are looks into users' directories: a user may have
	// put what hangs there.
	Stuck *kernel.StuckCalls
}

// patience is how long a look into a user's directory may take.
const patience = 200 * time.Millisecond

// Sockets returns the sockets that exist now, by uid: as root those of root and
// of each user who has one, else one's own. It connects to none of them. It is
// cheap: ask again for users who come later.
func (s Search) Sockets() []Socket {
	run := cmp.Or(s.Run, "/run")
	if s.Host != "" {
		return s.named(s.Host)
	}
	if s.UID != 0 {
		dir := cmp.Or(s.Runtime, filepath.Join(run, "user", strconv.Itoa(s.UID)))
		return s.owned(nil, dir, s.UID)
	}
	var uids []int
	dirs, _ := os.ReadDir(filepath.Join(run, "user"))
	for _, d := range dirs {
		if uid, err := strconv.Atoi(d.Name()); err == nil && uid > 0 && strconv.Itoa(uid) == d.Name() {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	found := s.owned(nil, run, 0)
	for _, uid := range uids {
		found = s.owned(found, filepath.Join(run, "user", strconv.Itoa(uid)), uid)
	}
	return found
}

// named is the socket the user named: whoever owns it answers for it.
func (s Search) named(path string) []Socket {
	fi, err := os.Stat(path)
	if err != nil {
		return []Socket{{Path: path, UID: s.UID, User: username(s.UID)}}
	}
	uid := int(fi.Sys().(*syscall.Stat_t).Uid)
	return []Socket{{Path: path, UID: uid, User: username(uid)}}
}

// owned adds the socket of user uid below dir, if both are that user's.
func (s Search) owned(found []Socket, dir string, uid int) []Socket {
	path := filepath.Join(dir, "podman", "podman.sock")
	var there bool
	look := func() { there = ownedBy(dir, uid, os.ModeDir) && ownedBy(path, uid, os.ModeSocket) }
	if s.Stuck == nil || uid == s.UID {
		look()
	} else if !s.Stuck.Try(context.Background(), dir, patience, look, func() {}) {
		return found
	}
	if !there {
		return found
	}
	return append(found, Socket{
		Path: path, UID: uid, User: username(uid),
		Asleep: s.LeaveAsleep && uid != s.UID && !s.awake(uid),
	})
}

func ownedBy(path string, uid int, kind os.FileMode) bool {
	fi, err := os.Lstat(path)
	return err == nil && fi.Mode().Type() == kind && int(fi.Sys().(*syscall.Stat_t).Uid) == uid
}

func username(uid int) string {
	id := strconv.Itoa(uid)
	if u, err := user.LookupId(id); err == nil {
		return podman.Clean(u.Username)
	}
	return id
}
