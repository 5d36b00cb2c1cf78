package actions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"strconv"
	"strings"
	"syscall"

	"podtop/model"
	"podtop/model/limit"
	"podtop/model/probe"
)

// A box is a model of what the kernel, crun and Podman 5.4 make of an update
// of one container, with all that they get wrong: a refused update is on record
// all the same, a quota of 0 clears the record alone, what a merge leaves out
// stays.
type box struct {
	files   map[string]string
	record  record
	version string
	name    string

	posts    int
	refuse   string // the file that the kernel refuses a write to
	hang     bool   // Podman does not answer
	gone     bool
	ended    bool // there is a record, and no cgroup
	bfq      bool
	writable bool // the kernel's files are written as they are

	locked   []string
	unlocked int
}

// A record is the resources of the OCI specification, and what inspect makes of
// them.
type record struct {
	Quota, Period int64
	Shares        int64
	Cpus, Mems    string
	Limit, Swap   int64
	Reservation   int64
	Pids          int64
	Weight        int64
	Rates         map[string]map[string]uint64 // kind, device
	Restart       string
	Retries       uint
	Swappiness    *uint64
	Ulimits       []limit.Ulimit
	sentUlimits   int
}

const (
	scope = "/machine.slice/libpod-" + "ab12.scope"
	child = scope + "/container"
)

func newBox() *box {
	b := &box{files: map[string]string{}, version: "5.4.2", name: "web"}
	b.files["cgroup.controllers"] = "cpuset cpu io memory pids\n"
	for _, dir := range []string{"/machine.slice", scope, child} {
		for name, text := range map[string]string{
			"cgroup.controllers": "cpuset cpu io memory pids", "cgroup.procs": "1", "cpu.max": "max 100000", "cpu.weight": "100",
			"cpuset.cpus": "", "cpuset.mems": "", "cpuset.cpus.effective": "0-3", "cpuset.mems.effective": "0",
			"memory.max": "max", "memory.swap.max": "max", "memory.low": "0", "memory.current": "20971520",
			"pids.max": "max", "pids.current": "3", "io.max": "", "io.weight": "default 100",
		} {
			b.files[path.Join(dir, name)] = text + "\n"
		}
	}
	b.record.Rates = map[string]map[string]uint64{}
	b.record.Pids = 2048
	b.files[scope+"/pids.max"], b.files[child+"/pids.max"] = "2048\n", "2048\n"
	return b
}

func (b *box) limits() *Limits {
	return NewLimits(func(int) (Service, bool) { return Service{API: b, Default: true}, true },
		PodmanReader{Inspect: b.inspect, Version: func(context.Context, model.Target) (string, error) { return b.version, nil }}, b)
}

// Read implements Machine.
func (b *box) Read(p string) (string, error) {
	if b.gone || b.ended && strings.HasPrefix(p, scope) {
		return "", fs.ErrNotExist
	}
	text, ok := b.files[p]
	if !ok {
		return "", fs.ErrNotExist
	}
	return text, nil
}

// Write implements Machine: the kernel checks what it is given.
func (b *box) Write(p, text string) error {
	name := path.Base(p)
	if _, ok := b.files[p]; !ok {
		return fs.ErrNotExist
	}
	if b.refuse != "" && name == b.refuse && !b.writable {
		return syscall.EBUSY
	}
	switch name {
	case "io.max":
		return b.writeIO(p, text)
	case "cpuset.cpus", "cpuset.mems":
		if text == "" {
			return syscall.ENOSPC
		}
		may, _ := probe.ParseCPUs(b.files["/machine.slice/"+name+".effective"])
		asked, err := probe.ParseCPUs(text)
		if err != nil || len(asked) > 0 && asked[len(asked)-1] > may[len(may)-1] {
			return syscall.ERANGE
		}
		text = probe.FormatCPUs(asked)
	case "memory.max", "memory.swap.max", "memory.low":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			text = strconv.FormatInt(n&^4095, 10)
		}
	}
	b.files[p] = text + "\n"
	return nil
}

