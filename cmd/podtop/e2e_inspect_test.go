//go:build e2e

package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"podtop/cmd/podtop/child"
	"podtop/cmd/podtop/conn"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/podman"
)

// scribble is what a container does that is asked about: it fills some of its
// tmpfs, its layer and its volume, and says that it is done.
const scribble = `dd if=/dev/zero of=/scratch/x bs=1024 count=300
dd if=/dev/zero of=/written bs=1024 count=512
dd if=/dev/zero of=/data/x bs=4096 count=100 conv=fsync
mkdir /tmp/done
exec sleep 3600`

// testInspect asks what a container's page asks of Podman, and compares the
// answers with what podman inspect, df and the kernel's files say.
func testInspect(t *testing.T, h *host) {
	owners := map[string]*account{"own": h.own, "rootless_by_root": h.other}
	for _, name := range slices.Sorted(maps.Keys(owners)) {
		owner := owners[name]
		if owner == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			b := h.run(t, owner, "inspect", h.laden(t, owner), "sh", "-c", scribble)
			wait(t, "what the container writes", func() bool { return b.command("exec", b.name, "sh", "-c", "[ -d /tmp/done ]").Run() == nil })
			q := inspecting{h, b, h.asker(t), h.subject(t, b)}
			t.Run("inspect", q.inspect)
			t.Run("storage", q.storage)
			t.Run("devices", q.devices)
			t.Run("without_podman", q.withoutPodman)
			t.Run("silent", q.silent)
			t.Run("gone", q.gone)
		})
	}
}

// laden are the flags of a container that has some of everything.
func (h *host) laden(t *testing.T, owner *account) []string {
	t.Helper()
	bind := filepath.Join(h.dir, "a bind")
	if err := os.MkdirAll(bind, 0o755); err != nil {
		t.Fatal(err)
	}
	volume := h.prefix + "volume"
	t.Cleanup(func() { owner.podman(t, "volume", "rm", "-f", volume) })
	return []string{
		"--volume", volume + ":/data", "--volume", bind + ":/bind:ro", "--tmpfs", "/scratch:size=1m",
		"--env", "TITLE=a\x1b]0;owned\x07b", "--env", "LINES=1\n2", "--label", "a.b=c=d", "--restart", "on-failure:3",
		"--cap-add", "NET_ADMIN", "--workdir", "/tmp", "--hostname", "laden",
		"--health-cmd", "exit 1", "--health-interval", "disable", "--health-retries", "2",
	}
}

// An inspecting is one container that is asked about.
type inspecting struct {
	h *host
	b *box
	a *podman.Asker
	s probe.Target
}

// asker asks the services that podtop would ask.
func (h *host) asker(t *testing.T) *podman.Asker {
	t.Helper()
	found := map[int]podman.Endpoint{}
	for _, k := range (conn.Search{UID: os.Getuid(), Host: h.socket, Runtime: os.Getenv("XDG_RUNTIME_DIR")}).Sockets() {
		c := conn.New(k.Path, k.UID)
		t.Cleanup(c.Close)
		found[k.UID] = podman.Endpoint{UID: k.UID, User: k.User, Socket: k.Path, API: c}
	}
	return podman.NewAsker(podman.AskerOptions{
		UID:     os.Getuid(),
		Child:   child.Output,
		Service: func(uid int) (podman.Endpoint, bool) { e, ok := found[uid]; return e, ok },
	})
}

// answered asks one question until it has an answer: Podman's service may sleep,
// and an emulated host is slow.
func answered[T any](t *testing.T, question func(context.Context, probe.Target) (T, error), s probe.Target) T {
	t.Helper()
	var answer T
	wait(t, "an answer", func() (ok bool) {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		var err error
		if answer, err = question(ctx, s); err != nil {
			t.Log(err)
		}
		return err == nil
	})
	return answer
}

// A saying is what podman inspect prints of a container, as far as it is
// compared.
type saying struct {
	ID              string `json:"Id"`
	Path, Image     string
	Args            []string
	ImageName       string
	OCIRuntime      string
	GraphDriver     struct{ Data map[string]string }
	Mounts          []struct{ Type, Name, Source, Destination string }
	NetworkSettings struct{ Networks map[string]any }
	Config          struct {
		Env              []string
		Labels           map[string]string
		Hostname         string
		WorkingDir, User string
	}
	HostConfig struct{ CapAdd []string }
}

