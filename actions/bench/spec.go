package bench

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

// A Subject is what is to run in a container.
type Subject struct {
	Image      string
	ID         string   // of the image that was agreed to; "": whichever has that name
	Payload    bool     // it is podtop itself
	Entrypoint []string // of the image, which runs before the command
	Default    []string // the image's own command
	Command    []string // its arguments; none: Default
	Limits     limit.Values
	Life       time.Duration // after which it is ended
	Keep       bool          // Podman keeps it after its end, until it is removed
}

// A spec is the body of the call that creates a container, as Podman's
// SpecGenerator has it.
type spec struct {
	Name            string            `json:"name"`
	Image           string            `json:"image"`
	Command         []string          `json:"command,omitempty"`
	Labels          map[string]string `json:"labels"`
	Remove          bool              `json:"remove"`
	Timeout         uint              `json:"timeout"` // seconds
	Stdin           bool              `json:"stdin,omitempty"`
	ReadOnly        bool              `json:"read_only_filesystem,omitempty"`
	CapDrop         []string          `json:"cap_drop,omitempty"`
	NoNewPrivileges bool              `json:"no_new_privileges,omitempty"`
	Net             namespace         `json:"netns"`
	Log             logging           `json:"log_configuration"`
	Resources       resources         `json:"resource_limits"`
	Rlimits         []rlimit          `json:"r_limits,omitempty"`
}

type rlimit struct {
	Type string `json:"type"`
	Hard uint64 `json:"hard"`
	Soft uint64 `json:"soft"`
}

type namespace struct {
	Mode string `json:"nsmode"`
}

type logging struct {
	Driver string `json:"driver"`
}

type resources struct {
	CPU    *cpuResources    `json:"cpu,omitempty"`
	Memory *memoryResources `json:"memory,omitempty"`
	Pids   *pidsResources   `json:"pids,omitempty"`
}

type cpuResources struct {
	Shares *uint64 `json:"shares,omitempty"`
	Quota  *int64  `json:"quota,omitempty"`
	Period *uint64 `json:"period,omitempty"`
	Cpus   string  `json:"cpus,omitempty"`
	Mems   string  `json:"mems,omitempty"`
}

type memoryResources struct {
	Limit       *int64 `json:"limit,omitempty"`
	Swap        *int64 `json:"swap,omitempty"`
	Reservation *int64 `json:"reservation,omitempty"`
}

type pidsResources struct {
	Limit int64 `json:"limit"`
}

// grace is how much longer than its life a container is let be by the monitor,
// and then by those that sweep.
const grace = 2 * time.Second

// cores are those that the quota leaves the container, +Inf if it has none.
func (s *Subject) cores() float64 {
	quota, ok := s.Limits.Int(model.FieldCPUQuota)
	if !ok || quota <= 0 {
		return math.Inf(1)
	}
	return float64(quota) / float64(s.Limits.Period())
}

// longest is how long anything of the container may be there.
func (s *Subject) longest() time.Duration { return s.Life + 2*grace }

// spec is what Podman is asked for. Of podtop itself it may do nothing but
// work; an image runs as it would by podman run, but without a network.
func (s *Subject) spec(kind, name string, now time.Time) *spec {
	until := now.Add(s.longest())
	c := &spec{
		Name: name, Image: cmp.Or(s.ID, s.Image), Command: s.Command,
		Labels:    map[string]string{Label: kind, LabelUntil: until.UTC().Format(time.RFC3339)},
		Remove:    !s.Keep,
		Timeout:   uint((s.Life + grace).Seconds()),
		Net:       namespace{"none"},
		Log:       logging{"none"},
		Resources: resourcesOf(s.Limits),
	}
	if s.Payload {
		c.Command = append([]string{binaryPath}, s.Command...)
		c.Stdin, c.ReadOnly, c.CapDrop, c.NoNewPrivileges = true, true, []string{"ALL"}, true
	}
	return c
}

// By the API, Podman asks for usualRlimit files and processes for root's
// containers. Where root itself has less the kernel refuses that, and enough are
// asked for: Podman's service may have less than podtop has.
const usualRlimit, enough = 1 << 20, 1 << 15

// lowRlimits are those to ask for where root has less than the usual.
func lowRlimits() (all []rlimit) {
	for _, kind := range []struct {
		name     string
		resource int
	}{{"nofile", unix.RLIMIT_NOFILE}, {"nproc", unix.RLIMIT_NPROC}} {
		var l unix.Rlimit
		if unix.Getrlimit(kind.resource, &l) == nil && l.Max < usualRlimit {
			all = append(all, rlimit{kind.name, min(l.Max, enough), min(l.Max, enough)})
		}
	}
	return all
}

func resourcesOf(v limit.Values) (r resources) {
	quota, hasQuota := v.Int(model.FieldCPUQuota)
	shares, hasShares := v.Int(model.FieldCPUShares)
	cpus, mems := v[model.FieldCPUSetCPUs], v[model.FieldCPUSetMems]
	if hasQuota || hasShares || cpus != "" || mems != "" {
		r.CPU = &cpuResources{Cpus: cpus, Mems: mems}
	}
	if hasQuota {
		r.CPU.Quota, r.CPU.Period = &quota, new(uint64(v.Period()))
	}
	if hasShares {
		r.CPU.Shares = new(uint64(shares))
	}
	memory := memoryResources{bytesOf(v, model.FieldMemory), bytesOf(v, model.FieldMemorySwap), bytesOf(v, model.FieldMemoryReservation)}
	if memory != (memoryResources{}) {
		r.Memory = &memory
	}
	if pids, ok := v.Int(model.FieldPidsLimit); ok {
		r.Pids = &pidsResources{pids}
	}
	return r
}

func bytesOf(v limit.Values, f model.Field) *int64 {
	if v[f] == "" {
		return nil
	}
	return new(limit.Bytes(v[f]))
}

// CommandLine is the subject as podman run has it, a word each, with all that
// is run.
func (s *Subject) CommandLine() []string {
	words := []string{"podman", "run", "--rm", "--network", "none", "--log-driver", "none", "--timeout", fmt.Sprint(int((s.Life + grace).Seconds()))}
	for _, f := range bench.Fields {
		if v := s.Limits[f]; v != "" && f != model.FieldCPUs {
			words = append(words, "--"+string(f), v)
		}
	}
	if len(s.Entrypoint) > 0 {
		entrypoint, _ := json.Marshal(s.Entrypoint) // text can always be written so
		words = append(words, "--entrypoint", string(entrypoint))
	}
	command := s.Command
	if len(command) == 0 {
		command = s.Default
	}
	return append(append(words, s.Image), command...)
}
