package modeltest

import (
	"fmt"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/synth"
)

const (
	kb = 1 << 10
	mb = 1 << 20
	gb = 1 << 30
)

// machine is a host nothing runs on.
func machine() *Host {
	return &Host{
		Name: "podhost", CPUs: 8, MemTotal: 24 * gb, Interval: 100 * time.Millisecond,
		Engines: []model.Engine{
			{UID: 0, User: "root", Socket: "/run/podman/podman.sock", Version: "5.4.2", Up: true},
			{UID: 1000, User: "op", Socket: "/run/user/1000/podman/podman.sock", Version: "5.4.2", Up: true},
		},
	}
}

// Empty is a host without a container.
func Empty() *Host { return machine() }

// Busy is a host with some twenty containers, of every kind and in every
// state.
func Busy() *Host {
	h := machine()
	web := model.Pod{ID: string(ID("pod web")), Name: "web", User: "root", Infra: ID("web-infra"), State: "Running"}
	h.Pods = []model.Pod{web}
	h.Units = []model.Unit{
		{Name: "db.service", User: "root", Container: "db", ActiveState: "active", SubState: "running", Result: "success", Restarts: model.Known(2)},
		{Name: "mailer.service", User: "root", Container: "mailer", ActiveState: "failed", SubState: "failed", Result: "exit-code", ExitCode: 203, Changed: Start.Add(-7 * time.Minute), Restarts: model.Known(5)},
		{Name: "nightly.service", User: "root", Container: "nightly", ActiveState: "inactive", SubState: "dead", Result: "success", Restarts: model.Known(0)},
	}
	h.Containers = []Container{
		member(web, running("web-infra", 3*day, Load{Pids: 1, Anon: 300 * kb, Net: 100})),
		member(web, healthy(running("nginx", 3*day, Load{CPU: 1.1, Burst: Burst{2.4, 11 * time.Second, 2 * time.Second}, Quota: 3e6, Throttle: 0.08, Anon: 760 * mb, File: 52 * mb, Limit: gb, Rx: 12 * mb, Tx: 3 * mb, W: 1100 * kb, Pids: 41, PSI: [3]float64{0.12, 0, 0.01}, Net: 100}))),
		member(web, running("app", 3*day, Load{CPU: 0.81, Burst: Burst{0.5, 17 * time.Second, 3 * time.Second}, Anon: 994 * mb, File: 20 * mb, Limit: gb, W: 100 * kb, Pids: 55, PSI: [3]float64{0.02, 0.01, 0}, Net: 100})),
		unit("db.service", running("db", 9*day, Load{CPU: 0.08, Burst: Burst{0.3, 19 * time.Second, time.Second}, Anon: 402 * mb, File: 1200 * mb, Limit: 2 * gb, Rx: 1200, Tx: 900, R: 240 * kb, W: 4 * mb, Pids: 12, PSI: [3]float64{0, 0, 0.09}, Net: 101})),
		project("shop", healthy(running("shop-frontend-1", 26*time.Hour, Load{CPU: 0.11, Burst: Burst{0.4, 5 * time.Second, 2 * time.Second}, Anon: 188 * mb, File: 40 * mb, Limit: 512 * mb, Rx: 410 * kb, Tx: 1300 * kb, Pids: 23, Net: 102}))),
		project("shop", running("shop-api-1", 26*time.Hour, Load{CPU: 0.04, Burst: Burst{0.9, 13 * time.Second, 5 * time.Second}, Anon: 331 * mb, File: 90 * mb, Limit: 512 * mb, Rx: 220 * kb, Tx: 530 * kb, W: 20 * kb, Pids: 31, Net: 103})),
		project("shop", running("shop-redis-1", 26*time.Hour, Load{CPU: 0.05, Anon: 61 * mb, File: 4 * mb, Limit: 256 * mb, Rx: 90 * kb, Tx: 120 * kb, Pids: 6, Net: 104})),
		project("shop", running("shop-worker-1", 26*time.Hour, Load{CPU: 0.5, Quota: 5e5, Throttle: 0.87, Anon: 120 * mb, Limit: 256 * mb, Pids: 9, PSI: [3]float64{0.61, 0, 0}, Net: 105})),
		running("backup", 40*time.Minute, Load{CPU: 0.02, Burst: Burst{0.6, 7 * time.Second, 4 * time.Second}, Anon: 57 * kb, File: 64*mb - 200*kb, Limit: 64 * mb, R: 82 * mb, W: 39 * mb, Pids: 2, PSI: [3]float64{0, 0.04, 0.34}, Net: 106}),
		hostNet(running("node-exporter", 30*day, Load{CPU: 0.02, Anon: 22 * mb, File: 11 * mb, Pids: 8})),
		running("batch-8", 90*time.Second, Load{CPU: 0.6, Burst: Burst{1.4, 23 * time.Second, 14 * time.Second}, Anon: 1700 * mb, Pids: 5, PSI: [3]float64{0.04, 0, 0}, Net: 107}),
		exited("batch-7", 137, true, 2*time.Minute),
		exited("migrate", 1, false, 3*time.Hour),
		exited("seed", 0, false, 26*time.Hour),
		with(running("search", 5*day, Load{CPU: 0.03, Anon: 1100 * mb, File: 300 * mb, Limit: 2 * gb, Rx: 20 * kb, Tx: 11 * kb, Pids: 64, Net: 108}), func(m *model.Meta) { m.Health = "unhealthy" }),
		with(running("gitea", 20*time.Second, Load{CPU: 0.6, Anon: 90 * mb, File: 120 * mb, Limit: 512 * mb, Pids: 14, Net: 109}), func(m *model.Meta) { m.Health = "starting" }),
		with(running("legacy", 12*day, Load{Anon: 210 * mb, File: 10 * mb, Pids: 19, Net: 110}), func(m *model.Meta) { m.State = model.Paused }),
		of(1000, "op", running("jupyter", 7*time.Hour, Load{CPU: 0.01, Burst: Burst{1.4, 41 * time.Second, 6 * time.Second}, Anon: 640 * mb, File: 210 * mb, Limit: gb, Rx: 800, Tx: 300, Pids: 38, Net: 111})),
		of(1000, "op", running("web", 2*time.Hour, Load{CPU: 0.01, Anon: 9 * mb, File: 2 * mb, Pids: 3, Net: 112})),
		of(1000, "op", exited("scratch", 127, false, 50*time.Minute)),
	}
	h.PodmanEvents = map[int][]model.PodmanEvent{
		7:   {{Type: "image", Action: "pull", Name: "docker.io/library/redis:8"}},
		30:  {podmanEvent("exec", h, "db")},
		64:  {podmanEvent("health_status", h, "nginx", health("healthy"))},
		65:  {podmanEvent("health_status", h, "shop-frontend-1", health("healthy"))},
		100: {podmanEvent("died", h, "batch-7", func(e *model.PodmanEvent) { e.Time = Start.Add(-2 * time.Minute) })},
		103: {{Type: "volume", Action: "remove", Name: "cache"}},
		160: {podmanEvent("update", h, "search")},
		210: {podmanEvent("attach", h, "scratch")},
	}
	return h
}

