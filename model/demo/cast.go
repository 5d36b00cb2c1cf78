package demo

import (
	"time"

	"podtop/model"
	"podtop/model/synth"
)

const (
	opUID    = 1000
	guestUID = 1001
)

// Engines are its users' Podmans.
var Engines = []model.Engine{
	{User: "root", Socket: "/run/podman/podman.sock", Version: "5.4.2", Up: true, Listed: true},
	{UID: opUID, User: "op", Socket: "/run/user/1000/podman/podman.sock", Version: "5.4.2", Up: true, Listed: true},
}

// cast makes the containers as they are a day before now.
func (h *Host) cast(now time.Time) {
	c := casting{now: now, web: model.Pod{ID: string(synth.ID("pod web")), Name: "web", User: "root", Infra: synth.ID("web-infra"), State: "Running"}}
	visitors := &tide{day: 0.55, sway: 0.16, slow: 40, surge: 1.1, every: 75, fade: 6}
	shoppers := &tide{day: 0.7, sway: 0.22, slow: 60, surge: 1.6, every: 140, fade: 9}
	orders := &tide{day: 0.6, sway: 0.3, slow: 25}
	nightly := &tide{period: 110, on: 38}
	scrapes := &tide{period: 15, on: 0.5}
	jobs := &tide{sway: 0.2, slow: 10, work: 50, rest: 70}
	cells := &tide{sway: 0.5, slow: 30, work: 9, rest: 45}
	h.tides = []*tide{visitors, shoppers, orders, nightly, scrapes, jobs, cells}
	h.pods = []model.Pod{c.web}
	h.units = []model.Unit{
		{Name: "registry.service", User: "root", Container: "registry", ActiveState: "active", SubState: "running", Result: "success", Restarts: model.Known(0)},
		{Name: "mailer.service", User: "root", Container: "mailer", ActiveState: "inactive", SubState: "dead", Result: "success", Restarts: model.Known(0)},
		{Name: "nightly.service", User: "root", Container: "nightly", ActiveState: "inactive", SubState: "dead", Result: "success", Restarts: model.Known(0)},
	}
	c.webPod(visitors)
	c.shop(shoppers, orders)
	c.others(nightly, scrapes, orders)
	c.users(jobs, cells)
	c.ended()
	c.limits()
	h.containers = c.all
}

// A casting collects containers.
type casting struct {
	now time.Time
	web model.Pod
	all []*container
}

// add adds a container of root's that has run for age.
func (c *casting) add(name string, age time.Duration, w work) *container {
	n := &container{work: w}
	n.Meta = model.Meta{
		ID: synth.ID(name), Name: name, User: "root", Source: model.FromAPI, State: model.Running,
		Created: c.now.Add(-age - time.Second), Started: c.now.Add(-age), Restarts: model.Known(0),
		NetworkMode: "bridge", LogDriver: "journald", PID: 2000 + 37*len(c.all),
	}
	n.CgroupPath = synth.Cgroup(0, n.ID)
	n.Net = model.NetworkID(4026532000 + len(c.all))
	n.Anon, n.Shmem = uint64(w.anon), uint64(w.shmem)
	if age < day {
		n.from, n.hidden = n.Created, true
	}
	c.all = append(c.all, n)
	return n
}

// webPod is the pod: its members share one network.
func (c *casting) webPod(visitors *tide) {
	const age = 12 * day
	infra := c.add("web-infra", age, work{anon: 340 * kb, pids: 1})
	infra.Infra, infra.Image = true, "localhost/podman-pause:5.4.2"
	nginx := c.add("nginx", age, work{
		tide: visitors, idle: 0.01, busy: 0.4, rx: 900 * kb, tx: 5200 * kb, w: 260 * kb, anon: 96 * mb, more: 40 * mb, cache: 300 * mb, pids: 9,
	})
	nginx.Image, nginx.Health, nginx.Limit = "docker.io/library/nginx:1.29", "healthy", 512*mb
	nginx.Ports = []model.Port{{HostPort: 443, ContainerPort: 443, Protocol: "tcp", Range: 1}}
	app := c.add("app", age, work{tide: visitors, idle: 0.03, busy: 0.6, w: 90 * kb, anon: 930 * mb, more: 24 * mb, cache: 60 * mb, pids: 46})
	app.Image, app.Limit = "registry.example/app:2025.11", gb
	for _, m := range []*container{infra, nginx, app} {
		m.Pod, m.PodName, m.Net = c.web.ID, c.web.Name, infra.Net
	}
}

