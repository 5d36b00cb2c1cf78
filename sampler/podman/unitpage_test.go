package podman

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"podtop/model/probe"
)

// systemd makes systemctl say text, and note what it was asked.
func (w *world) systemd(text string) {
	w.o.Child = func(_ context.Context, uid int, args ...string) ([]byte, error) {
		w.called = fmt.Sprint(uid, ": ", strings.Join(args, " "))
		return []byte(text), nil
	}
}

// unit is a container that web.service runs.
func unit(uid int, user bool) probe.Target {
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
	as := strconv.Itoa(self)
	if c := w.called; !strings.HasPrefix(c, as+": systemctl show --property=Id,") || !strings.HasSuffix(c, " -- web.service") {
		t.Errorf("systemctl was asked %q", c)
	}
	if _, err := w.asker().Unit(t.Context(), unit(self, true)); err != nil || strings.HasPrefix(w.called, as+": systemctl --user ") != (self != 0) {
		t.Errorf("of the user's own: %q, %v", w.called, err)
	}
}

func TestUnitInWords(t *testing.T) {
	for _, c := range []struct {
		name string
		uid  int
		user bool
		with func(*world, *probe.Target)
		want string
	}{
		{"no unit", 0, false, func(_ *world, s *probe.Target) { s.Unit = "" }, "no systemd unit runs this container; podman-systemd.unit(5)"},
		{"no systemd", 0, false, func(w *world, _ *probe.Target) { os.RemoveAll(w.o.Run) }, "systemd does not run this host: web.service is only a name"},
		{"no service", 0, false, func(_ *world, s *probe.Target) { s.Unit = "--x\x1b" }, "--x? is not the name of a service"},
		{"somebody else's", 1001, true, func(*world, *probe.Target) {}, "which only op and root may ask; run podtop as root"},
		{"no systemctl", 1000, true, func(w *world, _ *probe.Target) { w.o.Child = nil }, "of which there is none in $PATH"},
		{"a complaint", 1000, true, func(w *world, _ *probe.Target) {
			w.o.Child = func(context.Context, int, ...string) ([]byte, error) {
				return nil, errors.New("Failed to connect to bus: No medium found")
			}
		}, "systemctl: Failed to connect to bus: No medium found; try: systemctl --user status web.service"},
		{"hung", 1000, true, func(w *world, _ *probe.Target) {
			w.o.Child = func(ctx context.Context, _ int, _ ...string) ([]byte, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
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
	const file = "/home/op/.config/containers/systemd/web.container"
	w := newWorld(t, 0)
	w.systemd("[Container]\n")
	d := systemd{uid: 1000, self: 0, runDir: w.o.Run, child: w.o.Child}
	b, err := d.file(t.Context(), file)
	if want := fmt.Sprintf("1000: head -c %d -- %s", maxUnitFile, file); err != nil || string(b) != "[Container]\n" || w.called != want {
		t.Errorf("%q, %v, by %q, want %q", b, err, w.called, want)
	}
	d.self = 1000
	if _, err := d.file(t.Context(), file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a user's own: %v", err)
	}
}
