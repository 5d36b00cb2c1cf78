package podman

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"podtop/model"

	"github.com/google/go-cmp/cmp"
)

// The replies in testdata come from Podman 4.3.1 and 5.4.2, both asked for
// version 4 of the API.

func read[T any](t *testing.T, file string) T {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t
}

func mib(n uint64) model.Count { return model.Known(n << 20) }

var sameCount = cmp.Comparer(func(a, b model.Count) bool { return a == b })

func TestDetail(t *testing.T) {
	for _, c := range []struct {
		file string
		want model.Meta
		unit string
	}{
		{"4.3/running.json", model.Meta{
			ID: "73536f00d1f970f44cfd6894f589faa34024465573afdc8323260b2f9e2b212f", Name: "w1", Image: "localhost/bb:latest",
			State: model.Running, PID: 25151, Restarts: model.Known(0),
			Created: at("2026-11-20T11:00:05.006596632Z"), Started: at("2026-11-20T11:14:08.200102713Z"), Finished: at("2026-11-20T11:14:07.91908904Z"),
			LogDriver: "k8s-file", NetworkMode: "none",
			Limits: model.Configured{
				NanoCPUs: model.Known(500_000_000), CPUQuota: model.Known(50_000), CPUPeriod: model.Known(100_000),
				Memory: mib(64), Swap: mib(128), Pids: model.Known(2048),
			},
			CgroupPath: "/libpod_parent/libpod-73536f00d1f970f44cfd6894f589faa34024465573afdc8323260b2f9e2b212f",
		}, ""},
		{"4.3/exited.json", model.Meta{
			ID: "79c94feeee0a7ed3e5152dd057ea357a233e18b25aa46b694953088b53b49e42", Name: "dead", Image: "localhost/bb:latest",
			State: model.Exited, ExitCode: 3, Restarts: model.Known(0),
			Created: at("2026-11-20T11:00:05.096611238Z"), Started: at("2026-11-20T11:00:05.156520863Z"), Finished: at("2026-11-20T11:00:05.159050155Z"),
			LogDriver: "k8s-file", NetworkMode: "none", Limits: model.Configured{Pids: model.Known(2048)},
		}, ""},
		{"5.4/oom.json", model.Meta{
			ID: "cca6c130af5cbe5187d16f64a1f147bed597346c773cd91284bec691844c13ae", Name: "oom", Image: "localhost/busybox:latest",
			State: model.Exited, ExitCode: 137, OOMKilled: true, Restarts: model.Known(0),
			Created: at("2026-11-20T11:00:13.979189086Z"), Started: at("2026-11-20T11:00:14.712868661Z"), Finished: at("2026-11-20T11:00:14.818767026Z"),
			LogDriver: "journald", NetworkMode: "bridge",
			Limits: model.Configured{Memory: mib(8), Swap: mib(16), Pids: model.Known(2048)},
		}, ""},
		{"5.4/pod-member.json", model.Meta{
			ID: "78300ce08221406282342d69433965ea51ad06dff4839976fcdfdf9747d84c35", Name: "m1", Image: "localhost/busybox:latest",
			Pod:   "803e4510c66f88095898ea8204e73e771175c9249460d04357b9a38bac147799",
			State: model.Running, Health: "healthy", PID: 1362, Restarts: model.Known(0),
			HealthTimes: model.HealthTimes{HealthSince: at("2026-11-20T11:15:26.8916243Z"), HealthEarlier: true},
			Created:     at("2026-11-20T11:00:12.494613671Z"), Started: at("2026-11-20T11:00:13.623164561Z"),
			LogDriver: "journald", NetworkMode: "container:41b077bc1d321a1bc8b8aa6af881bf9084bc4fe56edfbceaf67c615a053c2061",
			Ports:      []model.Port{{HostIP: "127.0.0.1", HostPort: 18080, ContainerPort: 80, Protocol: "tcp", Range: 1}},
			Limits:     model.Configured{Pids: model.Known(2048)},
			CgroupPath: "/machine.slice/machine-libpod_pod_803e4510c66f88095898ea8204e73e771175c9249460d04357b9a38bac147799.slice/libpod-78300ce08221406282342d69433965ea51ad06dff4839976fcdfdf9747d84c35.scope",
		}, ""},
		{"5.4/quadlet.json", model.Meta{
			ID: "46b898300f427451d0d4aa91a15633aa0cade2284620894990efd3444327fac3", Name: "systemd-quad", Image: "localhost/busybox:latest",
			State: model.Running, PID: 4492, Restarts: model.Known(0),
			Created: at("2026-11-20T11:15:45.059526957Z"), Started: at("2026-11-20T11:15:45.917440388Z"),
			LogDriver: "journald", NetworkMode: "bridge",
			Limits:     model.Configured{Memory: mib(64), Swap: mib(128), Pids: model.Known(2048)},
			CgroupPath: "/system.slice/quad.service/libpod-payload-46b898300f427451d0d4aa91a15633aa0cade2284620894990efd3444327fac3",
		}, "quad.service"},
		{"5.4/rootless.json", model.Meta{
			ID: "40cdad43a4d2ca083b4d3d33c2e4e3fdfef3b49f7ebc5d9299b0b9e384b946c0", Name: "user", Image: "localhost/busybox:latest",
			State: model.Running, PID: 4329, Restarts: model.Known(0),
			Created: at("2026-11-20T11:15:18.029068245Z"), Started: at("2026-11-20T11:15:18.657622753Z"),
			LogDriver: "journald", NetworkMode: "pasta",
			Limits:     model.Configured{Memory: mib(32), Swap: mib(64), Pids: model.Known(2048)},
			CgroupPath: "/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-40cdad43a4d2ca083b4d3d33c2e4e3fdfef3b49f7ebc5d9299b0b9e384b946c0.scope",
		}, ""},
	} {
		var got container
		i := read[inspected](t, c.file)
		got.setInspected(&i, time.Time{})
		if diff := cmp.Diff(c.want, got.meta, sameCount); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.file, diff)
		}
		if got.unit != c.unit {
			t.Errorf("%s: unit %q, want %q", c.file, got.unit, c.unit)
		}
	}
}

