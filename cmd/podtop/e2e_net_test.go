//go:build e2e

package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"podtop/model/probe"
	reader "podtop/sampler/probe"
)

// output returns what a command prints, without blanks around it.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", cmd.Args, err, stderr.String())
	}
	return strings.TrimSpace(string(out))
}

// inside runs a command of the host in the container's network namespace.
func (l looking) inside(t *testing.T, args ...string) string {
	t.Helper()
	enter := append([]string{"nsenter", "-t", strconv.Itoa(l.b.pid(t)), "-n"}, args...)
	if os.Getuid() != 0 { // the namespace belongs to the user's own one
		enter = append([]string{"podman", "unshare"}, enter...)
	}
	return output(t, enter[0], enter[1:]...)
}

// network compares with ip and ss what is said of the container's network.
func (l looking) network(t *testing.T) {
	l.all(t) // httpd listens
	n := ask(t, func(ctx context.Context) (*probe.Network, error) { return l.r.Network(ctx, l.s) })
	if n.Host || len(n.Missing) > 0 {
		t.Errorf("host %t, missing %+v", n.Host, n.Missing)
	}
	l.interfaces(t, n, l.inside(t, "ip", "-j", "addr"))
	if got, want := countsOf(n), l.ss(t); !slices.Equal(got, want) {
		t.Errorf("sockets %q, ss says %q", got, want)
	}
	if !slices.Contains(n.Listening, "tcp [::]:8000") && !slices.Contains(n.Listening, "tcp 0.0.0.0:8000") {
		t.Errorf("listening on %q", n.Listening)
	}
	conf := "search " + strings.Join(n.Search, " ")
	for _, server := range n.DNS {
		conf += "\nnameserver " + server
	}
	if is := l.b.podman(t, "exec", l.b.name, "cat", "/etc/resolv.conf"); len(n.DNS) == 0 || strings.TrimSpace(is) != conf {
		t.Errorf("%q, resolv.conf says %q", conf, is)
	}
	if os.Getuid() == 0 {
		l.unprivileged(t, n)
	}
}

// hostNetwork compares the interfaces of a container that has the host's.
func (l looking) hostNetwork(t *testing.T) {
	n := ask(t, func(ctx context.Context) (*probe.Network, error) { return l.r.Network(ctx, l.s) })
	if !n.Host {
		t.Errorf("it is not said to be the host's: %+v", n)
	}
	l.interfaces(t, n, output(t, "ip", "-j", "addr"))
}

// interfaces compares with ip, and the traffic with the files before and after.
func (l looking) interfaces(t *testing.T, n *probe.Network, ip string) {
	t.Helper()
	var links []struct {
		Name  string `json:"ifname"`
		MTU   int
		State string `json:"operstate"`
		Flags []string
		Addrs []struct {
			Local string
			Bits  int `json:"prefixlen"`
		} `json:"addr_info"`
	}
	if err := json.Unmarshal([]byte(ip), &links); err != nil {
		t.Fatal(err)
	}
	if len(links) != len(n.Interfaces) {
		t.Errorf("%d interfaces, ip says %d", len(n.Interfaces), len(links))
	}
	for _, link := range links {
		i := slices.IndexFunc(n.Interfaces, func(f probe.Interface) bool { return f.Name == link.Name })
		if i < 0 {
			t.Errorf("no %s in %+v", link.Name, n.Interfaces)
			continue
		}
		f := n.Interfaces[i]
		state := strings.ToLower(link.State)
		if state == "unknown" && slices.Contains(link.Flags, "UP") {
			state = "up"
		}
		var addresses []string
		for _, a := range link.Addrs {
			addresses = append(addresses, a.Local+"/"+strconv.Itoa(a.Bits))
		}
		slices.Sort(addresses)
		slices.Sort(f.Addresses)
		if f.MTU != link.MTU || f.State != state || !slices.Equal(f.Addresses, addresses) {
			t.Errorf("%s: %d %s %v, ip says %d %s %v", f.Name, f.MTU, f.State, f.Addresses, link.MTU, state, addresses)
		}
		if rx, ok := f.RxBytes.Get(); f.Name != "lo" && (!ok || float64(rx) > l.b.received(t)) { // in all, and by now
			t.Errorf("%s has received %d bytes, /proc says %v", f.Name, rx, l.b.received(t))
		}
	}
}

