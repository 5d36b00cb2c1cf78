package actions

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
)

// An updating is the body of the call, as Podman has it from the OCI runtime's
// specification.
type updating struct {
	CPU     *updatingCPU    `json:"cpu,omitempty"`
	Memory  *updatingMemory `json:"memory,omitempty"`
	Pids    *updatingPids   `json:"pids,omitempty"`
	BlockIO *updatingIO     `json:"blockIO,omitempty"`
	Ulimits []updatingLimit `json:"r_limits,omitempty"`
}

// A quota is never -1: Podman makes 1 % of a core of that. 0 clears the record.
type updatingCPU struct {
	Shares *uint64 `json:"shares,omitempty"`
	Quota  *int64  `json:"quota,omitempty"`
	Period *uint64 `json:"period,omitempty"`
	Cpus   string  `json:"cpus,omitempty"`
	Mems   string  `json:"mems,omitempty"`
}

type updatingMemory struct {
	Limit       *int64  `json:"limit,omitempty"`
	Swap        *int64  `json:"swap,omitempty"`
	Reservation *int64  `json:"reservation,omitempty"`
	Swappiness  *uint64 `json:"swappiness,omitempty"`
}

type updatingPids struct {
	Limit int64 `json:"limit"`
}

type updatingIO struct {
	Weight    *uint16        `json:"weight,omitempty"`
	ReadBps   []updatingRate `json:"throttleReadBpsDevice,omitempty"`
	WriteBps  []updatingRate `json:"throttleWriteBpsDevice,omitempty"`
	ReadIOPS  []updatingRate `json:"throttleReadIOPSDevice,omitempty"`
	WriteIOPS []updatingRate `json:"throttleWriteIOPSDevice,omitempty"`
}

type updatingRate struct {
	Major int64  `json:"major"`
	Minor int64  `json:"minor"`
	Rate  uint64 `json:"rate"`
}

type updatingLimit struct {
	Type string `json:"type"`
	Hard uint64 `json:"hard"` // the greatest there is: none
	Soft uint64 `json:"soft"`
}

// update is the one call that makes old into goal, with all that this version
// of Podman has to be told again.
func (c *change) update(old, goal limit.Values) (*updating, url.Values) {
	fields := old.Differing(goal)
	if c.before.version.resetsUnnamed() {
		for f, v := range goal {
			if v != "" && !slices.Contains(fields, f) && !c.ignored(f) {
				fields = append(fields, f)
			}
		}
	}
	u := &updating{}
	query := url.Values{}
	for _, f := range fields {
		c.name(u, f, old, goal)
	}
	if slices.Contains(fields, model.FieldRestartPolicy) && !c.ignored(model.FieldRestartPolicy) {
		nameRestart(query, goal[model.FieldRestartPolicy])
	}
	if c.before.version.dropsUlimits() {
		for _, l := range c.before.ulimits {
			u.Ulimits = append(u.Ulimits, updatingLimit{l.Name, uint64(l.Hard), uint64(l.Soft)})
		}
	}
	return u, query
}

