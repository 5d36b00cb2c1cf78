package network

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
)

// networkOf is a namespace with one interface beside lo.
func networkOf(at time.Duration) *probe.Network {
	cg, ms := model.Known, uint64(at.Milliseconds())
	return &probe.Network{
		Answer: probe.Answer{At: at, Time: modeltest.Start.Add(at - 9*24*time.Hour)},
		Interfaces: []probe.Interface{
			{Name: "lo", State: "unknown", MTU: 65536, Addresses: []string{"127.0.0.1/8", "::1/128"}, RxBytes: cg(0), TxBytes: cg(0), RxDrop: cg(0), TxDrop: cg(0), RxErrs: cg(0), TxErrs: cg(0)},
			{
				Name: "eth0", State: "up", MTU: 1500, Addresses: []string{"10.88.0.5/16", "fe80::d4c1:3ff:fe6b:6ad1/64"},
				RxBytes: cg(12 * 1024 * ms), TxBytes: cg(3 * 1024 * ms), RxPackets: cg(9 * ms), TxPackets: cg(4 * ms), RxDrop: cg(ms / 100), TxDrop: cg(0), RxErrs: cg(0), TxErrs: cg(3),
			},
		},
		Listening: []string{"tcp 0.0.0.0:443", "tcp 127.0.0.1:9000", "udp [::]:53"},
		Sockets: []probe.Sockets{
			{Proto: "tcp", State: "LISTEN", N: 2},
			{Proto: "tcp", State: "ESTAB", N: 31},
			{Proto: "tcp", State: "TIME-WAIT", N: 212},
			{Proto: "udp", N: 1},
		},
		DNS: []string{"10.88.0.1", "1.1.1.1"}, Search: []string{"dns.podman"},
	}
}

// onNetwork is the tab with two answers, 2 s apart, and Podman's.
func onNetwork(t *testing.T, name string) *tabtest.Stage {
	g := tabtest.On(t, New, name)
	g.Subject.Ports = []model.Port{
		{HostPort: 8443, ContainerPort: 443, Protocol: "tcp", Range: 1},
		{HostIP: "127.0.0.1", HostPort: 9000, ContainerPort: 9000, Protocol: "tcp", Range: 1},
		{HostPort: 25, ContainerPort: 25, Protocol: "tcp", Range: 1},
	}
	g.With.Inspect = &probe.Inspection{
		DNS:         []string{"1.1.1.1"},
		Attachments: []probe.Attachment{{Network: "podman", Address: "10.88.0.5/16", Gateway: "10.88.0.1", MAC: "d6:c1:03:6b:6a:d1", Aliases: []string{"app"}}},
	}
	g.With.Network = networkOf(g.Env.Now)
	g.Tick(0)
	g.With.Network = networkOf(g.Env.Now + 2*time.Second)
	g.Tick(2 * time.Second)
	return g
}

func TestNetwork(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onNetwork(t, "db").Golden() })
	t.Run("podman-hangs", func(t *testing.T) {
		g := tabtest.On(t, New, "db")
		g.With.Hangs = true // both have asked
		g.Tick(0)
		g.Env.Now += 4 * time.Second
		g.Golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := tabtest.On(t, New, "jupyter")
		g.With.Network = &probe.Network{Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "addresses and sockets of op's containers cannot be read: that needs root"}}}, Interfaces: []probe.Interface{{Name: "tap0", RxBytes: model.Known(1)}}}
		g.Tick(0)
		g.Golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := onNetwork(t, "db")
		bad := "\x1b]0;owned\a" + strings.Repeat("x", 300) + "\nline"
		g.With.Network.Interfaces[1].Name, g.With.Network.Interfaces[1].Addresses = bad, []string{bad}
		g.With.Network.DNS, g.With.Network.Listening, g.With.Network.Sockets[0].State = []string{bad}, []string{bad}, bad
		g.With.Inspect.Attachments[0].Network, g.With.Inspect.Attachments[0].Aliases = bad, []string{bad}
		g.Tick(31 * time.Second)
		g.Golden()
	})
}