// shop is a compose project: a worker that wants more than its quota, and a
// database whose memory is for the most part page cache.
func (c *casting) shop(shoppers, orders *tide) {
	const age = 5 * day
	first := len(c.all)
	frontend := c.add("shop-frontend-1", age, work{tide: shoppers, idle: 0.01, busy: 0.2, rx: 180 * kb, tx: 1400 * kb, anon: 150 * mb, more: 40 * mb, cache: 40 * mb, pids: 18})
	frontend.Limit, frontend.Health = 512*mb, "healthy"
	api := c.add("shop-api-1", age, work{tide: shoppers, idle: 0.02, busy: 0.26, rx: 460 * kb, tx: 600 * kb, w: 30 * kb, anon: 260 * mb, more: 70 * mb, cache: 90 * mb, pids: 27})
	api.Limit, api.Health = 768*mb, "healthy"
	c.add("shop-redis-1", age, work{tide: shoppers, idle: 0.004, busy: 0.03, rx: 150 * kb, tx: 210 * kb, w: 12 * kb, anon: 64 * mb, more: 4 * mb, cache: 8 * mb, pids: 6}).Limit = 256 * mb
	worker := c.add("shop-worker-1", age, work{tide: orders, idle: 0.02, busy: 0.42, rx: 40 * kb, tx: 20 * kb, anon: 130 * mb, more: 20 * mb, cache: 12 * mb, pids: 9})
	worker.Limit, worker.Quota = 256*mb, 500_000
	db := c.add("shop-db-1", age, work{tide: shoppers, idle: 0.01, busy: 0.16, rx: 210 * kb, tx: 380 * kb, r: 700 * kb, w: 1500 * kb, anon: 310 * mb, more: 20 * mb, shmem: 256 * mb, cache: 4 * gb, pids: 21})
	db.Limit, db.Health, db.File = 2*gb, "healthy", gb
	db.visited = 97 * time.Minute
	for _, m := range c.all[first:] {
		m.Project, m.Image = "shop", "registry.example/"+m.Name[:len(m.Name)-2]+":7.2"
	}
}

// others are root's single containers, some of them with troubles.
func (c *casting) others(nightly, scrapes, orders *tide) {
	registry := c.add("registry", 30*day, work{tide: orders, idle: 0.003, busy: 0.03, rx: 90 * kb, tx: 700 * kb, r: 500 * kb, w: 60 * kb, anon: 48 * mb, more: 10 * mb, cache: 900 * mb, pids: 14})
	registry.Unit, registry.Limit, registry.Image = "registry.service", gb, "docker.io/library/registry:3"
	exporter := c.add("node-exporter", 30*day, work{tide: scrapes, idle: 0.001, busy: 0.35, anon: 21 * mb, cache: 11 * mb, pids: 8})
	exporter.HostNS, exporter.NetworkMode, exporter.Image = true, "host", "quay.io/prometheus/node-exporter:v1.9.1"
	backup := c.add("backup", 2*day, work{tide: nightly, idle: 0.002, busy: 0.7, tx: 34 * mb, rx: 500 * kb, r: 41 * mb, w: 9 * mb, anon: 38 * mb, more: 12 * mb, cache: 4 * gb, pids: 3})
	backup.Limit, backup.Image = 512*mb, "docker.io/restic/restic:0.18.0"
	backup.setRaise(c.now.Add(-3*time.Hour), 256*mb, 0)
	thumbs := c.add("thumbnailer", 50*time.Minute, work{tide: orders, idle: 0.01, busy: 0.26, rx: 700 * kb, tx: 200 * kb, anon: 120 * mb, cache: 30 * mb, pids: 7})
	thumbs.Limit, thumbs.Image, thumbs.lifecycle = 512*mb, "registry.example/thumbnailer:0.9", lifecycle{leak: 900 * kb, back: 6 * time.Second}
	mailer := c.add("mailer", 4*time.Minute, work{idle: 0.4, rx: 2 * kb, tx: 2 * kb, anon: 30 * mb, pids: 4})
	mailer.State, mailer.Unit, mailer.Image = model.Exited, "mailer.service", "registry.example/mailer:3.1"
	mailer.lifecycle = lifecycle{lasts: 4 * time.Second, code: 78, back: 10 * time.Second, unit: "mailer.service"}
	search := c.add("search", 3*day, work{idle: 0.05, rx: 9 * kb, tx: 5 * kb, anon: 1150 * mb, cache: 300 * mb, pids: 52})
	search.Limit, search.Health, search.Image = 2*gb, "unhealthy", "docker.io/opensearchproject/opensearch:3.1.0"
	legacy := c.add("legacy", 60*day, work{anon: 210 * mb, pids: 19})
	legacy.State, legacy.Image, legacy.Pids, legacy.LogDriver = model.Paused, "registry.example/legacy:1.0", 19, "none"
	legacy.roundMemory()
	long := c.add("customer-portal-integration-tests-postgres-primary-eu-central-1", 6*time.Hour, work{tide: orders, idle: 0.002, busy: 0.02, rx: 3 * kb, tx: 2 * kb, w: 40 * kb, anon: 66 * mb, cache: 100 * mb, pids: 9})
	long.Image = "docker.io/library/postgres:18"
}