// Degraded is Busy with root's Podman hanging and the user's gone.
func Degraded() *Host {
	h := Busy()
	h.NoPodman, h.PodmanEvents = true, nil
	for i := range h.Engines {
		h.Engines[i].Up = false
	}
	h.Notes = []model.Note{
		{Severity: model.Bad, Source: "podman", Text: "podman: no answer for 4 s; figures go on, names and states may be old"},
		{Severity: model.Warn, Source: "podman (op)", Text: "podman (op): not running; start it with systemctl --user start podman.socket"},
		{Severity: model.Info, Source: "cgroup", Text: "io is not delegated to user op: no block figures for those containers"},
	}
	return h
}

// Hostile is a host whose containers' names try to harm the screen, as if
// nobody had cleaned them.
func Hostile() *Host {
	h := machine()
	for i, name := range []string{
		"\x1b[31mred\x1b[0m", "title\x1b]0;owned\a", "tab\there", "line\nfeed\r", "\u202eesrever",
		"容器名字很长很长很长很长很长", "шайба", "e\u0301clair", "a\u200bb\ufeffc", "שלום", "🐳whale🇨🇭",
		strings.Repeat("long-name-", 410), "\xff\xfe broken", strings.Repeat("e\u0301", 2000), "", "plain",
	} {
		c := running(fmt.Sprint("h", i), time.Hour, Load{CPU: 0.1, Anon: uint64(i+1) * mb, Limit: gb, Rx: 100, Tx: 100, Pids: 1, Net: model.NetworkID(200 + i)})
		c.Name, c.Image = name, name
		h.Containers = append(h.Containers, c)
	}
	return h
}

// Many is a host with n running containers, every fifth of them busy.
func Many(n int) *Host {
	h := machine()
	for i := range n {
		l := Load{CPU: 0.002, Anon: uint64(20+i) * mb, Limit: 256 * mb, Rx: 100, Tx: 100, Pids: 4, Net: model.NetworkID(300 + i)}
		if i%5 == 0 {
			l.CPU, l.Burst = 0.4, Burst{0.5, time.Duration(7+i) * time.Second, 2 * time.Second}
		}
		h.Containers = append(h.Containers, running(fmt.Sprintf("app-%03d", i), time.Duration(i)*time.Hour, l))
	}
	return h
}

const day = 24 * time.Hour

func running(name string, age time.Duration, l Load) Container {
	id := ID(name)
	return Container{Load: l, Meta: model.Meta{
		ID: id, Name: name, User: "root", Source: model.FromAPI, Image: "registry.example/" + strings.TrimRight(name, "-0123456789") + ":1.4",
		State: model.Running, Created: Start.Add(-age - time.Second), Started: Start.Add(-age), Restarts: model.Known(0),
		NetworkMode: "bridge", LogDriver: "journald", CgroupPath: synth.Cgroup(0, id), PID: 1000 + len(name),
	}}
}

func exited(name string, code int, oom bool, ago time.Duration) Container {
	c := running(name, ago+time.Hour, Load{})
	c.State, c.ExitCode, c.OOMKilled, c.Finished, c.CgroupPath, c.PID = model.Exited, code, oom, Start.Add(-ago), "", 0
	return c
}

func with(c Container, change func(*model.Meta)) Container {
	change(&c.Meta)
	return c
}

func healthy(c Container) Container {
	return with(c, func(m *model.Meta) { m.Health = "healthy" })
}

func member(p model.Pod, c Container) Container {
	return with(c, func(m *model.Meta) { m.Pod, m.PodName, m.Infra = p.ID, p.Name, m.ID == p.Infra })
}

func unit(name string, c Container) Container {
	return with(c, func(m *model.Meta) { m.Unit, m.Restarts = name, model.Known(2) })
}

func project(name string, c Container) Container {
	return with(c, func(m *model.Meta) { m.Project = name })
}

func hostNet(c Container) Container {
	c.HostNS = true
	return with(c, func(m *model.Meta) { m.NetworkMode = "host" })
}

func of(uid int, user string, c Container) Container {
	return with(c, func(m *model.Meta) {
		m.ID = ID(user + "/" + m.Name)
		m.UID, m.User = uid, user
		if m.State.Live() {
			m.CgroupPath = synth.Cgroup(uid, m.ID)
		}
	})
}
