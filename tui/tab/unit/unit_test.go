package unit

import (
	"errors"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
)

const (
	mb = 1 << 20
	gb = 1 << 30
)

func unitOf(name string) *probe.Unit {
	return &probe.Unit{
		Answer: probe.Answer{Time: modeltest.Start}, Name: name, Description: "The database of the shop",
		Load: "loaded", Active: "active", Sub: "running", Result: "success", Restarts: model.Known(2), Since: modeltest.Start.Add(-9 * 24 * time.Hour),
		MainPID: 1412, Restart: "on-failure", EnabledState: "generated", Source: "/etc/containers/systemd/db.container",
		Text: []string{
			"# the database", "[Container]", "Image=docker.io/library/postgres:18", "ContainerName=db",
			"Environment=POSTGRES_USER=shop POSTGRES_PASSWORD=hunter2", "Volume=db-data:/var/lib/postgresql", "", "[Service]", "Restart=on-failure", "MemoryMax=3G",
		},
		CPUQuota: model.NoLimit, MemoryMax: model.LimitOf(3 * gb), MemoryHigh: model.NoLimit, MemoryLow: model.LimitOf(256 * mb), TasksMax: model.LimitOf(2048), CPUWeight: model.Known(100),
		Properties: []probe.Pair{{Name: "OOMPolicy", Value: "stop"}},
	}
}

func onUnit(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, New, "db")
	g.With.Unit = unitOf("db.service")
	g.Tick(0)
	return g
}

func TestUnit(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onUnit(t).Golden() })
	t.Run("failed", func(t *testing.T) { // and has no container
		g := tabtest.On(t, New, "mailer")
		a := unitOf("mailer.service")
		a.Active, a.Sub, a.Result, a.ExitStatus, a.MainPID, a.Since = "failed", "failed", "exit-code", 203, 0, modeltest.Start.Add(-7*time.Minute)
		a.Missing = []model.Note{{Severity: model.Warn, Text: "/etc/containers/systemd/mailer.container cannot be read: that needs root"}}
		a.Text = nil
		g.With.Unit = a
		g.Tick(0)
		g.Golden()
	})
	t.Run("none", func(t *testing.T) {
		g := tabtest.On(t, New, "shop-api-1")
		g.With.Inspect = g.Inspection(probe.Health{})
		g.With.Inspect.Labels = []probe.Pair{{Name: "PODMAN_SYSTEMD_UNIT", Value: "podman-compose@shop.service"}}
		g.With.Inspect.RestartPolicy = "always"
		g.Tick(0)
		g.Golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := tabtest.On(t, New, "db")
		g.With.Hangs = true
		g.Tick(0)
		g.Tick(3 * time.Second)
		g.Golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := tabtest.On(t, New, "db")
		a := unitOf("d\x1b[2Jb.service")
		a.Description, a.Text[4], a.Source = "\x1b]0;x\a", "\u202eEnvironment=\x1b[31m", "/\x1b[1m"
		g.With.Unit = a
		g.Tick(0)
		g.Golden()
	})
}

func TestUnitSays(t *testing.T) {
	g := onUnit(t)
	g.Shows("db.service", "active (running) since", "NRestarts 2, Restart=on-failure", "/etc/containers/systemd/db.container",
		"3.0G", "2.0G", "held by less than MemoryMax=", "held by the unit, TasksMax=", "256M (MemoryLow=)", "OOMPolicy",
		"POSTGRES_PASSWORD=********", "1 line covered, x shows it")
	g.Lacks("hunter2")
	g.Press("x")
	g.Shows("POSTGRES_PASSWORD=hunter2", "1 line shown that looks secret, x covers it")
	g.Press("x")
	g.Lacks("hunter2")

	g.Subject.Gone = true
	g.Tick(0)
	g.Shows("It is gone; this is from", "db.service")

	g = onUnit(t) // is not below the unit's cgroup
	g.With.Unit.MemoryMax = model.LimitOf(gb)
	g.Tick(0)
	g.Shows("MemoryMax= does not reach it")

	g = tabtest.On(t, New, "db")
	g.With.Err = errors.New("the bus is away")
	g.Tick(0)
	g.Shows("Systemd: the bus is away; asking again.", "db.service")

	g = tabtest.On(t, New, "app") // nobody says anything of a unit
	g.With.Inspect = g.Inspection(probe.Health{})
	g.Tick(0)
	g.Shows("No systemd unit runs it.", "/etc/containers/systemd/app.container")
	g.Lacks("no proof")
	g.Env.Prober, g.Subject.Known = nil, false
	g.Tick(0)
	g.Shows("Which unit runs it is not known")
}

func TestUnitFits(t *testing.T) {
	onUnit(t).EverySize()
	g := tabtest.On(t, New, "app")
	g.EverySize()
}