func TestNetworkSays(t *testing.T) {
	g := onNetwork(t, "db")
	g.Shows(
		"mode bridge", "interfaces, over the last 2 s",
		"eth0             up          1500  11.7M   2.9M   9.0k   4.0k     10      0",
		"10.88.0.5/16", "fe80::d4c1:3ff:fe6b:6ad1/64",
		"0.0.0.0:8443->443/tcp",
		"25/tcp is published, but nothing listens there.",
		"9000/tcp is published, but what listens there does so at 127.0.0.1 alone: nobody outside reaches it.",
		"2 LISTEN, 31 ESTAB, 212 TIME-WAIT", "10.88.0.1, 1.1.1.1", "dns.podman", "asked for",
		"10.88.0.5/16, gateway 10.88.0.1, MAC d6:c1:03:6b:6a:d1, also called app",
	)
	g.Lacks("443/tcp is published")
}

// It says whose network it is.
func TestWhoseNetwork(t *testing.T) {
	for name, want := range map[string]string{
		"app":           "mode bridge: it shares the network of the pod web, which web-infra holds. What is below is of all the pod's containers.",
		"web-infra":     "mode bridge: it holds the network of the pod web.",
		"node-exporter": "mode host: it uses the host's own network.",
		"db":            "mode bridge",
	} {
		g := tabtest.On(t, New, name)
		g.Shows(want)
	}
	g := tabtest.On(t, New, "db")
	g.Subject.Net, g.Subject.NetFrom = model.NetShared, "gitea"
	g.Shows("it shares the network of gitea. What is below is of all that do.")
	g = tabtest.On(t, New, "db")
	g.Subject.Net, g.Subject.NetworkMode = model.NetOwn, "none"
	g.Shows("mode none: no network but itself.")
}

// A member of a pod has the pod's ports.
func TestPortsOfThePod(t *testing.T) {
	g := tabtest.On(t, New, "app")
	snap := *g.Env.Snapshot
	snap.Containers = append([]model.Container(nil), snap.Containers...)
	for i := range snap.Containers {
		if snap.Containers[i].Infra {
			snap.Containers[i].Ports = []model.Port{{HostPort: 80, ContainerPort: 8080, Protocol: "tcp", Range: 1}}
		}
	}
	g.Env.Snapshot = &snap
	g.Shows("published ports of the pod", "0.0.0.0:80->8080/tcp")
}

func TestUnheard(t *testing.T) {
	port := func(n uint16, proto string) model.Port {
		return model.Port{ContainerPort: n, Protocol: proto, Range: 1}
	}
	listening := []string{"tcp 0.0.0.0:80", "tcp6 [::]:443", "tcp 127.0.0.1:90", "tcp6 [::1]:91", "tcp 127.0.0.1:92", "tcp 10.0.0.1:92", "udp 0.0.0.0:53", "odd"}
	for _, tt := range []struct {
		port model.Port
		want string
	}{
		{port(80, "tcp"), ""},
		{port(443, "tcp"), ""},
		{port(90, "tcp"), "127.0.0.1 alone"},
		{port(91, "tcp"), "[::1] alone"},
		{port(92, "tcp"), ""},
		{port(53, "udp"), ""},
		{port(53, "tcp"), "nothing listens"},
		{port(8, "tcp"), "nothing listens"},
		{model.Port{ContainerPort: 65535, Range: 65535}, ""},
	} {
		got := unheard(tt.port, listening)
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%v: %q, want %q", tt.port, got, tt.want)
		}
	}
}

func TestNetworkAtEverySize(t *testing.T) {
	g := tabtest.On(t, New, "db")
	g.EverySize()
	g = onNetwork(t, "db")
	g.EverySize()
}

func TestNetworkDrawAgain(t *testing.T) {
	g := onNetwork(t, "db")
	var b []byte
	if n := testing.AllocsPerRun(100, func() { b = g.Tab.Draw(b[:0], g.Env, &g.Subject) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}
