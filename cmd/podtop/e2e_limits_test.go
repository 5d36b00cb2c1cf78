//go:build e2e

package main_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// limitFiles are what a limit is kept in, by hierarchy and name.
var limitFiles = map[bool][]string{
	true: {
		"cpu.max", "cpu.weight", "cpuset.cpus.effective", "cpuset.mems.effective", "memory.max", "memory.swap.max",
		"memory.low", "pids.max", "io.max",
	},
	false: {
		"cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us", "cpu/cpu.shares", "cpuset/cpuset.effective_cpus",
		"memory/memory.limit_in_bytes", "memory/memory.memsw.limit_in_bytes", "memory/memory.soft_limit_in_bytes",
		"pids/pids.max", "blkio/blkio.throttle.read_bps_device",
	},
}

// limitTexts are what the scope and its child have, but for files that a
// cgroup has not.
func (h *host) limitTexts(t *testing.T, b *box) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, file := range limitFiles[h.unified] {
		controller, name, legacy := strings.Cut(file, "/")
		if !legacy {
			controller, name = "", file
		}
		for _, level := range []string{"", "container"} {
			path := filepath.Join("/sys/fs/cgroup", controller, h.cgroup(t, b), level, name)
			if text, err := os.ReadFile(path); err == nil {
				texts[filepath.Join(level, name)] = strings.TrimSpace(string(text))
			}
		}
	}
	return texts
}

// limits runs podtop limits for b and returns what it wrote.
func (v view) limits(t *testing.T, b *box, code int, args ...string) string {
	t.Helper()
	cmd := v.command(append([]string{"limits", b.id}, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run()
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit code %d, want %d:\n%s", cmd.Args, got, code, out.String())
	}
	return out.String()
}

// A limitCase is a change, and what it comes to.
type limitCase struct {
	name  string
	flags string // --memory=64m
	want  map[string]string
}

func (h *host) limitCases() []limitCase {
	if !h.unified {
		return []limitCase{
			{"cpus", "--cpus=0.5", map[string]string{"cpu.cfs_quota_us": "50000", "cpu.cfs_period_us": "100000"}},
			{"cpu-quota", "--cpu-quota=30000 --cpu-period=50000", map[string]string{"cpu.cfs_quota_us": "30000", "cpu.cfs_period_us": "50000"}},
			{"cpu-shares", "--cpu-shares=512", map[string]string{"cpu.shares": "512"}},
			{"cpuset", "--cpuset-cpus=0 --cpuset-mems=0", map[string]string{"cpuset.effective_cpus": "0"}},
			{"memory", "--memory=128m", map[string]string{"memory.limit_in_bytes": "134217728"}},
			{"pids-limit", "--pids-limit=50", map[string]string{"pids.max": "50"}},
			{"memory-reservation", "--memory-reservation=32m", map[string]string{"memory.soft_limit_in_bytes": "33554432"}},
		}
	}
	return []limitCase{
		{"memory", "--memory=128m", map[string]string{"memory.max": "134217728"}},
		{"all", "--cpus=0.5 --cpu-shares=512 --memory=256m --memory-swap=256m --memory-reservation=32m --pids-limit=100", map[string]string{
			"cpu.max": "50000 100000", "memory.max": "268435456", "memory.low": "33554432", "pids.max": "100",
		}},
		{"quota", "--cpu-quota=30000 --cpu-period=50000", map[string]string{"cpu.max": "30000 50000"}},
	}
}

// setsAndRates are what a user's containers are not given.
var setsAndRates = limitCase{
	"sets_and_rates",
	"--cpuset-cpus=0 --cpuset-mems=0 --device-read-bps=/dev/vda:1m --device-write-bps=/dev/vda:2m --device-read-iops=/dev/vda:200 --device-write-iops=/dev/vda:100",
	map[string]string{"cpuset.cpus.effective": "0", "container/io.max": "254:0 rbps=1048576 wbps=2097152 riops=200 wiops=100"},
}

// testLimits changes each limit from none and from a value and takes it back:
// the files of the scope and its child are what they were, and the container
// starts again.
func testLimits(t *testing.T, h *host) {
	value := []string{"--cpus=1", "--cpu-shares=256", "--memory=96m", "--memory-swap=192m"}
	if h.unified { // natively Podman 4.3 has no more that it could read back
		value = append(value, "--memory-reservation=16m", "--pids-limit=300")
	}
	h.each(t, func(t *testing.T, v view) {
		cases, value := h.limitCases(), value
		if h.kind == "host" && v.owner.user == nil { // users are given neither
			cases = append(cases, setsAndRates)
			value = append(value, "--cpuset-cpus=0-1", "--cpuset-mems=0", "--device-read-bps=/dev/vda:4m", "--device-write-iops=/dev/vda:400")
		}
		for name, flags := range map[string][]string{"none": nil, "value": value} {
			b := h.run(t, v.owner, "limits-"+name, flags, idle...)
			for _, c := range cases {
				t.Run(name+"_"+c.name, func(t *testing.T) { h.changeAndUndo(t, v, b, c) })
			}
			h.startsAgain(t, b)
		}
		h.refusals(t, v)
		h.restartPolicy(t, v)
		h.askOnTerminal(t, v)
	})
}

func (h *host) changeAndUndo(t *testing.T, v view, b *box, c limitCase) {
	before := h.limitTexts(t, b)
	out := v.limits(t, b, 0, append(strings.Fields(c.flags), "--yes")...)
	now := h.limitTexts(t, b)
	for file, want := range c.want {
		found := false
		for _, level := range []string{"", "container"} {
			got, there := now[filepath.Join(level, file)]
			if found = found || there; there && got != want {
				t.Errorf("%s of the scope is %q, want %q:\n%s", filepath.Join(level, file), got, want, out)
			}
		}
		if !found {
			t.Errorf("there is no %s", file)
		}
	}
	out = v.limits(t, b, 0, "--undo", "--yes")
	for file, text := range h.limitTexts(t, b) {
		if text != before[file] {
			t.Errorf("%s was %q and is %q:\n%s", file, before[file], text, out)
		}
	}
}

// startsAgain has the container start again, with the limits that it has.
func (h *host) startsAgain(t *testing.T, b *box) {
	t.Helper()
	before := h.limitTexts(t, b)
	b.podman(t, "restart", "-t", "0", b.name)
	if s := b.inspect(t, "{{.State.Status}}"); s != "running" {
		t.Errorf("%s is %s after a restart", b.name, s)
	}
	b.path = ""
	for file, text := range h.limitTexts(t, b) {
		if text != before[file] {
			t.Errorf("%s: %s was %q and is %q after a restart", b.name, file, before[file], text)
		}
	}
}

// refusals tries what poisons Podman's record: it is refused in words, changes
// nothing, and the container starts again.
func (h *host) refusals(t *testing.T, v view) {
	b := h.run(t, v.owner, "poison", []string{"--memory=64m", "--memory-swap=96m"}, idle...)
	before := h.limitTexts(t, b)
	poisons := []string{
		"--cpuset-cpus=500", "--cpuset-mems=7", "--memory=256m", "--memory=64m --memory-swap=32m", "--memory-swappiness=10", "--blkio-weight=200",
		"--device-read-bps=/dev/null:1m",
	}
	if h.kind == "host" && v.owner.user != nil { // what is not delegated
		poisons = append(poisons, "--cpuset-cpus=0", "--device-read-bps=/dev/vda:1m")
	}
	for _, flags := range poisons {
		if out := v.limits(t, b, 1, append(strings.Fields(flags), "--yes")...); !strings.Contains(out, "nothing was sent") {
			t.Errorf("%s: %s", flags, out)
		}
	}
	if after := h.limitTexts(t, b); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the limits were\n%v\nand are\n%v", before, after)
	}
	h.startsAgain(t, b)
}

