package storage

import (
	"errors"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
	"podtop/tui/widget"
)

const (
	kb = 1 << 10
	mb = 1 << 20
)

const gb = 1 << 30

func fillOf(total, free, avail, inodes, left uint64) probe.Fill {
	k := model.Known
	return probe.Fill{Type: "xfs", Total: k(total), Free: k(free), Avail: k(avail), Inodes: k(inodes), InodesFree: k(left)}
}

// storageOf is what a database writes to, at the time at.
func storageOf(at time.Duration) *probe.Storage {
	k, sec := model.Known, uint64(at/time.Second)
	return &probe.Storage{
		Answer: probe.Answer{At: at, Time: modeltest.Start.Add(at - 9*24*time.Hour)},
		Image:  k(187 * mb), Writable: k(2300 * kb),
		Mounts: []probe.Mount{
			{Type: "overlay", Source: clean.Of("/var/lib/containers/storage/overlay/cc6ee4ad3ab18fbe/merged"), Destination: clean.Of("/"), Fill: fillOf(400*gb, 90*gb, 70*gb, 200<<20, 190<<20)},
			{Type: "volume", Name: "db-data", Source: clean.Of("/var/lib/containers/storage/volumes/db-data/_data"), Destination: clean.Of("/var/lib/postgresql"), Fill: fillOf(60*gb, 3*gb, 2*gb, 1000, 130)},
			{Type: "bind", Source: clean.Of("/etc/db/postgresql.conf"), Destination: clean.Of("/etc/postgresql/postgresql.conf"), ReadOnly: true, Fill: probe.Fill{Type: "btrfs", Total: k(10 * gb), Free: k(9 * gb), Avail: k(9 * gb), Inodes: k(0), InodesFree: k(0)}},
			{Type: "tmpfs", Destination: clean.Of("/dev/shm")},
		},
		Devices: []probe.Device{
			{Name: "vda", RBytes: k(240 * kb * sec), WBytes: k(4 * mb * sec), RIOs: k(15 * sec), WIOs: k(256 * sec), ReadTime: k(9 * sec), WriteTime: k(700 * sec), DiskReads: k(20 * sec), DiskWrites: k(300 * sec), Busy: k(410 * sec), InFlight: k(2)},
			{Name: "253:7", RBytes: k(0), WBytes: k(0)},
		},
	}
}

func onStorage(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, New, "db")
	g.With.Storage = storageOf(g.Env.Now)
	g.Tick(0)
	g.With.Storage = storageOf(g.Env.Now + 2*time.Second)
	g.Tick(2 * time.Second)
	return g
}

func TestStorage(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onStorage(t).Golden() })
	t.Run("hangs", func(t *testing.T) {
		g := onStorage(t)
		g.With.Hangs = true
		g.Tick(5 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := tabtest.On(t, New, "db")
		g.With.Storage = &probe.Storage{
			Answer: probe.Answer{Missing: []model.Note{
				{Severity: model.Warn, Text: "io is not delegated to op: what it reads and writes is not known; delegate.conf of user@.service gives it"},
				{Severity: model.Info, Text: "volumes of op are not open to you: how full they are is not known"},
			}},
			Mounts: []probe.Mount{{Type: "volume", Name: "x", Destination: clean.Of("/x")}},
		}
		g.Tick(0)
		g.Golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := tabtest.On(t, New, "db")
		a := storageOf(g.Env.Now)
		for i := range a.Mounts {
			a.Mounts[i].Destination, a.Mounts[i].Source, a.Mounts[i].Name, a.Mounts[i].Type = clean.Of("\x1b[2J/容器/\u202e"), clean.Of("\x1b]0;x\a"), "a\nb", "\x1b[31m"
		}
		a.Devices[0].Name = "vd\x1b[1m"
		g.With.Storage = a
		g.Tick(0)
		g.Golden()
	})
}

func TestStorageSays(t *testing.T) {
	g := onStorage(t)
	g.Shows("187M", "2.2M, gone with the container", "240K", "4.0M", "0.45ms", "2.3ms", "41%", "volume", "db-data", "97%", "87%", "ro bind", "memory")
	g.Subject.Gone = true
	g.Tick(0)
	g.Shows("It is gone; this is from", "187M")

	g = tabtest.On(t, New, "migrate") // it has ended
	g.With.Storage = storageOf(g.Env.Now)
	g.With.Storage.Devices = nil
	g.Tick(0)
	g.Shows("187M")
	g.Lacks("No device", "It does not run")

	g = tabtest.On(t, New, "mailer") // a unit without a container
	g.Tick(0)
	g.Shows("It has no container now: there is nothing to read.")
	if g.With.Asked > 0 {
		t.Error("it was asked what no container writes to")
	}

	g = tabtest.On(t, New, "db")
	g.With.Err = errors.New("no space left")
	g.Tick(0)
	g.Shows("Podman: no space left; asking again.")
}

func TestStorageFits(t *testing.T) {
	onStorage(t).EverySize()
	g := tabtest.On(t, New, "db")
	g.EverySize()
}

func TestTookText(t *testing.T) {
	for _, tt := range []struct {
		seconds float64
		want    string
	}{{0, "0.00ms"}, {0.00035, "0.35ms"}, {0.000999, "1.0ms"}, {0.0099, "9.9ms"}, {0.012, "12ms"}, {0.9994, "999ms"}, {1, "1.0s"}, {75, "75s"}} {
		if got := widget.Latency(tt.seconds); got != tt.want {
			t.Errorf("%v s is %s, want %s", tt.seconds, got, tt.want)
		}
	}
}