func (q inspecting) said(t *testing.T) saying {
	t.Helper()
	var all []saying
	if err := json.Unmarshal([]byte(q.b.podman(t, "container", "inspect", q.b.name)), &all); err != nil || len(all) != 1 {
		t.Fatalf("podman inspect: %d containers, %v", len(all), err)
	}
	return all[0]
}

func (q inspecting) inspect(t *testing.T) {
	in, said := answered(t, q.a.Inspect, q.s), q.said(t)
	for what, pair := range map[string][2]string{
		"id": {string(in.ID), said.ID}, "image": {in.Image, said.ImageName}, "image id": {in.ImageID, said.Image},
		"command": {fmt.Sprint(in.Command), fmt.Sprint(append([]string{said.Path}, texts(said.Args)...))},
		"runtime": {in.Runtime, said.OCIRuntime}, "host name": {in.Hostname, said.Config.Hostname},
		"directory": {in.WorkDir, said.Config.WorkingDir}, "user": {in.InsideUser, said.Config.User},
		"capabilities": {fmt.Sprint(in.CapAdd), fmt.Sprint(said.HostConfig.CapAdd)}, "restart policy": {in.RestartPolicy, "on-failure:3"},
		"networks": {fmt.Sprint(len(in.Attachments)), fmt.Sprint(len(said.NetworkSettings.Networks))},
		"check":    {fmt.Sprint(in.Health.Test, in.Health.Retries), "[CMD-SHELL exit 1] 2"},
		"env":      {variables(in.Env), sorted(texts(said.Config.Env))}, "labels": {variables(in.Labels), labels(said.Config.Labels)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, podman inspect says %q", what, pair[0], pair[1])
		}
	}
	if in.PID != q.b.pid(t) || len(in.Missing) > 0 || in.At <= 0 {
		t.Errorf("pid %d, missing %v, at %v", in.PID, in.Missing, in.At)
	}
	var raw saying
	if err := json.Unmarshal(in.JSON, &raw); err != nil || raw.ID != said.ID || !slices.Contains(raw.Config.Env, "LINES=1\n2") {
		t.Errorf("the JSON is of %q with %q, %v", raw.ID, raw.Config.Env, err)
	}
	for _, m := range said.Mounts {
		if !slices.ContainsFunc(in.Mounts, func(l probe.Mount) bool {
			return l.Type == m.Type && l.Name == m.Name && l.Source.Raw() == m.Source && l.Destination.Raw() == m.Destination
		}) {
			t.Errorf("no mount %+v in %+v", m, in.Mounts)
		}
	}
}

// texts are the same, fit to be shown.
func texts(all []string) (clear []string) {
	for _, s := range all {
		clear = append(clear, clean.Text(s))
	}
	return clear
}

func sorted(all []string) string { return strings.Join(slices.Sorted(slices.Values(all)), "\n") }

func variables(pairs []probe.Pair) string {
	var all []string
	for _, p := range pairs {
		all = append(all, p.Name+"="+p.Value)
	}
	return sorted(all)
}

func labels(m map[string]string) string {
	var all []string
	for name, value := range m {
		all = append(all, name+"="+value)
	}
	return sorted(all)
}

// gone removes the container: then there is no answer, and what to do is said.
func (q inspecting) gone(t *testing.T) {
	q.b.remove(t)()
	for what, ask := range map[string]func(context.Context, probe.Target) error{
		"inspect": func(ctx context.Context, s probe.Target) error { _, err := q.a.Inspect(ctx, s); return err },
		"storage": func(ctx context.Context, s probe.Target) error { _, err := q.a.Storage(ctx, s); return err },
	} {
		var err error
		wait(t, "Podman's answer", func() bool {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			err = ask(ctx, q.s)
			return err == nil || !strings.Contains(err.Error(), "does not answer")
		})
		if err == nil || !strings.Contains(err.Error(), "podman ps -a") {
			t.Errorf("%s of a container that is gone: %v", what, err)
		}
	}
}
