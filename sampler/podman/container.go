package podman

import (
	"cmp"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// listed is an element of GET /containers/json.
type listed struct {
	ID        string `json:"Id"`
	Names     []string
	Image     string
	Pod       string
	PodName   string
	IsInfra   bool
	Labels    labels
	State     string
	Created   time.Time
	StartedAt int64 // s since 1970
	ExitedAt  int64
	ExitCode  int
	Pid       int
}

// inspected is GET /containers/ID/json, as far as podtop wants it. Podman 4.3
// and 5.4 agree on all of it when asked for version 4.
type inspected struct {
	ID           string `json:"Id"`
	Name         string
	Created      time.Time
	ImageName    string
	Pod          string
	IsInfra      bool
	RestartCount int64
	State        inspectedState
	Config       struct {
		Labels labels
		probe.HealthConfig
	}
	ConmonPidFile   string // in the directory where the runtime's log is, too
	HostConfig      hostConfig
	NetworkSettings struct{ Ports portMap }

	logged runtimeError // where Podman itself does not keep it
}

type inspectedState struct {
	Status        string
	OOMKilled     bool
	Pid           int
	ExitCode      int
	StartedAt     time.Time
	FinishedAt    time.Time
	Error         string // of the last start, stop or attach that failed; "" before 5.0
	StoppedByUser bool
	Health        probe.HealthState
	CgroupPath    string
}

type hostConfig struct {
	CgroupManager string
	Cgroups       string
	LogConfig     struct{ Type string }
	NetworkMode   string
	PortBindings  portMap

	NanoCpus          int64
	CpuQuota          int64
	CpuPeriod         int64
	CpuShares         int64
	CpusetCpus        string
	Memory            int64
	MemorySwap        int64
	MemoryReservation int64
	PidsLimit         int64
}

// A container is what one service says of one container.
type container struct {
	meta     model.Meta
	unit     string // PODMAN_SYSTEMD_UNIT: a claim, no proof
	oomLabel bool   // it has a label that looks like Podman's word in died
	detailed bool   // it has been inspected
	check    check
	weight   int // bytes of what is kept of it
}

// isID reports whether s is a full id: 64 hexadecimal digits.
func isID(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// decodeListed decodes one element of a list, of which it keeps little more
// than podtop wants: there may be thousands.
func decodeListed(element []byte) (l listed, err error) {
	if err = json.Unmarshal(element, &l); err != nil {
		return l, err
	}
	if !isID(l.ID) {
		return l, errNoID
	}
	if len(l.Names) > 0 {
		l.Names = []string{short(l.Names[0])}
	}
	l.Image, l.Pod, l.PodName, l.State = short(l.Image), podID(l.Pod), short(l.PodName), word(l.State)
	return l, nil
}

var errNoID = errors.New("an element without an id")

// setListed takes over what a list says. What only inspect says stays.
func (c *container) setListed(l *listed) {
	m := &c.meta
	m.ID = model.ID(l.ID)
	if len(l.Names) > 0 {
		m.Name = l.Names[0]
	}
	m.Image = l.Image
	m.Pod, m.PodName, m.Infra = l.Pod, l.PodName, l.IsInfra
	m.State = stateOf(l.State)
	if m.State == model.Created {
		c.setStartError(m.StartError) // which a list does not say
	}
	m.ExitCode, m.PID = l.ExitCode, l.Pid
	m.Created, m.Started, m.Finished = knownTime(l.Created), finerTime(m.Started, l.StartedAt), finerTime(m.Finished, l.ExitedAt)
	c.setLabels(&l.Labels)
}

// setInspected takes over what inspect says, which was asked for then. It does
// not say the pod's name.
func (c *container) setInspected(i *inspected, asked time.Time) {
	m := &c.meta
	if m.Pod != podID(i.Pod) {
		m.PodName = ""
	}
	m.ID, m.Name, m.Image = model.ID(i.ID), short(strings.TrimPrefix(i.Name, "/")), short(i.ImageName)
	m.Pod, m.Infra = podID(i.Pod), i.IsInfra
	m.State = stateOf(i.State.Status)
	c.setHealth(i, asked)
	m.ExitCode, m.OOMKilled, m.PID = i.State.ExitCode, i.State.OOMKilled, i.State.Pid
	m.Created, m.Started, m.Finished = knownTime(i.Created), knownTime(i.State.StartedAt), knownTime(i.State.FinishedAt)
	m.StoppedByUser = i.State.StoppedByUser
	c.setStartError(cmp.Or(startError(m.State, i.State.Error), i.logged.startError(m.State, m.Finished)))
	m.Restarts = model.Count{}
	if i.RestartCount >= 0 {
		m.Restarts = model.Known(uint64(i.RestartCount))
	}
	m.CgroupPath = text(i.State.CgroupPath)

	h := &i.HostConfig
	m.NetworkMode, m.LogDriver = short(h.NetworkMode), word(h.LogConfig.Type)
	m.Ports = ports(h.PortBindings, i.NetworkSettings.Ports)
	m.Limits = h.limits()
	// Without systemd a rootless container has no cgroup that is its own.
	m.NoCgroup = h.Cgroups == "disabled" ||
		h.CgroupManager == "cgroupfs" && m.CgroupPath == "" && m.State.Live()
	c.setLabels(&i.Config.Labels)
	c.detailed = true
}

func (c *container) setLabels(l *labels) {
	c.meta.Project, c.unit, c.oomLabel = l.project, l.unit, l.oom
	c.meta.BenchUntil = model.BenchUntil(c.meta.Name, l.bench, c.meta.Created)
}

// setStartError takes over why the last start failed; "" if it did not.
func (c *container) setStartError(reason string) {
	c.meta.StartError = reason
	if reason != "" {
		c.meta.State = model.Failed
	}
}

// limits are those on record. 0 is how Podman says that there is none on
// record, and so does -1.
func (h *hostConfig) limits() model.Configured {
	set := func(n int64) model.Count {
		if n <= 0 {
			return model.Count{}
		}
		return model.Known(uint64(n))
	}
	return model.Configured{
		NanoCPUs: set(h.NanoCpus), CPUQuota: set(h.CpuQuota), CPUPeriod: set(h.CpuPeriod),
		CPUShares: set(h.CpuShares), CPUSet: text(h.CpusetCpus),
		Memory: set(h.Memory), Swap: set(h.MemorySwap), Reserve: set(h.MemoryReservation),
		Pids: set(h.PidsLimit),
	}
}

func podID(s string) string {
	if isID(s) {
		return s
	}
	return ""
}

// knownTime is t, or the zero time for Podman's many ways to say "never".
func knownTime(t time.Time) time.Time {
	if t.Unix() <= 0 || t.Unix() >= year10000 {
		return time.Time{}
	}
	return t
}

// year10000 is the second that JSON has no time for, nor for those after it.
const year10000 = 253402300800

// finerTime is the time at which unix says whole seconds, or t if that says the
// same more exactly.
func finerTime(t time.Time, unix int64) time.Time {
	if t.Unix() == unix {
		return t
	}
	return unixTime(unix)
}

func unixTime(unix int64) time.Time { return knownTime(time.Unix(unix, 0).UTC()) }

// stateOf is a state of Podman's in podtop's words.
func stateOf(s string) model.State {
	switch s {
	case "configured", "created", "initialized":
		return model.Created
	case "running", "paused", "exited", "stopped", "stopping", "removing":
		return model.State(s)
	}
	return model.NoState // "unknown", "bad", and what is yet to be invented
}
