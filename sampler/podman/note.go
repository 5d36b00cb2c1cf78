package podman

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"podtop/model"
)

func (w *Watcher) noteNow() { w.note(time.Now()) }

// note works out the notes as they are at now.
func (w *Watcher) note(now time.Time) {
	var notes []model.Note
	own := false
	for _, f := range w.sorted() {
		own = own || f.UID == w.opts.UID
		if n, ok := f.note(now, w.opts.UID, w.hasSystemd()); ok {
			notes = append(notes, n)
		}
	}
	if !own {
		notes = append(notes, model.Note{
			Severity: model.Warn, Source: "podman",
			Text: "no Podman socket: names come from conmon alone, as they were at the start; try: " + enable(w.opts.UID, w.hasSystemd()),
		})
	}
	for _, m := range w.managers {
		if m.err != nil {
			notes = append(notes, model.Note{
				Severity: model.Info, Source: source("systemd", &m.Endpoint, w.opts.UID),
				Text: "units are not to be had: " + Clean(m.err.Error()),
			})
		}
	}
	slices.SortStableFunc(notes, func(a, b model.Note) int { return cmp.Compare(b.Severity, a.Severity) })
	w.notes.Store(&notes)
}

// note says what is wrong with the service, if anything is.
func (e *engine) note(now time.Time, self int, systemd bool) (model.Note, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := model.Note{Severity: model.Warn, Source: source("podman", &e.Endpoint, self)}
	silence := now.Sub(e.silent)
	late := errors.Is(e.err, context.DeadlineExceeded) || silence >= e.pace.ping
	silent := !e.silent.IsZero() && (silence >= e.pace.patience || late)
	if !e.lost.IsZero() && !e.up && e.err != nil {
		n.Severity = model.Bad // by which what the alerts say may be old
	}
	switch {
	case e.API == nil:
		n.Severity = model.Info
		n.Text = "the user's service sleeps and is left so: names come from conmon alone, as they were at the start"
	case silent && !late: // it may be slow, and no more
		n.Text = fmt.Sprintf("no answer for %d s: figures go on from the cgroups", max(1, int(silence.Seconds())))
	case silent:
		n.Severity = model.Bad
		n.Text = fmt.Sprintf("no answer for %d s: figures go on from the cgroups; try: %s",
			max(1, int(silence.Seconds())), restart(&e.Endpoint, self, systemd))
	case !e.up && now.Sub(e.lost) < e.pace.patience:
		return n, false // a restart, most likely
	case !e.up && e.err != nil && e.Named:
		n.Text = Clean(e.err.Error()) + ": figures go on from the cgroups; check --host or CONTAINER_HOST"
	case !e.up && e.err != nil:
		n.Text = fmt.Sprintf("%s: figures go on from the cgroups; try: %s", Clean(e.err.Error()), restart(&e.Endpoint, self, systemd))
	case e.err != nil:
		n.Text = "no list of containers, they are asked for one by one: " + Clean(e.err.Error())
	case e.stuck > 0:
		n.Text = fmt.Sprintf("no details of %s, perhaps a lock is held: asked again every %d s",
			containers(e.stuck), int(e.pace.retry.Seconds()))
	case e.refused > 0:
		n.Text = fmt.Sprintf("no details of %s: %s: asked again every %d s",
			containers(e.refused), Clean(e.refusal.Error()), int(e.pace.retry.Seconds()))
	case e.left > 0:
		n.Text = fmt.Sprintf("of its list %s left out: larger than 64 KiB, beyond the first %d, or not as Podman writes them", model.Plural(e.left, "entry is", "entries are"), maxContainers)
	default:
		return n, false
	}
	return n, true
}

func containers(n int) string { return model.Plural(n, "container", "containers") }

// source names whose service a note is about: "podman (op)", or "podman" for
// one's own.
func source(what string, e *Endpoint, self int) string {
	if e.UID == self {
		return what
	}
	return what + " (" + e.User + ")"
}

// enable is the command that gives user uid a socket.
func enable(uid int, systemd bool) string {
	if !systemd {
		return "podman system service --time=0"
	}
	e := Endpoint{UID: uid}
	return e.systemctl(uid) + " enable --now podman.socket"
}

// restart is the command that makes a service answer again.
func restart(e *Endpoint, self int, systemd bool) string {
	if !systemd {
		return "podman system service --time=0 unix://" + e.Socket
	}
	return e.systemctl(self) + " restart podman.socket podman.service"
}