func TestUpdate(t *testing.T) {
	for file, want := range map[string]map[string]model.State{
		"4.3/containers.json": {"w1": model.Running, "dead": model.Exited, "new": model.Created},
		"5.4/containers.json": {"w1": model.Running, "oom": model.Exited, "m1": model.Running, "803e4510c66f-infra": model.Running, "systemd-quad": model.Running},
	} {
		got := map[string]container{}
		for _, l := range read[[]listed](t, file) {
			var c container
			c.setListed(&l)
			got[c.meta.Name] = c
		}
		for name, state := range want {
			if got[name].meta.State != state {
				t.Errorf("%s: %s is %q, want %q", file, name, got[name].meta.State, state)
			}
		}
		switch file {
		case "4.3/containers.json":
			if p := got["new"].meta; p.Project != "shop" || !p.Started.IsZero() || !p.Finished.IsZero() {
				t.Errorf("created container: %+v", p)
			}
		case "5.4/containers.json":
			if i := got["803e4510c66f-infra"].meta; !i.Infra || i.PodName != "pod" {
				t.Errorf("infra container: %+v", i)
			}
			if u := got["systemd-quad"].unit; u != "quad.service" {
				t.Errorf("unit %q", u)
			}
		}
	}
}

// A list knows whole seconds only, and must not make what inspect said coarser.
func TestUpdateKeepsDetail(t *testing.T) {
	var c container
	i := read[inspected](t, "4.3/exited.json")
	c.setInspected(&i, time.Time{})
	before := c.meta
	for _, l := range read[[]listed](t, "4.3/containers.json") {
		if l.ID == i.ID {
			c.setListed(&l)
		}
	}
	if diff := cmp.Diff(before, c.meta, sameCount); diff != "" {
		t.Error(diff)
	}
}

func TestBenchmarks(t *testing.T) {
	for name, want := range map[string]time.Time{
		"podtop-bench-0123456789ab": time.Date(2026, 11, 20, 12, 0, 34, 0, time.UTC),
		"web":                       {},
	} {
		labels := `{"podtop.bench":"cpu","podtop.bench.until":"2026-11-20T12:00:34Z"}`
		var l listed
		var i inspected
		if err := json.Unmarshal([]byte(`{"Names":["`+name+`"],"Created":"2026-11-20T12:00:00Z","Labels":`+labels+`}`), &l); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(`{"Name":"`+name+`","Created":"2026-11-20T12:00:00Z","Config":{"Labels":`+labels+`}}`), &i); err != nil {
			t.Fatal(err)
		}
		var a, b container
		a.setListed(&l)
		b.setInspected(&i, time.Time{})
		if !a.meta.BenchUntil.Equal(want) || !b.meta.BenchUntil.Equal(want) {
			t.Errorf("%s: %v by the list, %v by inspect", name, a.meta.BenchUntil, b.meta.BenchUntil)
		}
	}
}

