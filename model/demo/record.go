package demo

import (
	"cmp"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/probe"
	"podtop/model/synth"
)

// document is c as podman inspect writes it, with what a says of it.
func (c *container) document(a *probe.Inspection) *document {
	caps := []string{"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE", "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"}
	restarts, _ := c.Restarts.Get()
	image, written := c.sizes()
	d := &document{
		ID: string(c.ID), Created: c.Created.UTC(), State: c.state(&a.Health),
		Image: a.ImageID, ImageDigest: a.Digest, ImageName: c.Image, Pod: c.Pod, OCIRuntime: a.Runtime,
		Name: c.Name, RestartCount: restarts, Driver: "overlay", EffectiveCaps: caps, BoundingCaps: caps,
		SizeRw: written, SizeRootFs: image + written, Mounts: mountsOf(a.Mounts), Dependencies: []string{},
		NetworkSettings: c.networks(a.Attachments), IsInfra: c.Infra, Config: c.config(a), HostConfig: c.hostConfig(a),
	}
	if len(a.Command) > 0 {
		d.Path, d.Args = a.Command[0], a.Command[1:]
	}
	return d
}

func (c *container) state(h *probe.Health) state {
	s := state{
		OciVersion: "1.2.0", Status: string(c.State), Running: c.State.Live(), Paused: c.State == model.Paused, OOMKilled: c.OOMKilled,
		Pid: c.PID, ExitCode: c.ExitCode, StartedAt: c.Started.UTC(), FinishedAt: c.Finished.UTC(), CgroupPath: c.CgroupPath,
	}
	if c.PID > 0 {
		s.ConmonPid = c.PID - 2
	}
	if h.Status != "" {
		s.Health = &health{Status: h.Status, FailingStreak: h.Failing, Log: []run{}}
		for _, k := range h.Log {
			s.Health.Log = append(s.Health.Log, run{k.Start.UTC(), k.End.UTC(), k.Exit, k.Output})
		}
	}
	return s
}

func mountsOf(all []probe.Mount) []mount {
	list := []mount{}
	for _, m := range all {
		if m.Type == "tmpfs" {
			continue // Podman lists them elsewhere
		}
		n := mount{Type: m.Type, Name: m.Name, Source: m.Source.Raw(), Destination: m.Destination.Raw(), Options: strings.Split(m.Options, ","), RW: !m.ReadOnly, Propagation: "rprivate"}
		if m.Type == "volume" {
			n.Driver = "local"
		}
		list = append(list, n)
	}
	return list
}

// ports are those c publishes, by its own.
func (c *container) ports() map[string][]hostPort {
	ports := map[string][]hostPort{}
	for _, p := range c.Ports {
		inside := strconv.Itoa(int(p.ContainerPort)) + "/" + p.Protocol
		ports[inside] = append(ports[inside], hostPort{cmp.Or(p.HostIP, "0.0.0.0"), strconv.Itoa(int(p.HostPort))})
	}
	return ports
}

func (c *container) networks(all []probe.Attachment) networks {
	n := networks{Ports: c.ports(), Networks: map[string]network{}}
	for _, a := range all {
		n.SandboxKey = "/run/netns/netns-" + string(c.ID[:8])
		n.Networks[a.Network] = network{a.Gateway, a.Address, a.MAC, string(synth.ID(a.Network)), a.Aliases}
	}
	return n
}

func (c *container) config(a *probe.Inspection) config {
	k := config{
		Hostname: a.Hostname, User: a.InsideUser, Cmd: a.Command, Image: c.Image, WorkingDir: a.WorkDir,
		Labels: table(a.Labels), Annotations: table(a.Annotations), StopSignal: "SIGTERM", Umask: "0022", StopTimeout: 10,
		CreateCommand: c.created(a),
	}
	for _, e := range a.Env {
		k.Env = append(k.Env, e.Name+"="+e.Value)
	}
	if h := &a.Health; h.Status != "" {
		k.Healthcheck = &healthcheck{h.Test, h.Interval.Nanoseconds(), h.Timeout.Nanoseconds(), h.Retries}
	}
	return k
}

// created is the command that made c.
func (c *container) created(a *probe.Inspection) []string {
	command := []string{"podman", "run", "-d", "--name", c.Name}
	if c.Limit > 0 {
		command = append(command, "--memory", strconv.FormatUint(c.Limit/mb, 10)+"m")
	}
	if c.Quota > 0 {
		command = append(command, "--cpus", strconv.FormatFloat(float64(c.Quota)/1e6, 'g', -1, 64))
	}
	for _, e := range storyOf(c.Name).env {
		command = append(command, "-e", e.Name+"="+e.Value)
	}
	for _, m := range a.Mounts {
		command = append(command, "-v", cmp.Or(m.Name, m.Source.Raw())+":"+m.Destination.Raw())
	}
	return append(append(command, c.Image), a.Command...)
}

func (c *container) hostConfig(a *probe.Inspection) hostConfig {
	k := hostConfig{
		Binds: []string{}, CgroupManager: "systemd", CgroupMode: "private", NetworkMode: c.NetworkMode, PortBindings: c.ports(),
		RestartPolicy: restartPolicy{Name: a.RestartPolicy}, CapAdd: []string{}, CapDrop: []string{}, SecurityOpt: []string{},
		ShmSize: 65536000, Runtime: "oci", CPUShares: or0(c.Limits.CPUShares),
		Memory: c.Limit, MemorySwap: or0(c.Limits.Swap), MemoryReservation: or0(c.Limits.Reserve), PidsLimit: or0(c.Limits.Pids),
		NanoCpus: c.Quota * 1000, CPUQuota: c.Quota / 10, CPUPeriod: 100_000, CpusetCpus: c.Limits.CPUSet,
		Ulimits: []ulimit{{"RLIMIT_NOFILE", 1048576, 1048576}, {"RLIMIT_NPROC", 127000, 127000}},
	}
	k.LogConfig.Type, k.LogConfig.Size = c.LogDriver, "0B"
	for _, m := range a.Mounts {
		k.Binds = append(k.Binds, cmp.Or(m.Name, m.Source.Raw())+":"+m.Destination.Raw()+":"+m.Options)
	}
	return k
}

// or0 is n, or 0, which stands for none there.
func or0(n model.Count) uint64 {
	if v, ok := n.Get(); ok {
		return v
	}
	return 0
}

func table(pairs []probe.Pair) map[string]string {
	m := map[string]string{}
	for _, p := range pairs {
		m[p.Name] = p.Value
	}
	return m
}
