package actions

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/limit"
)

var webLimits = model.Target{ID: "ab12", Name: "web", Path: scope}

// effective is what bounds the container: the stricter of both cgroups, with
// the CPUs it may run on rather than the text that says so.
func (b *box) effective(t interface{ Fatal(...any) }) limit.Values {
	h, err := b.limits().readState(context.Background(), webLimits)
	if err != nil {
		t.Fatal(err)
	}
	v := limit.Values{}
	for f, s := range h.now {
		v[f] = s
	}
	if h.weight != 100 {
		v["weight"] = fmt.Sprint(h.weight)
	}
	return v
}

// settings draws a change of one field or two, sometimes to none.
func settings(t *rapid.T) []model.Setting {
	pick := rapid.SampledFrom([][]string{
		{"cpus", "0.5", "1", "1.5", "none"},
		{"cpu-quota", "20000", "150000", "none"},
		{"cpu-quota", "20000 cpu-period 50000"},
		{"cpu-shares", "2", "512", "1024", "262144", "none"},
		{"cpuset-cpus", "0", "0-1", "1,3", "0-3", "none"},
		{"cpuset-mems", "0", "none"},
		{"memory", "64m", "128m", "100000001", "none"},
		{"memory", "64m memory-swap 128m", "128m memory-swap 128m", "32m memory-swap none"},
		{"memory-swap", "256m", "none"},
		{"memory-reservation", "16m", "32m", "none"},
		{"pids-limit", "10", "4096", "none"},
		{"device-read-bps", "/dev/vda:1m", "/dev/vdb:2m", "/dev/vda:none,/dev/vdb:3m", "none"},
		{"device-write-bps", "/dev/vda:1m", "none"},
		{"device-read-iops", "/dev/vda:100", "/dev/vda:none", "none"},
		{"device-write-iops", "/dev/vdb:100", "none"},
		{"restart", "always", "on-failure:3", "no"},
	}).Draw(t, "field")
	value := rapid.SampledFrom(pick[1:]).Draw(t, "value")
	words := strings.Fields(pick[0] + " " + value)
	var all []model.Setting
	for i := 0; i < len(words); i += 2 {
		s, err := limit.Parse(model.Field(words[i]), words[i+1])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// TestUndoGivesTheFirstState: from any state any sequence of valid changes, and
// as many undos, give the first effective state; and at no time is there on
// record what the container could not start with.
func TestUndoGivesTheFirstState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBox()
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
			if err := b.starts(); err != nil {
				t.Fatalf("after %v it could not start: %v", s, err)
			}
			return p, len(p.Changes) > 0
		}
		for range rapid.IntRange(0, 3).Draw(t, "before") {
			change(settings(t))
		}
		first := b.effective(t)
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
		if d := first.Differing(b.effective(t)); len(d) > 0 {
			t.Fatalf("%v are not as they were:\nfirst %v\nnow   %v", d, first, b.effective(t))
		}
		if first["weight"] != b.effective(t)["weight"] {
			t.Fatalf("the weight was %v and is %v", first["weight"], b.effective(t)["weight"])
		}
	})
}