func TestHostileDetail(t *testing.T) {
	var i inspected
	err := json.Unmarshal([]byte(`{"Name":"\u001b[2J\u202etxt","Pod":"../../x","RestartCount":-1,
		"State":{"Status":"dancing","CgroupPath":"/a\nb"},
		"Config":{"Labels":{"PODMAN_SYSTEMD_UNIT":"--version","com.docker.compose.project":"a\tb"}},
		"HostConfig":{"PidsLimit":-1,"Cgroups":"disabled","PortBindings":{"x/tcp":[{}],"80":[{"HostPort":"99999"}],"81":[{"HostPort":"81"}]}}}`), &i)
	if err != nil {
		t.Fatal(err)
	}
	var c container
	c.setInspected(&i, time.Time{})
	want := model.Meta{
		Name: "?[2J?txt", Project: "a b", CgroupPath: "/a b", NoCgroup: true,
		Ports: []model.Port{{HostPort: 81, ContainerPort: 81, Protocol: "tcp", Range: 1}},
	}
	if diff := cmp.Diff(want, c.meta, sameCount); diff != "" {
		t.Error(diff)
	}
	if c.unit != "" {
		t.Errorf("unit %q", c.unit)
	}
}

func TestState(t *testing.T) {
	for in, want := range map[string]model.State{
		"configured": model.Created, "initialized": model.Created, "running": model.Running, "paused": model.Paused,
		"stopping": model.Stopping, "removing": model.Removing, "stopped": model.Stopped, "exited": model.Exited,
		"unknown": model.NoState, "": model.NoState, "Running": model.NoState,
	} {
		if got := stateOf(in); got != want {
			t.Errorf("state(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPod(t *testing.T) {
	listed := read[[]listedPod](t, "5.4/pods.json")
	inspected := read[inspectedPod](t, "5.4/pod.json")
	want := model.Pod{
		ID: "803e4510c66f88095898ea8204e73e771175c9249460d04357b9a38bac147799", Name: "pod", State: "Running",
		Infra: "41b077bc1d321a1bc8b8aa6af881bf9084bc4fe56edfbceaf67c615a053c2061",
	}
	if len(listed) != 1 || listed[0].pod() != want {
		t.Errorf("listed: %+v", listed)
	}
	if inspected.pod() != want {
		t.Errorf("inspected: %+v", inspected.pod())
	}
}

func TestPodState(t *testing.T) {
	for _, c := range []struct {
		want string
		in   []model.State
	}{
		{"", nil},
		{"Running", []model.State{model.Running, model.Running}},
		{"Degraded", []model.State{model.Running, model.Exited}},
		{"Paused", []model.State{model.Paused, model.Exited}},
		{"Exited", []model.State{model.Exited, model.Stopped}},
		{"Stopped", []model.State{model.Exited, model.Created}},
		{"Created", []model.State{model.Created}},
		{"", []model.State{model.Removing}},
	} {
		if got := podState(c.in); got != c.want {
			t.Errorf("podState(%v) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestPorts(t *testing.T) {
	many := portMap{}
	err := json.Unmarshal([]byte(`{"8080/tcp":[{"HostIp":"","HostPort":"8080"}],"8081/tcp":[{"HostIp":"","HostPort":"8081"}],
		"8082/tcp":[{"HostIp":"","HostPort":"9000"}],"53/udp":[{"HostIp":"::1","HostPort":"53"}],"7/sctp":null}`), &many)
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Port{
		{HostPort: 8080, ContainerPort: 8080, Protocol: "tcp", Range: 2},
		{HostPort: 9000, ContainerPort: 8082, Protocol: "tcp", Range: 1},
		{HostIP: "::1", HostPort: 53, ContainerPort: 53, Protocol: "udp", Range: 1},
	}
	if diff := cmp.Diff(want, ports(many, nil)); diff != "" {
		t.Error(diff)
	}
}
