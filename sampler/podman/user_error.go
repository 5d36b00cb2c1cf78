package podman

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"podtop/model"
	"podtop/model/probe"
)

// A userError tells the user why there is no answer, and what to do.
type userError struct {
	words string
	err   error // nil if there is nothing behind it
}

func (w *userError) Error() string { return w.words }
func (w *userError) Unwrap() error { return w.err }

func userErrorf(format string, args ...any) error {
	return &userError{words: fmt.Sprintf(format, args...)}
}

// foreign are the programs that inspect containers of other runtimes.
var foreign = map[model.Runtime]string{
	model.Docker:     "docker inspect",
	model.CRIO:       "crictl inspect",
	model.Containerd: "crictl inspect",
}

// service is who is to be asked about s.
func (a *Asker) service(s *probe.Target) (Endpoint, error) {
	if program, ok := foreign[s.Runtime]; ok {
		return Endpoint{}, userErrorf("this container is %s's, of which Podman knows nothing; try: %s %s", s.Runtime, program, s.ID.Short())
	}
	if !isID(string(s.ID)) {
		return Endpoint{}, userErrorf("there is no container yet: only its unit or its pod is known")
	}
	owner := Endpoint{UID: s.UID, User: s.User}
	switch e, ok := a.o.Service(s.UID); {
	case ok && e.API != nil:
		return e, nil
	case ok:
		return e, userErrorf("%s's Podman service sleeps, and podtop leaves it so; wake it with: %s start podman.service", e.name(), e.systemctl(a.o.UID))
	case a.o.UID != 0 && a.o.UID != s.UID:
		return e, userErrorf("only %s and root may ask %s's Podman; run podtop as root", owner.name(), owner.name())
	case !a.hasSystemd():
		return e, userErrorf("there is no Podman service to ask; start one with: podman system service --time=0")
	}
	return owner, userErrorf("%s has no Podman socket; make one with: %s enable --now podman.socket", owner.name(), owner.systemctl(a.o.UID))
}

// name is whose service it is.
func (e *Endpoint) name() string {
	if e.User == "" {
		return "user " + strconv.Itoa(e.UID)
	}
	return text(e.User)
}

// systemctl is the command that asks the owner's systemd.
func (e *Endpoint) systemctl(self int) string {
	switch e.UID {
	case 0:
		return "systemctl"
	case self:
		return "systemctl --user"
	}
	return "systemctl --user -M " + e.name() + "@"
}

// unanswered is the error that tells the user why e did not answer about s.
func (a *Asker) unanswered(e *Endpoint, s *probe.Target, err error) error {
	again := restart(e, a.o.UID, a.hasSystemd())
	var words *userError
	switch {
	case errors.As(err, &words):
		return err
	case statusOf(err) == http.StatusNotFound:
		return &userError{"Podman does not have this container any more; what it still has: podman ps -a", err}
	case statusOf(err) != 0:
		return &userError{"Podman refuses to tell: " + text(err.Error()), err}
	case errors.Is(err, context.DeadlineExceeded):
		return &userError{fmt.Sprintf("Podman does not answer about %s: perhaps a lock is held; try: podman inspect %s, or: %s", s.ID.Short(), s.ID.Short(), again), err}
	case errors.Is(err, context.Canceled):
		return err
	}
	return &userError{text(err.Error()) + "; try: " + again, err}
}
