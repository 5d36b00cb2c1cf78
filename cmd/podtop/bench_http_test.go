package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/netip"
	"os"
	"os/user"
	"strings"
	"testing"

	"podtop/actions/load"
	"podtop/model"
)

func TestPublishedAt(t *testing.T) {
	tcp := func(ip string, host, inside, n uint16) model.Port {
		return model.Port{HostIP: ip, HostPort: host, ContainerPort: inside, Protocol: "tcp", Range: n}
	}
	box := func(name string, ports ...model.Port) model.Container {
		return model.Container{Meta: model.Meta{ID: model.ID(name), Name: name, State: model.Running, Ports: ports}}
	}
	snap := &model.Snapshot{Containers: []model.Container{
		box("one", tcp("", 8080, 80, 1), model.Port{HostPort: 53, ContainerPort: 53, Protocol: "udp"}),
		box("two", tcp("127.0.0.1", 8081, 80, 1), tcp("::", 8443, 443, 1)),
		box("range", tcp("127.0.0.2", 9000, 3000, 10)),
		box("none"),
		box("infra", tcp("0.0.0.0", 7000, 70, 1)),
		box("member"),
		box("host"),
		box("ended", tcp("", 1, 1, 1)),
		box("foreign", tcp("192.0.2.1", 80, 80, 1)),
		box("rootless"),
	}}
	snap.Containers[4].Pod, snap.Containers[4].Infra, snap.Containers[5].Pod = "p", true, "p"
	snap.Containers[6].NetworkMode = "host"
	snap.Containers[7].State = model.Exited
	snap.Containers[9].UID = 1000
	for i, c := range []struct {
		of   int
		port uint16
		want string
	}{
		{0, 0, "127.0.0.1:8080"},
		{0, 80, "127.0.0.1:8080"},
		{0, 53, "one does not publish its port 53, but 80"},
		{1, 0, "two publishes several ports: give one of 80, 443, as in two:80"},
		{1, 443, "[::1]:8443"},
		{2, 3007, "127.0.0.2:9007"},
		{2, 9007, "range does not publish its port 9007, but 3000, 3001"},
		{3, 0, "none publishes no port of TCP: give a URL with its address"},
		{5, 0, "127.0.0.1:7000"},
		{6, 5000, "127.0.0.1:5000"},
		{7, 1, "ended does not run"},
		{8, 80, "foreign cannot have published a port at 192.0.2.1, which is not this host's address"},
		{9, 0, "rootless publishes no port of TCP: publish one"},
	} {
		got, err := publishedAt(snap, &snap.Containers[c.of], c.port)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%d: %s, want %s", i, got, c.want)
		}
	}
}

func TestSplitPort(t *testing.T) {
	for text, want := range map[string]string{"web": "web 0", "op/web:80": "op/web 80"} {
		name, port, err := splitPort(text)
		if name != strings.Fields(want)[0] || port == 0 == strings.HasSuffix(want, "80") || err != nil {
			t.Errorf("%s: %s, %d, %v", text, name, port, err)
		}
	}
	for _, text := range []string{"web:", "web:0", "web:65536", "localhost:80/x"} {
		if _, _, err := splitPort(text); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// A container's address is what Podman has given to it, in any of its networks.
func TestNetworkSettings(t *testing.T) {
	var n networkSettings
	n.NetworkSettings.Networks = map[string]networkAddress{"a": {IPAddress: "10.88.0.5"}, "b": {GlobalIPv6Address: "fd00::5"}, "c": {}}
	for text, want := range map[string]bool{"10.88.0.5": true, "fd00::5": true, "10.88.0.6": false, "0.0.0.0": false} {
		if got := n.has(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// Only root's Podman is believed, and only what it says of what runs.
func TestHasAddress(t *testing.T) {
	addresses := map[model.ID]string{"own": "10.88.0.5", "ended": "10.88.0.6", "another": "192.0.2.1"}
	asked := 0
	h := &host{inspect: func(_ context.Context, to model.Target, reply any) error {
		asked++
		address := addresses[to.ID]
		if address == "" {
			return errors.New("Podman is silent")
		}
		text := `{"NetworkSettings": {"IPAddress": "", "Networks": {"podman": {"IPAddress": "` + address + `"}}}}`
		return json.Unmarshal([]byte(text), reply)
	}}
	var snap model.Snapshot
	add := func(id model.ID, uid int, state model.State) {
		snap.Containers = append(snap.Containers, model.Container{Meta: model.Meta{ID: id, UID: uid, State: state}})
	}
	add("own", 0, model.Running)
	add("ended", 0, model.Exited)
	add("another", 8, model.Running)
	for text, want := range map[string]bool{"10.88.0.5": true, "10.88.0.6": false, "192.0.2.1": false} {
		if got, err := h.hasAddress(t.Context(), &snap, netip.MustParseAddr(text)); got != want || err != nil {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	if asked != 3 {
		t.Errorf("Podman is asked %d times", asked)
	}
	add("silent", 0, model.Running)
	if got, err := h.hasAddress(t.Context(), &snap, netip.MustParseAddr("192.0.2.1")); got || err == nil {
		t.Errorf("of a silent one: %v, %v", got, err)
	}
}

// Another host is asked with --remote alone; whether an address is a container's is
// only asked for where it is not this host's.
func TestForeign(t *testing.T) {
	bo := benchHTTPOptions{options: &options{host: "unix:///nonexistent/podman.sock"}}
	ctx, cancel := context.WithCancel(t.Context())
	found, err := bo.targets(ctx, "http://127.0.0.1:8080/x?y")
	if err != nil || len(found) != 1 || found[0].Address != "127.0.0.1:8080" || found[0].Path != "/x?y" {
		t.Errorf("%+v, %v", found, err)
	}
	bo.remote = true
	if found, err := bo.targets(ctx, "https://192.0.2.1"); err != nil || found[0].Address != "192.0.2.1:443" || found[0].TLS.InsecureSkipVerify {
		t.Errorf("%+v, %v", found, err)
	}
	bo.remote = false
	cancel()
	if found, err := bo.targets(ctx, "http://192.0.2.1/"); err == nil {
		t.Errorf("%+v", found)
	}
}

// A rootless container has the address of another machine.
func TestRootlessAddress(t *testing.T) {
	bo := benchHTTPOptions{options: &options{host: "unix:///nonexistent/podman.sock"}}
	is, err := bo.isContainer(t.Context(), 1000, netip.MustParseAddr("192.0.2.1"))
	if is || err == nil || !strings.Contains(err.Error(), "publish a port") {
		t.Errorf("%v, %v", is, err)
	}
}

func TestLoginOf(t *testing.T) {
	for _, uid := range []string{"", "0"} {
		if l, err := loginOf(uid); l != nil || err != nil {
			t.Errorf("%q: %+v, %v", uid, l, err)
		}
	}
	if l, err := loginOf("4294967"); err == nil {
		t.Errorf("nobody: %+v", l)
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	var l *load.Login
	if l, err = loginOf(u.Uid); err != nil || l.UID == 0 || l.GID == 0 || len(l.Groups) == 0 {
		t.Errorf("%+v, %v", l, err)
	}
	if os.Geteuid() == 0 {
		t.Setenv("SUDO_UID", u.Uid)
		bo := benchHTTPOptions{options: &options{}}
		if found, err := bo.targets(t.Context(), "unix:///run/x.sock"); err != nil || found[0].Login.UID != l.UID {
			t.Errorf("%+v, %v", found, err)
		}
	}
}
