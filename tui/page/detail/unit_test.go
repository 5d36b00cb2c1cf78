package detail

import (
	"errors"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
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

func onUnit(t *testing.T) *stage {
	g := onStage(t, newUnit, "db")
	g.with.unit = unitOf("db.service")
	g.tick(0)
	return g
}

func TestUnit(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onUnit(t).golden() })
	t.Run("failed", func(t *testing.T) { // and has no container
		g := onStage(t, newUnit, "mailer")
		a := unitOf("mailer.service")
		a.Active, a.Sub, a.Result, a.ExitStatus, a.MainPID, a.Since = "failed", "failed", "exit-code", 203, 0, modeltest.Start.Add(-7*time.Minute)
		a.Missing = []model.Note{{Severity: model.Warn, Text: "/etc/containers/systemd/mailer.container cannot be read: that needs root"}}
		a.Text = nil
		g.with.unit = a
		g.tick(0)
		g.golden()
	})
	t.Run("none", func(t *testing.T) {
		g := onStage(t, newUnit, "shop-api-1")
		g.with.inspect = inspection(g, probe.Health{})
		g.with.inspect.Labels = []probe.Pair{{Name: "PODMAN_SYSTEMD_UNIT", Value: "podman-compose@shop.service"}}
		g.with.inspect.RestartPolicy = "always"
		g.tick(0)
		g.golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onStage(t, newUnit, "db")
		g.with.hangs = true
		g.tick(0)
		g.tick(3 * time.Second)
		g.golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := onStage(t, newUnit, "db")
		a := unitOf("d\x1b[2Jb.service")
		a.Description, a.Text[4], a.Source = "\x1b]0;x\a", "\u202eEnvironment=\x1b[31m", "/\x1b[1m"
		g.with.unit = a
		g.tick(0)
		g.golden()
	})
}

func TestUnitSays(t *testing.T) {
	g := onUnit(t)
	g.shows("db.service", "active (running) since", "NRestarts 2, Restart=on-failure", "/etc/containers/systemd/db.container",
		"3.0G", "2.0G", "held by less than MemoryMax=", "held by the unit, TasksMax=", "256M (MemoryLow=)", "OOMPolicy",
		"POSTGRES_PASSWORD=********", "1 line covered, x shows it")
	g.lacks("hunter2")
	g.press("x")
	g.shows("POSTGRES_PASSWORD=hunter2", "1 line shown that looks secret, x covers it")
	g.press("x")
	g.lacks("hunter2")

	g.s.Gone = true
	g.tick(0)
	g.shows("It is gone; this is from", "db.service")

	g = onUnit(t) // is not below the unit's cgroup
	g.with.unit.MemoryMax = model.LimitOf(gb)
	g.tick(0)
	g.shows("MemoryMax= does not reach it")

	g = onStage(t, newUnit, "db")
	g.with.err = errors.New("the bus is away")
	g.tick(0)
	g.shows("Systemd: the bus is away; asking again.", "db.service")

	g = onStage(t, newUnit, "app") // nobody says anything of a unit
	g.with.inspect = inspection(g, probe.Health{})
	g.tick(0)
	g.shows("No systemd unit runs it.", "/etc/containers/systemd/app.container")
	g.lacks("no proof")
	g.env.Prober, g.s.Known = nil, false
	g.tick(0)
	g.shows("Which unit runs it is not known")
}

func TestUnitFits(t *testing.T) {
	onUnit(t).everySize()
	g := onStage(t, newUnit, "app")
	g.everySize()
}
