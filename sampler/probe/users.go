package probe

import (
	"os/user"
	"strconv"
	"sync"
	"time"

	"podtop/model/clean"
)

// users knows the names of users.
type users struct {
	mu    sync.Mutex
	names map[int]string
	since time.Time
}

// What is known of users stands for a while: /etc/passwd is read through for
// each who is not known yet.
const (
	usersKeep = time.Minute
	mostUsers = 4096
	maxUser   = 64 // bytes of a name
)

// name is the name of uid, or its number where it has none; "" of -1.
func (u *users) name(uid int) string {
	if uid < 0 {
		return ""
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.names == nil || len(u.names) >= mostUsers || time.Since(u.since) > usersKeep {
		u.names, u.since = map[int]string{}, time.Now()
	}
	name, ok := u.names[uid]
	if !ok {
		name = strconv.Itoa(uid)
		if who, err := user.LookupId(name); err == nil {
			name = clean.Head(who.Username, maxUser)
		}
		u.names[uid] = name
	}
	return name
}
