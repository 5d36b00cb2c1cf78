package actions

import (
	"context"
	"encoding/json"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/limit"
)

// A legacyBox is a model of v1 with Podman 4.3 and runc: an update takes away
// what it does not name, and none is ever on record.
type legacyBox struct {
	box
}

func newLegacyBox() *legacyBox {
	b := &legacyBox{box: box{files: map[string]string{}, version: "4.3.1", record: record{Restart: "no"}}}
	for name, text := range legacyDefaults {
		for _, dir := range []string{"/machine.slice", scope} {
			controller, file, _ := strings.Cut(name, "/")
			b.files[path.Join(controller, dir, file)] = text + "\n"
		}
	}
	return b
}

var legacyDefaults = map[string]string{
	"memory/cgroup.procs": "1", "cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000", "cpu/cpu.shares": "1024",
	"cpuset/cpuset.cpus": "0-3", "cpuset/cpuset.mems": "0", "cpuset/cpuset.effective_cpus": "0-3", "cpuset/cpuset.effective_mems": "0",
	"memory/memory.limit_in_bytes": "9223372036854771712", "memory/memory.memsw.limit_in_bytes": "9223372036854771712",
	"memory/memory.soft_limit_in_bytes": "9223372036854771712", "memory/memory.swappiness": "60", "memory/memory.usage_in_bytes": "4096",
	"pids/pids.max": "2048", "pids/pids.current": "3", "blkio/blkio.throttle.read_bps_device": "",
}

func (b *legacyBox) limits() *Limits {
	return NewLimits(func(int) (Service, bool) { return Service{API: b}, true },
		PodmanReader{Inspect: b.inspect, Version: func(context.Context, model.Target) (string, error) { return b.version, nil }}, b)
}

// Write implements Machine.
func (b *legacyBox) Write(p, text string) error {
	if _, ok := b.files[p]; !ok {
		return fs.ErrNotExist
	}
	memory, both := path.Join("memory", scope, "memory.limit_in_bytes"), path.Join("memory", scope, "memory.memsw.limit_in_bytes")
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && strings.HasSuffix(p, "_in_bytes") {
		if n < 0 || n > 9223372036854771712 {
			n = 9223372036854771712
		}
		n &^= 4095
		if p == memory && n > integer(b.files[both]) || p == both && n < integer(b.files[memory]) {
			return syscall.EINVAL // memory is never more than both
		}
		text = strconv.FormatInt(n, 10)
	}
	b.files[p] = text + "\n"
	return nil
}

// SetProperty implements Machine.
func (b *legacyBox) SetProperty(_ context.Context, _ model.Target, _, property string) error {
	switch property {
	case "CPUQuota=":
		return b.Write(path.Join("cpu", scope, "cpu.cfs_quota_us"), "-1")
	case "CPUShares=":
		return b.Write(path.Join("cpu", scope, "cpu.shares"), "1024")
	}
	return syscall.EINVAL
}

// Post implements API.
func (b *legacyBox) Post(_ context.Context, _ string, _ url.Values, body, _ any) error {
	b.posts++
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var u updating
	if err := json.Unmarshal(text, &u); err != nil {
		return err
	}
	c, m := u.cpu(), u.memory()
	b.number("cpu", "cpu.shares", int64(orZero(c.Shares)), 1024)
	b.number("cpu", "cpu.cfs_period_us", int64(orZero(c.Period)), 100000)
	if q := orZero(c.Quota); q > 0 {
		b.number("cpu", "cpu.cfs_quota_us", q, -1)
	} else if c.Quota == nil {
		b.number("cpu", "cpu.cfs_quota_us", 0, -1)
	}
	b.files[path.Join("cpuset", scope, "cpuset.cpus")] = orElse(c.Cpus, "0-3") + "\n"
	b.files[path.Join("cpuset", scope, "cpuset.mems")] = orElse(c.Mems, "0") + "\n"
	// runc sets first what makes room for the other.
	for range 2 {
		b.number("memory", "memory.limit_in_bytes", orZero(m.Limit), -1)
		b.number("memory", "memory.memsw.limit_in_bytes", orZero(m.Swap), -1)
	}
	b.number("memory", "memory.soft_limit_in_bytes", orZero(m.Reservation), -1)
	if u.Pids != nil {
		return b.Write(path.Join("pids", scope, "pids.max"), bound(u.Pids.Limit))
	}
	return nil
}

func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// number writes n, or what is there without it.
func (b *legacyBox) number(controller, name string, n, without int64) {
	if n == 0 {
		n = without
	}
	_ = b.Write(path.Join(controller, scope, name), strconv.FormatInt(n, 10))
}

// TestUndoOnLegacy: with Podman 4.3, too, undos give the first state, of what
// that version can change.
func TestUndoOnLegacy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newLegacyBox()
		l := b.limits()
		change := func(s []model.Setting) (model.Plan, bool) {
			p, err := l.Plan(t.Context(), model.Action{Verb: model.Update, Target: webLimits, Limits: s})
			if err != nil {
				if !strings.Contains(err.Error(), "nothing was sent") {
					t.Fatal(err)
				}
				return p, false
			}
			if err := l.Do(t.Context(), p); err != nil {
				t.Fatalf("%v: %v", s, err)
			}
			return p, len(p.Changes) > 0
		}
		state := func() limit.Values {
			h, err := l.readState(t.Context(), webLimits)
			if err != nil {
				t.Fatal(err)
			}
			return h.now
		}
		for range rapid.IntRange(0, 3).Draw(t, "before") {
			change(settings(t))
		}
		first := state()
		var done []model.Plan
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			if p, ok := change(settings(t)); ok {
				done = append(done, p)
			}
		}
		for _, p := range slices.Backward(done) {
			if _, ok := change(p.Back); !ok {
				t.Fatalf("undo of %v changed nothing, or was refused", p.Back)
			}
		}
		if d := first.Differing(state()); len(d) > 0 {
			t.Fatalf("%v are not as they were:\nfirst %v\nnow   %v", d, first, state())
		}
	})
}