func countsOf(n *probe.Network) (all []string) {
	for _, s := range n.Sockets {
		all = append(all, fmt.Sprint(s.Proto, " ", s.State, " ", s.N))
	}
	slices.Sort(all)
	return all
}

// ss counts the sockets as ss(8) sees them.
func (l looking) ss(t *testing.T) (all []string) {
	t.Helper()
	for proto, flags := range map[string]string{"tcp": "-4t", "tcp6": "-6t", "udp": "-4u", "udp6": "-6u", "unix": "-x"} {
		counts := map[string]int{}
		for line := range strings.Lines(l.inside(t, "ss", "-Han", flags)) {
			f := strings.Fields(line)
			if proto == "unix" {
				f = f[1:] // u_str, u_dgr, …
			}
			counts[f[0]]++
		}
		for state, count := range counts {
			all = append(all, fmt.Sprint(proto, " ", state, " ", count))
		}
	}
	slices.Sort(all)
	return all
}

// lookEnv makes the test binary ask about a container, given as JSON, and
// print what an unprivileged user is told of it.
const lookEnv = "PODTOP_E2E_LOOK"

func lookAsOther() {
	var s probe.Target
	if err := json.Unmarshal([]byte(os.Getenv(lookEnv)), &s); err != nil {
		panic(err)
	}
	ctx, r := context.Background(), reader.New(reader.Options{})
	told := struct {
		Processes, Rollup int
		Network           probe.Network
		Memory, Cgroups   probe.Answer
	}{}
	p, err := r.Processes(ctx, s)
	if err == nil {
		told.Processes = len(p.List)
		var m *probe.Memory
		if m, err = r.Memory(ctx, s, 0); err == nil {
			told.Memory, told.Rollup = m.Answer, len(m.Rollup)
		}
	}
	if n, err := r.Network(ctx, s); err == nil {
		told.Network = *n
	}
	if c, err := r.Cgroups(ctx, s); err == nil {
		told.Cgroups = c.Answer
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		panic(err)
	}
}

// unprivileged asks as nobody, who is told what is missing and how to get it,
// and the rest.
func (l looking) unprivileged(t *testing.T, root *probe.Network) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := l.h.dir + "/look"
	copyFile(t, self, program)
	subject, err := json.Marshal(l.s)
	if err != nil {
		t.Fatal(err)
	}
	cmd := nobody(t).become(exec.Command(program))
	cmd.Env = append(cmd.Env, lookEnv+"="+string(subject))
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("as nobody: %v", err)
	}
	var told struct {
		Processes, Rollup int
		Network           probe.Network
		Memory            probe.Answer
	}
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if told.Processes != 5 || told.Rollup != 0 {
		t.Errorf("nobody sees %d processes, %d lines of smaps_rollup", told.Processes, told.Rollup)
	}
	for _, notes := range []probe.Answer{told.Memory, told.Network.Answer} {
		if len(notes.Missing) != 1 || !strings.Contains(notes.Missing[0].Text, "CAP_SYS_PTRACE: run podtop as root") {
			t.Errorf("nobody is told %+v", notes.Missing)
		}
	}
	if got, want := countsOf(&told.Network), countsOf(root); !slices.Equal(got, want) {
		t.Errorf("nobody sees the sockets %q, root %q", got, want)
	}
	for i, f := range told.Network.Interfaces {
		slices.Sort(f.Addresses)
		want := slices.Sorted(slices.Values(root.Interfaces[i].Addresses))
		if f.Name != root.Interfaces[i].Name || !slices.Equal(f.Addresses, want) || f.MTU != 0 {
			t.Errorf("nobody sees %+v, root %+v", f, root.Interfaces[i])
		}
	}
}