// restartPolicy changes what no cgroup has, and takes it back; Podman 4.3 would
// say that it did, and so it is not asked.
func (h *host) restartPolicy(t *testing.T, v view) {
	b := h.run(t, v.owner, "policy", nil, idle...)
	if strings.HasPrefix(b.podman(t, "version", "--format", "{{.Client.Version}}"), "4.") {
		v.limits(t, b, 1, "--restart=on-failure:3", "--yes")
		return
	}
	v.limits(t, b, 0, "--restart=on-failure:3", "--yes")
	const policy = "{{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}"
	if got := b.inspect(t, policy); got != "on-failure:3" {
		t.Errorf("the restart policy is %s", got)
	}
	v.limits(t, b, 0, "--undo", "--yes")
	if got := b.inspect(t, policy); got != "no:0" {
		t.Errorf("the restart policy is %s again", got)
	}
}

// askOnTerminal has podtop limits ask there: it takes no for what is not yes.
func (h *host) askOnTerminal(t *testing.T, v view) {
	b := h.run(t, v.owner, "asked", nil, idle...)
	before := h.limitTexts(t, b)
	for _, tt := range []struct {
		answer, says string
		changed      bool
	}{{"\r", "Nothing was changed.", false}, {"n\r", "Nothing was changed.", false}, {"y\r", "done, and read back", true}} {
		s := v.screen(t, 120, 40, "limits", b.id, "--memory", "128m")
		s.wait(t, "Change it? [y/N]")
		if after := h.limitTexts(t, b); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("before the answer %q the limits were\n%v\nand are\n%v", tt.answer, before, after)
		}
		s.press(t, tt.answer)
		s.wait(t, tt.says)
		if code := s.exit(t).ExitCode(); code != 0 {
			t.Errorf("answered %q: exit code %d", tt.answer, code)
		}
		if changed := fmt.Sprint(h.limitTexts(t, b)) != fmt.Sprint(before); changed != tt.changed {
			t.Errorf("answered %q: changed: %t", tt.answer, changed)
		}
	}
}

// testLimitsPod changes the limits of a member of a pod.
func testLimitsPod(t *testing.T, h *host) {
	pod := h.prefix + "limits"
	t.Cleanup(func() { h.own.podman(t, "pod", "rm", "-f", "-i", "-t", "0", pod) })
	h.own.podman(t, "pod", "create", "--name", pod, "--network", h.network)
	b := h.run(t, h.own, "member", []string{"--pod", pod}, idle...)
	v := view{"own", h.own, h.viewer()}
	h.changeAndUndo(t, v, b, h.limitCases()[0])
	h.startsAgain(t, b)
}

// testLimitsQuadlet changes the limits of a Quadlet's container: the plan says
// that its next start loses them.
func testLimitsQuadlet(t *testing.T, h *host) {
	if h.kind != "host" {
		skip(t, "a Quadlet unit belongs to the host's own systemd and Podman")
	}
	b := h.quadlet(t, "limits", strings.Join(idle, " "))
	wait(t, "the container", func() bool {
		out, err := b.command("container", "inspect", "--format", "{{.Id}}", b.name).Output()
		b.id = strings.TrimSpace(string(out))
		return err == nil && b.id != ""
	})
	v := view{"own", h.own, h.viewer()}
	if out := v.limits(t, b, 0, "--memory=128m", "--dry-run"); !strings.Contains(out, "PodmanArgs=--memory=128m") {
		t.Errorf("no word of the unit's file:\n%s", out)
	}
	h.changeAndUndo(t, v, b, h.limitCases()[0])
}
