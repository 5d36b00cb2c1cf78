//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// testLogs compares what podtop logs prints with what containers wrote: from
// the files that Podman keeps and gives, and from the journal.
func testLogs(t *testing.T, h *host) {
	if h.kind == "host" && testing.Short() {
		h.systemdLogs(t) // the rest is as on other machines
		return
	}
	t.Run("k8s-file", func(t *testing.T) { h.logs(t, h.viewer(), h.own, "k8s-file") })
	t.Run("none", func(t *testing.T) {
		b := h.run(t, h.own, "mute", []string{"--log-driver", "none"}, idle...)
		out, errs := h.viewer().logs(t, 1, b.name)
		if out != "" || !strings.Contains(errs, b.name+": its log driver is none") || !strings.Contains(errs, "--log-driver") {
			t.Errorf("%q, %q", out, errs)
		}
		if _, errs := h.viewer().logs(t, 1, b.name+"x"); !strings.Contains(errs, "did you mean "+b.name+"?") {
			t.Errorf("of a name that nobody has: %q", errs)
		}
	})
	t.Run("journald", func(t *testing.T) {
		if !h.journal {
			skip(t, "the machine's own journal belongs to others")
		}
		t.Run("own", func(t *testing.T) { h.logs(t, h.viewer(), h.own, "journald") })
		t.Run("forged", h.forgedLogs)
		t.Run("removed", h.removedLogs)
		if h.kind == "host" {
			h.systemdLogs(t)
		}
	})
}

// systemdLogs is what wants systemd, and a user of it.
func (h *host) systemdLogs(t *testing.T) {
	t.Run("rootless", func(t *testing.T) {
		h.logs(t, viewer{user: h.other.user, podtop: h.podtop}, h.other, "journald")
	})
	t.Run("quadlet", h.quadletLogs)
}

// talk writes what comes into /out and /err, and says when it began.
const talk = `mkfifo /out /err 2>/dev/null
echo begun
while :; do cat /err >&2; done &
while :; do cat /out; done`

// talks starts a container that writes what say has it write.
func (h *host) talks(t *testing.T, a *account, name, driver string) *box {
	t.Helper()
	return h.run(t, a, name, []string{"--log-driver", driver}, "sh", "-c", talk)
}

// say makes b write a line to one of its outputs, some time after the last one:
// Podman 4 gives times in seconds.
func (b *box) say(t *testing.T, output, text string) {
	t.Helper()
	time.Sleep(2 * time.Second)
	b.podman(t, "exec", b.name, "sh", "-c", `printf '%b\n' "$1" > /`+output, "sh", text)
}

// logs has two containers write by turns, and asks for that in all ways.
func (h *host) logs(t *testing.T, v viewer, a *account, driver string) {
	web, db := h.talks(t, a, "web", driver), h.talks(t, a, "db", driver)
	web.say(t, "out", "one")
	db.say(t, "out", "level=warn msg=two")
	web.say(t, "err", "level=error msg=three")
	db.say(t, "err", `four \033[31mred\033[0m \033]0;title\007`)
	web.say(t, "out", "five")
	v.waitLine(t, web.name, "five")
	v.waitLine(t, db.name, "four")

	h.chosenLogs(t, v, web, db)
	v.followLogs(t, web)
	web.restartLogs(t, v)
}

func (h *host) chosenLogs(t *testing.T, v viewer, web, db *box) {
	all := v.logLines(t, web.name, db.name)
	want := []string{
		"web stdout begun", "db stdout begun", "web stdout one", "db stdout level=warn msg=two", "web stderr level=error msg=three",
		"db stderr four \x1b[31mred\x1b[0m \x1b]0;title\a", "web stdout five",
	}
	if got := h.said(all); !slices.Equal(got, want) {
		t.Fatalf("all is %q, want %q", got, want)
	}
	for _, l := range all {
		b := web
		if l.Name == db.name {
			b = db
		}
		if l.Kind != "output" || l.ID != b.id || l.UID != b.userID() {
			t.Errorf("%+v of %s %s", l, b.name, b.id)
		}
	}
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{web.name}, []string{want[0], want[2], want[4], want[6]}},
		{[]string{web.id[:12]}, []string{want[0], want[2], want[4], want[6]}},
		{[]string{h.prefix + "[dw]?b", db.name}, want},
		{[]string{web.name, db.name, "-n", "3"}, want[4:]},
		{[]string{web.name, "-n", "0"}, nil},
		{[]string{web.name, db.name, "--since", stamp(all[4].Time)}, want[4:]},
		{[]string{web.name, db.name, "--until", stamp(all[4].Time.Add(time.Second))}, want[:5]},
		{[]string{web.name, db.name, "--grep", "~t(wo|hree)"}, want[3:5]},
		{[]string{web.name, db.name, "--grep", "~[OT]", "-i", "-n", "2"}, []string{want[4], want[5]}},
		{[]string{web.name, db.name, "--where", "stream=stderr"}, want[4:6]},
		{[]string{web.name, db.name, "--where", "level>=warn -three"}, want[3:4]},
		{[]string{web.name, db.name, "--where", "name=" + db.name + " stream=stdout"}, []string{want[1], want[3]}},
	} {
		if got := h.said(v.logLines(t, c.args...)); !slices.Equal(got, c.want) {
			t.Errorf("%q is %q, want %q", c.args, got, c.want)
		}
	}
	if out, _ := v.logs(t, 0, web.name, db.name, "-n", "2"); strings.Contains(out, "\x1b") || !strings.Contains(out, db.name+"  ! four red") || !strings.Contains(out, web.name+" | five\n") {
		t.Errorf("as text: %q", out)
	}
	if out, _ := v.logs(t, 0, web.name, "--format", "raw", "-n", "3"); out != "one\nlevel=error msg=three\nfive\n" {
		t.Errorf("raw: %q", out)
	}
}