func (b *box) writeIO(p, text string) error {
	keys := map[string]string{"rbps": "max", "wbps": "max", "riops": "max", "wiops": "max"}
	words := strings.Fields(text)
	if words[0] != "254:0" && words[0] != "254:16" {
		return syscall.ENODEV
	}
	lines := map[string]map[string]string{}
	for line := range strings.Lines(b.files[p]) {
		w := strings.Fields(line)
		if len(w) == 0 {
			continue
		}
		lines[w[0]] = maps.Clone(keys)
		for _, kv := range w[1:] {
			k, v, _ := strings.Cut(kv, "=")
			lines[w[0]][k] = v
		}
	}
	if lines[words[0]] == nil {
		lines[words[0]] = maps.Clone(keys)
	}
	for _, kv := range words[1:] {
		k, v, _ := strings.Cut(kv, "=")
		switch {
		case v == "0":
			return syscall.ERANGE
		case v == strconv.FormatUint(limit.AnyRate, 10), strings.HasSuffix(k, "iops") && v == "4294967295":
			v = "max"
		}
		lines[words[0]][k] = v
	}
	out := ""
	for _, dev := range []string{"254:0", "254:16"} {
		if l := lines[dev]; l != nil && !maps.Equal(l, keys) {
			out += fmt.Sprintf("%s rbps=%s wbps=%s riops=%s wiops=%s\n", dev, l["rbps"], l["wbps"], l["riops"], l["wiops"])
		}
	}
	b.files[p] = out
	return nil
}

var disks = map[string]Device{
	"/dev/vda": {254, 0, ""}, "/dev/vdb": {254, 16, ""}, "/dev/vda1": {254, 1, "/dev/vda"},
}

// Device implements Machine.
func (b *box) Device(p string) (Device, error) {
	if p == "/dev/mapper/data" {
		p = "/dev/vda"
	}
	d, ok := disks[p]
	if !ok {
		return Device{}, fmt.Errorf("there is no device %s", p)
	}
	return d, nil
}

// DevicePath implements Machine.
func (b *box) DevicePath(number string) string {
	for p, d := range disks {
		if fmt.Sprintf("%d:%d", d.Major, d.Minor) == number {
			return p
		}
	}
	return ""
}

// Weighs implements Machine.
func (b *box) Weighs() bool { return b.bfq }

// SetProperty implements Machine: systemd writes the scope's file alone.
func (b *box) SetProperty(_ context.Context, _ model.Target, unit, property string) error {
	if unit != path.Base(scope) {
		return errors.New("no such unit")
	}
	switch property {
	case "CPUQuota=":
		return b.Write(scope+"/cpu.max", "max 100000")
	case "CPUWeight=":
		return b.Write(scope+"/cpu.weight", "100")
	}
	return errors.New("unknown assignment")
}

// Lock implements Machine.
func (b *box) Lock(_ context.Context, p string) (func(), error) {
	b.locked = append(b.locked, p)
	return func() { b.unlocked++ }, nil
}

// Self implements Machine.
func (b *box) Self() int { return 0 }

func (b *box) inspect(_ context.Context, _ model.Target, reply any) error {
	if b.gone {
		return errors.New("no such container")
	}
	r := &b.record
	var in limit.Inspection
	h := &in.HostConfig
	h.CPUQuota, h.CPUPeriod, h.CPUShares = r.Quota, uint64(r.Period), uint64(r.Shares)
	h.CpusetCpus, h.CpusetMems = r.Cpus, r.Mems
	h.Memory, h.MemorySwap, h.MemoryReservation, h.PidsLimit = r.Limit, r.Swap, r.Reservation, r.Pids
	h.BlkioWeight = uint16(r.Weight)
	h.RestartPolicy.Name, h.RestartPolicy.MaximumRetryCount = orElse(r.Restart, "no"), r.Retries
	h.Ulimits = r.Ulimits
	for kind, to := range map[string]*[]limit.DeviceRate{
		"rbps": &h.BlkioDeviceReadBps, "wbps": &h.BlkioDeviceWriteBps, "riops": &h.BlkioDeviceReadIOps, "wiops": &h.BlkioDeviceWriteIOps,
	} {
		for dev, rate := range r.Rates[kind] {
			*to = append(*to, limit.DeviceRate{Path: dev, Rate: rate})
		}
	}
	text, err := json.Marshal(in)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, reply)
}

// Post implements API: Podman merges what it is sent into its record, keeps
// that, and has crun apply all of it.
func (b *box) Post(ctx context.Context, p string, query url.Values, body, _ any) error {
	if b.gone {
		return errors.New("no such container")
	}
	if b.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	b.posts++
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var u updating
	if err := json.Unmarshal(text, &u); err != nil {
		return err
	}
	b.merge(&u)
	if q := query.Get("restartPolicy"); q != "" {
		b.record.Restart = q
		n, _ := strconv.ParseUint(orElse(query.Get("restartRetries"), "0"), 10, 32)
		b.record.Retries = uint(n)
	}
	if b.ended {
		return nil
	}
	return b.applyRecord()
}