// name puts field f into u.
func (c *change) name(u *updating, f model.Field, old, goal limit.Values) {
	switch f {
	case model.FieldCPUQuota, model.FieldCPUPeriod:
		quota, _ := goal.Int(model.FieldCPUQuota)
		per := uint64(0)
		if quota > 0 {
			per = uint64(goal.Period())
		}
		u.cpu().Quota, u.cpu().Period = &quota, &per
	case model.FieldCPUShares:
		n, _ := goal.Int(f)
		shares := uint64(n)
		u.cpu().Shares = &shares
	case model.FieldCPUSetCPUs:
		u.cpu().Cpus = orElse(goal[f], c.before.cpus)
	case model.FieldCPUSetMems:
		u.cpu().Mems = orElse(goal[f], c.before.mems)
	case model.FieldMemory, model.FieldMemorySwap:
		memory, both := orNone(goal[model.FieldMemory]), orNone(goal[model.FieldMemorySwap])
		u.memory().Limit = &memory
		if _, known := goal[model.FieldMemorySwap]; known {
			u.memory().Swap = &both
		}
	case model.FieldMemoryReservation:
		low := limit.Bytes(goal[f])
		if low == 0 && !c.before.unified {
			low = -1
		}
		u.memory().Reservation = &low
	case model.FieldMemorySwappiness:
		n, _ := strconv.ParseUint(orElse(goal[f], "60"), 10, 64)
		u.memory().Swappiness = &n
	case model.FieldPidsLimit:
		n, ok := goal.Int(f)
		if !ok {
			n = -1
		}
		u.Pids = &updatingPids{n}
	case model.FieldBlkioWeight:
		n, _ := strconv.ParseUint(orElse(goal[f], "100"), 10, 16)
		weight := uint16(n)
		u.blockIO().Weight = &weight
	case model.FieldDeviceReadBps:
		u.blockIO().ReadBps = c.named(old[f], goal[f])
	case model.FieldDeviceWriteBps:
		u.blockIO().WriteBps = c.named(old[f], goal[f])
	case model.FieldDeviceReadIOPS:
		u.blockIO().ReadIOPS = c.named(old[f], goal[f])
	case model.FieldDeviceWriteIOPS:
		u.blockIO().WriteIOPS = c.named(old[f], goal[f])
	}
}

func (u *updating) cpu() *updatingCPU {
	if u.CPU == nil {
		u.CPU = &updatingCPU{}
	}
	return u.CPU
}

func (u *updating) memory() *updatingMemory {
	if u.Memory == nil {
		u.Memory = &updatingMemory{}
	}
	return u.Memory
}

func (u *updating) blockIO() *updatingIO {
	if u.BlockIO == nil {
		u.BlockIO = &updatingIO{}
	}
	return u.BlockIO
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// orNone is a size as the API takes it: -1 is none.
func orNone(value string) int64 {
	if value == "" {
		return -1
	}
	return limit.Bytes(value)
}

// named are all devices of goal, and those of old without a rate.
func (c *change) named(old, goal string) (all []updatingRate) {
	rates := limit.Rates(goal)
	for _, r := range limit.Rates(old) {
		if !slices.ContainsFunc(rates, func(n limit.Rate) bool { return n.Device == r.Device }) {
			rates = append(rates, limit.Rate{Device: r.Device, None: true})
		}
	}
	for _, r := range rates {
		d, err := c.machine.Device(r.Device)
		if err != nil {
			continue // refused before, or gone with its rate
		}
		n := updatingRate{d.Major, d.Minor, uint64(max(0, r.N))}
		if r.None {
			n.Rate = limit.AnyRate
		}
		all = append(all, n)
	}
	return all
}

// byNumber is settings with each disk under the name that goes with its number:
// it may have others, as /dev/mapper/data of /dev/dm-0, which the kernel does
// not know.
func (l *Limits) byNumber(settings []model.Setting) []model.Setting {
	settings = slices.Clone(settings)
	for i, s := range settings {
		if !limit.IsRate(s.Field) {
			continue
		}
		parts := strings.Split(s.Value.Raw(), ",")
		for j, part := range parts {
			colon := max(0, strings.LastIndexByte(part, ':'))
			d, err := l.machine.Device(part[:colon])
			if err != nil {
				continue
			}
			if name := l.machine.DevicePath(fmt.Sprintf("%d:%d", d.Major, d.Minor)); name != "" {
				parts[j] = name + part[colon:]
			}
		}
		settings[i].Value = clean.Of(strings.Join(parts, ","))
	}
	return settings
}

func nameRestart(query url.Values, policy string) {
	name, tries, counted := strings.Cut(orElse(policy, "no"), ":")
	query.Set("restartPolicy", name)
	if counted {
		query.Set("restartRetries", tries)
	}
}
