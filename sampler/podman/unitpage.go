package podman

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/probe"
)

// Unit asks systemd about the unit that runs a container, and reads the file it
// is made from.
func (a *Asker) Unit(ctx context.Context, s probe.Target) (*probe.Unit, error) {
	d, owner, err := a.manager(&s)
	if err != nil {
		return nil, err
	}
	ctx, cancel := withDeadline(ctx, a.pace.systemctl, mostShare)
	defer cancel()
	b, err := d.ask(ctx, shownProperties+","+moreProperties, s.Unit)
	if err != nil {
		return nil, a.systemdError(&owner, &s, err)
	}
	u := parseUnit(b)
	if u.Load == "not-found" {
		u.Missing = append(u.Missing, note(model.Warn, "systemd", "it has no %s: if Quadlet refuses its file, this says why: %s", s.Unit, dryRun(&owner)))
	}
	a.read(ctx, d, &owner, u)
	u.Answer = a.now(u.Missing)
	return u, nil
}

// manager is the systemd that runs the unit of s.
func (a *Asker) manager(s *probe.Target) (*systemd, Endpoint, error) {
	owner := Endpoint{User: "root"}
	if s.UserUnit {
		owner = Endpoint{UID: s.UID, User: s.User}
	}
	switch {
	case s.Unit == "":
		return nil, owner, userErrorf("no systemd unit runs this container; podman-systemd.unit(5) says how one would")
	case !a.hasSystemd():
		return nil, owner, userErrorf("systemd does not run this host: %s is only a name here", text(s.Unit))
	case !isUnit(s.Unit):
		return nil, owner, userErrorf("%s is not the name of a service", text(s.Unit))
	case a.o.UID != 0 && owner.UID != 0 && owner.UID != a.o.UID:
		return nil, owner, userErrorf("it is a unit of %s's systemd, which only %s and root may ask; run podtop as root", owner.name(), owner.name())
	}
	return &systemd{uid: owner.UID, self: a.o.UID, runDir: a.o.Run, child: a.o.Child}, owner, nil
}

// systemdError is the error that tells the user why systemd did not answer.
func (a *Asker) systemdError(owner *Endpoint, s *probe.Target, err error) error {
	try := owner.systemctl(a.o.UID) + " status " + s.Unit
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return &userError{"systemd is asked by systemctl, of which there is none in $PATH", err}
	case errors.Is(err, context.DeadlineExceeded):
		return &userError{"systemd does not answer; try: " + try, err}
	case errors.Is(err, context.Canceled):
		return err
	}
	return &userError{text(err.Error()) + "; try: " + try, err}
}

// dryRun is the command that says what Quadlet makes of its files.
func dryRun(owner *Endpoint) string {
	const generator = "/usr/lib/systemd/system-generators/podman-system-generator"
	if owner.UID != 0 {
		return generator + " --user --dryrun"
	}
	return generator + " --dryrun"
}

// maxLines bounds the text of a unit.
const maxLines = 2048

// read reads the file u is made from, as its owner may.
func (a *Asker) read(ctx context.Context, d *systemd, owner *Endpoint, u *probe.Unit) {
	if u.Source == "" {
		return
	}
	b, err := d.file(ctx, u.Source)
	if err != nil {
		u.Missing = append(u.Missing, note(model.Info, "systemd", "its file cannot be read: %v; try: %s cat %s", err, owner.systemctl(a.o.UID), u.Name))
		return
	}
	for line := range bytes.Lines(b) {
		if len(u.Text) == maxLines {
			u.Missing = append(u.Missing, note(model.Info, "systemd", "of its file only the first %d lines are shown", maxLines))
			return
		}
		u.Text = append(u.Text, text(strings.TrimRight(string(line), "\r\n")))
	}
}

// file reads a plain file as the owner of the units may: it is the user's
// systemd that says which file, and root may read what that user may not.
func (d *systemd) file(ctx context.Context, path string) ([]byte, error) {
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("%s is no path", path)
	}
	if d.uid != 0 && d.uid != d.self {
		return d.run(ctx, "head", "-c", strconv.Itoa(maxUnitFile), "--", path)
	}
	return readPlain(path, 0, maxUnitFile)
}

// note is a note with clean text.
func note(severity model.Severity, source, format string, args ...any) model.Note {
	return model.Note{Severity: severity, Source: source, Text: text(fmt.Sprintf(format, args...))}
}