func (b *box) merge(u *updating) {
	r := &b.record
	if c := u.CPU; c != nil {
		if c.Quota != nil {
			r.Quota = *c.Quota
		}
		if c.Period != nil {
			r.Period = int64(*c.Period)
		}
		if c.Shares != nil {
			r.Shares = int64(*c.Shares)
		}
		r.Cpus, r.Mems = orElse(c.Cpus, r.Cpus), orElse(c.Mems, r.Mems)
	}
	if m := u.Memory; m != nil {
		if m.Limit != nil {
			r.Limit = *m.Limit
		}
		if m.Swap != nil {
			r.Swap = *m.Swap
		}
		if m.Reservation != nil {
			r.Reservation = *m.Reservation
		}
		if m.Swappiness != nil {
			r.Swappiness = m.Swappiness
		}
	}
	if u.Pids != nil {
		r.Pids = u.Pids.Limit
	}
	r.sentUlimits = len(u.Ulimits)
	if io := u.BlockIO; io != nil {
		if io.Weight != nil {
			r.Weight = int64(*io.Weight)
		}
		for kind, rates := range map[string][]updatingRate{"rbps": io.ReadBps, "wbps": io.WriteBps, "riops": io.ReadIOPS, "wiops": io.WriteIOPS} {
			if len(rates) == 0 {
				continue
			}
			r.Rates[kind] = map[string]uint64{}
			for _, d := range rates {
				r.Rates[kind][b.DevicePath(fmt.Sprintf("%d:%d", d.Major, d.Minor))] = d.Rate
			}
		}
	}
}

// applyRecord is crun's update: the whole record, until something is refused.
func (b *box) applyRecord() error {
	r := &b.record
	if r.Swappiness != nil {
		return errors.New("crun: cannot set memory swappiness with cgroupv2")
	}
	if r.Limit > 0 && r.Swap > 0 && r.Swap < r.Limit {
		return errors.New("crun: cannot set swap limit: swap limit less than memory limit")
	}
	both := func(name, text string) error {
		if err := b.Write(scope+"/"+name, text); err != nil {
			return fmt.Errorf("crun: writing %s: %w", name, err)
		}
		if err := b.Write(child+"/"+name, text); err != nil {
			return fmt.Errorf("crun: writing %s: %w", name, err)
		}
		return nil
	}
	var errs []error
	do := func(err error) { errs = append(errs, err) }
	if r.Quota < 0 {
		do(both("cpu.max", "1000 100000"))
	}
	if r.Quota > 0 {
		do(both("cpu.max", fmt.Sprintf("%d %d", r.Quota, max(r.Period, 1000))))
	}
	if r.Shares > 0 {
		do(both("cpu.weight", strconv.FormatInt(limit.Weight(r.Shares), 10)))
	}
	if r.Cpus != "" {
		do(both("cpuset.cpus", r.Cpus))
	}
	if r.Mems != "" {
		do(both("cpuset.mems", r.Mems))
	}
	if r.Limit != 0 {
		do(both("memory.max", bound(r.Limit)))
	}
	if r.Swap != 0 {
		do(b.Write(scope+"/memory.swap.max", bound(r.Swap)))
		if r.Swap > 0 {
			do(b.Write(child+"/memory.swap.max", strconv.FormatInt(r.Swap-max(0, r.Limit), 10)))
		} else {
			do(b.Write(child+"/memory.swap.max", "max"))
		}
	}
	do(both("memory.low", bound(r.Reservation)))
	if r.Pids != 0 {
		do(both("pids.max", bound(r.Pids)))
	}
	for kind, rates := range r.Rates {
		for dev, rate := range rates {
			d := disks[dev]
			do(b.Write(child+"/io.max", fmt.Sprintf("%d:%d %s=%d", d.Major, d.Minor, kind, rate)))
		}
	}
	return errors.Join(errs...)
}

func bound(n int64) string {
	if n < 0 {
		return "max"
	}
	return strconv.FormatInt(n, 10)
}

// starts reports whether the container could start again: all that is on record
// is what the kernel takes.
func (b *box) starts() error {
	clean := newBox()
	clean.record = b.record
	return clean.applyRecord()
}

// Get and Delete implement API; limits never use them.
func (b *box) Get(context.Context, string, url.Values, any) error {
	return errors.New("not to be used")
}

func (b *box) Delete(context.Context, string, url.Values, any) error {
	return errors.New("not to be used")
}