// followLogs follows b until interrupted, and until nobody reads.
func (v viewer) followLogs(t *testing.T, b *box) {
	f := v.follow(t, b.name, "-n", "1")
	f.wait(t, "five")
	b.say(t, "out", "six")
	f.wait(t, "six")
	b.say(t, "err", "seven")
	f.wait(t, "seven")
	f.Process.Signal(os.Interrupt)
	f.ended(t, "five", "six", "seven")

	f = v.follow(t, b.name, "-n", "1", "--where", "stream=stderr")
	f.wait(t, "seven")
	f.in.Close()
	f.ended(t, "seven")
}

// restartLogs starts b anew: its log goes on.
func (b *box) restartLogs(t *testing.T, v viewer) {
	f := v.follow(t, b.name, "-n", "1")
	f.wait(t, "seven")
	b.podman(t, "restart", "-t", "0", b.name)
	f.wait(t, "begun")
	b.say(t, "out", "eight")
	f.wait(t, "eight")
	f.Process.Signal(os.Interrupt)
	f.ended(t, "seven", "begun", "eight")
	v.waitLine(t, b.name, "eight")
	var texts []string
	for _, l := range v.logLines(t, b.name) {
		texts = append(texts, l.Text)
	}
	if want := strings.Split("begun,one,level=error msg=three,five,six,seven,begun,eight", ","); strings.Join(texts, ",") != strings.Join(want, ",") {
		t.Errorf("after the restart: %q", texts)
	}
}

// forgedLogs has another user write in the name of root's container.
func (h *host) forgedLogs(t *testing.T) {
	b := h.talks(t, h.own, "forged", "journald")
	f := h.viewer().follow(t, b.name)
	f.wait(t, "begun")
	for i := range 3 {
		forge(t, fmt.Sprintf("MESSAGE=forged %d\nPRIORITY=3\nCONTAINER_ID_FULL=%s\nCONTAINER_NAME=%s\n", i, b.id, b.name))
	}
	b.say(t, "out", "true")
	f.wait(t, "true")
	f.Process.Signal(os.Interrupt)
	f.endedWith(t, "podtop: left out 3 lines: says it is "+b.name+", from uid "+fmt.Sprint(forger)+"\n", "begun", "true")
	out, errs := h.viewer().logs(t, 0, b.name, "--format", "raw")
	if out != "begun\ntrue\n" || !strings.Contains(errs, "left out 3 lines: says it is "+b.name+", from uid "+fmt.Sprint(forger)) {
		t.Errorf("%q, %q", out, errs)
	}
}

// forger is a user who has no container.
const forger = 65534

// forge writes an entry with those fields to the journal, as the forger.
func forge(t *testing.T, fields string) {
	t.Helper()
	cmd := exec.Command("logger", "--journald")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: forger, Gid: forger}}
	cmd.Stdin = strings.NewReader(fields)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("logger: %v: %s", err, out)
	}
}

// removedLogs asks for what a container wrote that is there no more.
func (h *host) removedLogs(t *testing.T) {
	accounts := []*account{h.own}
	if h.other != nil {
		accounts = append(accounts, h.other)
	}
	for _, a := range accounts {
		b := h.talks(t, a, "gone", "journald")
		b.say(t, "err", "bye")
		v := viewer{user: a.user, podtop: h.podtop}
		v.waitLine(t, b.name, "bye")
		b.remove(t)()
		lines := v.logLines(t, b.name)
		if got := h.said(lines); !slices.Equal(got, []string{"gone stdout begun", "gone stderr bye"}) || lines[0].ID != b.id || lines[0].UID != a.userID() {
			t.Errorf("uid %d: %+v", a.userID(), lines)
		}
	}
}

// quadletLogs has systemd make a container anew, with another id: its log goes
// on.
func (h *host) quadletLogs(t *testing.T) {
	b := h.quadlet(t, "unitlogs", "sh -c 'echo begun; sleep 3600'")
	v := h.viewer()
	v.waitLine(t, b.name, "begun")
	first := b.inspect(t, "{{.Id}}")
	f := v.follow(t, b.name)
	f.wait(t, "begun")
	b.podman(t, "kill", b.name)
	f.wait(t, "begun")
	f.Process.Signal(os.Interrupt)
	f.ended(t, "begun", "begun")
	lines := v.logLines(t, b.name+".service")
	if len(lines) != 2 || lines[0].ID != first || lines[1].ID == first || lines[1].Name != b.name {
		t.Errorf("%+v", lines)
	}
}
