package podman

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"podtop/model/look"
)

// systemd puts a systemctl that says text into w.
func (w *world) systemd(text string) {
	w.t.Helper()
	w.write("said", text)
	w.o.Systemctl = w.write("systemctl", "#!/bin/sh\necho \"$@\" >"+w.dir+"/called\ncat "+w.dir+"/said\n")
	if err := os.Chmod(w.o.Systemctl, 0o755); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) called() string {
	b, _ := os.ReadFile(w.dir + "/called")
	return string(b)
}

// unit is a container that web.service runs.
func unit(uid int, user bool) look.Subject {
	s := subject(uid)
	s.Unit, s.UserUnit = "web.service", user
	return s
}

func TestUnit(t *testing.T) {
	self := os.Getuid()
	w := newWorld(t, self)
	file := w.write("web.container", "[Container]\r\nExec=a\x1b[2Jb\n\n\tc")
	w.systemd(strings.Replace(shown, "/etc/containers/systemd/web.container", file, 1))
	u, err := w.asker().Unit(t.Context(), unit(self, false))
	if err != nil {
		t.Fatal(err)
	}
	if u.Name != "web.service" || u.Source != file || strings.Join(u.Text, "|") != "[Container]|Exec=a?[2Jb|| c" || len(u.Missing) != 0 || u.At == 0 {
		t.Errorf("%+v", u)
	}
	if c := w.called(); !strings.HasPrefix(c, "show --property=Id,") || !strings.HasSuffix(c, " -- web.service\n") {
		t.Errorf("systemctl was asked %q", c)
	}
	if _, err := w.asker().Unit(t.Context(), unit(self, true)); err != nil || strings.HasPrefix(w.called(), "--user ") != (self != 0) {
		t.Errorf("of the user's own: %q, %v", w.called(), err)
	}
}

func TestUnitInWords(t *testing.T) {
	for _, c := range []struct {
		name string
		uid  int
		user bool
		with func(*world, *look.Subject)
		want string
	}{
		{"no unit", 0, false, func(_ *world, s *look.Subject) { s.Unit = "" }, "no systemd unit runs this container; podman-systemd.unit(5)"},
		{"no systemd", 0, false, func(w *world, _ *look.Subject) { os.RemoveAll(w.o.Run) }, "systemd does not run this host: web.service is only a name"},
		{"no service", 0, false, func(_ *world, s *look.Subject) { s.Unit = "--x\x1b" }, "--x? is not the name of a service"},
		{"somebody else's", 1001, true, func(*world, *look.Subject) {}, "which only op and root may ask; run podtop as root"},
		{"no systemctl", 1000, true, func(w *world, _ *look.Subject) { w.o.Systemctl = "systemctl-there-is-none" }, "of which there is none in $PATH"},
		{"a complaint", 1000, true, func(w *world, _ *look.Subject) {
			w.systemd("")
			w.write("systemctl", "#!/bin/sh\necho Failed to connect to bus: No medium found >&2\nexit 1\n")
		}, "systemctl: Failed to connect to bus: No medium found; try: systemctl --user status web.service"},
		{"hung", 1000, true, func(w *world, _ *look.Subject) {
			w.systemd("")
			w.write("systemctl", "#!/bin/sh\nexec sleep 60\n")
		}, "systemd does not answer; try: systemctl --user status web.service"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := newWorld(t, c.uid), unit(1000, c.user)
			c.with(w, &s)
			a := w.asker()
			if c.name == "hung" {
				a.pace.systemctl /= 50
			}
			u, err := a.Unit(t.Context(), s)
			if u != nil || err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestUnitThatIsNotFound(t *testing.T) {
	self := os.Getuid()
	w := newWorld(t, self)
	w.systemd("Id=web.service\nLoadState=not-found\nActiveState=inactive\n")
	u, err := w.asker().Unit(t.Context(), unit(self, false))
	if err != nil || u.Load != "not-found" || !has(u.Missing, "podman-system-generator --dryrun") {
		t.Errorf("%+v, %v", u, err)
	}
}

// What is no plain file is not read, and what is too long is not shown whole.
func TestUnitFile(t *testing.T) {
	self := os.Getuid()
	w := newWorld(t, self)
	pipe := filepath.Join(w.dir, "pipe.container")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		pipe: "is no plain file", w.dir: "is no plain file", w.dir + "/none": "no such file", "web.container": "is no path",
		w.write("long.container", strings.Repeat("x\n", maxLines+1)):  "only the first 2048 lines",
		w.write("huge.container", strings.Repeat("y", 3*maxUnitFile)): "",
	} {
		w.systemd("Id=web.service\nLoadState=loaded\nSourcePath=" + path + "\n")
		u, err := w.asker().Unit(t.Context(), unit(self, false))
		if err != nil || (want == "") != (len(u.Missing) == 0) || want != "" && !has(u.Missing, want) || len(u.Text) > maxLines {
			t.Errorf("%s: %d lines, %v, %v", path, len(u.Text), u.Missing, err)
		}
	}
}

// Root reads a user's unit as that user: the user's systemd says which file.
func TestUnitFileOfAnother(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be another user")
	}
	const nobody = 65534
	w := newWorld(t, 0)
	if err := os.Chmod(filepath.Dir(w.dir), 0o755); err != nil {
		t.Fatal(err)
	}
	secret, open := w.write("secret", "root's\n"), w.write("open.container", "everybody's\n")
	if err := os.Chmod(secret, 0o600); err != nil {
		t.Fatal(err)
	}
	d := systemd{uid: nobody, self: 0, runDir: w.o.Run}
	if b, err := d.file(t.Context(), open); err != nil || string(b) != "everybody's\n" {
		t.Errorf("%q, %v", b, err)
	}
	if b, err := d.file(t.Context(), secret); err == nil || len(b) > 0 || !strings.Contains(err.Error(), "Permission denied") {
		t.Errorf("%q, %v", b, err)
	}
}