// users are the containers of others than root. Of the guest's, whose Podman
// is not asked, only conmon's command line tells; there the guest can write
// anything.
func (c *casting) users(jobs, cells *tide) {
	jupyter := c.add("jupyter", 7*time.Hour, work{tide: cells, idle: 0.004, busy: 1.1, rx: 2 * kb, tx: 9 * kb, anon: 420 * mb, more: 300 * mb, cache: 210 * mb, pids: 31})
	jupyter.Limit, jupyter.Image, jupyter.LogDriver = 2*gb, "quay.io/jupyter/scipy-notebook:2025-11-03", "k8s-file"
	runner := c.add("ci-runner", 2*day, work{tide: jobs, idle: 0.006, busy: 1.5, rx: 1800 * kb, tx: 60 * kb, r: 2 * mb, w: 6 * mb, anon: 300 * mb, more: 500 * mb, cache: 3 * gb, pids: 24})
	runner.Limit, runner.Quota, runner.Image = 4*gb, 2_000_000, "registry.example/ci-runner:17"
	runner.setRaise(c.now.Add(-95*time.Minute), 4*gb, 1_500_000)
	web := c.add("web", 3*day, work{idle: 0.002, rx: 200, tx: 400, anon: 9 * mb, cache: 2 * mb, pids: 3})
	web.Image = "docker.io/library/caddy:2.10"
	for _, m := range []*container{jupyter, runner, web} {
		m.setUser(opUID, "op")
	}
	guest := c.add("box$(reboot)", 90*time.Minute, work{idle: 0.03, rx: 100, tx: 100, anon: 5 * mb, cache: mb, pids: 2})
	guest.setUser(guestUID, "guest")
	guest.Source, guest.Restarts, guest.Started, guest.Created, guest.NetworkMode, guest.LogDriver = model.FromConmon, model.Count{}, time.Time{}, time.Time{}, "", ""
}

func (c *container) setUser(uid int, user string) {
	c.ID = synth.ID(user + "/" + c.Name)
	c.UID, c.User, c.NetworkMode, c.CgroupPath = uid, user, "pasta", synth.Cgroup(uid, c.ID)
}

// limits are what Podman has on record: all that is enforced, and more.
func (c *casting) limits() {
	for _, n := range c.all {
		if n.Source != model.FromAPI {
			continue
		}
		n.Limits.Pids = model.Known(2048)
		if n.Limit > 0 {
			n.Limits.Memory, n.Limits.Swap = model.Known(n.Limit), model.Known(2*n.Limit)
		}
		if n.Quota > 0 {
			n.Limits.NanoCPUs = model.Known(n.Quota * 1000)
		}
		switch n.Name {
		case "backup": // it gives way
			n.Limits.CPUShares = model.Known(256)
		case "shop-db-1": // which protects nothing, since machine.slice has none
			n.Limits.Reserve = model.Known(gb)
		case "jupyter": // which is not enforced, since cpuset is not delegated
			n.Limits.CPUSet = "0-3"
		}
	}
}

// ended are containers that ran and did not come back.
func (c *casting) ended() {
	for _, e := range []struct {
		name string
		ago  time.Duration
		code int
		uid  int
		user string
	}{
		{"migrate", 3 * time.Hour, 1, 0, "root"},
		{"seed", 26 * time.Hour, 0, 0, "root"},
		{"scratch", 50 * time.Minute, 127, opUID, "op"},
	} {
		n := c.add(e.name, e.ago, work{})
		if e.uid != 0 {
			n.setUser(e.uid, e.user)
		}
		n.State, n.ExitCode, n.Finished, n.Image = model.Exited, e.code, n.Started, "registry.example/"+e.name+":1.0"
		n.Created, n.Started = n.Finished.Add(-4*time.Minute), n.Finished.Add(-4*time.Minute+time.Second)
		if n.hidden {
			n.from = n.Finished
		}
		n.CgroupPath, n.PID = "", 0
	}
}
