package demo

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/probe"
)

// listening are the sockets that containers listen on, by name.
var listening = map[string][]string{
	"nginx":         {"tcp 0.0.0.0:443", "tcp 127.0.0.1:8081"},
	"app":           {"tcp [::]:8080"},
	"node-exporter": {"tcp [::]:9100"},
	"shop-frontend-1": {
		"tcp [::]:3000",
	},
	"shop-api-1":   {"tcp [::]:8080"},
	"shop-redis-1": {"tcp 0.0.0.0:6379", "tcp [::]:6379"},
	"shop-db-1":    {"tcp 0.0.0.0:5432", "tcp [::]:5432"},
	"registry":     {"tcp [::]:5000"},
	"search":       {"tcp [::]:9200", "tcp [::]:9300"},
	"customer-portal-integration-tests-postgres-primary-eu-central-1": {"tcp 0.0.0.0:5432"},
	"jupyter": {"tcp 0.0.0.0:8888"},
	"web":     {"tcp [::]:8080", "udp [::]:8443"},
}

// Network is the network namespace of a container, with all who use it.
func (h *Host) Network(s probe.Target) (*probe.Network, error) {
	c, err := h.find(s)
	if err != nil {
		return nil, err
	}
	a := &probe.Network{Answer: h.answer()}
	if !c.hasCgroup() {
		return a, nil
	}
	if a.Host = c.HostNS; a.Host {
		m := &h.machine
		a.Interfaces = []probe.Interface{loopback(), wire("eth0", m.Rx, m.Tx, "192.0.2.17/24", "2001:db8::17/64")}
		a.DNS, a.Listening = []string{"192.0.2.53"}, append([]string{"tcp 0.0.0.0:22"}, listening[c.Name]...)
		a.Sockets = sockets(a.Listening, 4, 1)
		return a, nil
	}
	var rx, tx, busy float64
	for _, m := range h.containers {
		if m.hasCgroup() && m.Net == c.Net {
			rx, tx, busy = rx+m.Rx, tx+m.Tx, busy+m.demand*math.Sqrt(m.rx+m.tx)
			a.Listening = append(a.Listening, listening[m.Name]...)
		}
	}
	a.Interfaces = []probe.Interface{loopback(), wire("eth0", rx, tx, c.addresses()...)}
	a.DNS, a.Search = c.resolvers()
	a.Sockets = sockets(a.Listening, int(busy/90), int(busy/25))
	return a, nil
}

func loopback() probe.Interface {
	lo := wire("lo", 0, 0, "127.0.0.1/8", "::1/128")
	lo.State, lo.MTU = "unknown", 65536
	return lo
}

// wire is an interface through which so many bytes went.
func wire(name string, rx, tx float64, addresses ...string) probe.Interface {
	const packet = 1000 // bytes, as the samples have it
	zero := model.Known(0)
	return probe.Interface{
		Name: name, State: "up", MTU: 1500, Addresses: addresses, RxBytes: whole(rx), TxBytes: whole(tx),
		RxPackets: whole(rx / packet), TxPackets: whole(tx / packet), RxErrs: zero, TxErrs: zero, RxDrop: zero, TxDrop: zero,
	}
}

// addresses are those of c's interface: pasta gives it the host's own.
func (c *container) addresses() []string {
	if c.NetworkMode != "bridge" {
		return []string{"192.0.2.17/24"}
	}
	n := uint64(c.Net)
	return []string{fmt.Sprintf("10.89.%d.%d/24", n>>8&7, 2+n%250)}
}

func (c *container) resolvers() (servers, search []string) {
	if c.NetworkMode != "bridge" {
		return []string{"192.0.2.53"}, nil
	}
	return []string{"10.89.0.1"}, []string{"dns.podman"}
}

func sockets(listening []string, open, closing int) []probe.Sockets {
	tcp := 0
	for _, l := range listening {
		if strings.HasPrefix(l, "tcp ") {
			tcp++
		}
	}
	return slices.DeleteFunc([]probe.Sockets{
		{Proto: "tcp", State: "LISTEN", N: tcp},
		{Proto: "tcp", State: "ESTAB", N: open},
		{Proto: "tcp", State: "TIME-WAIT", N: closing},
		{Proto: "udp", State: "UNCONN", N: len(listening) - tcp},
		{Proto: "unix", N: 2 + open/4},
	}, func(s probe.Sockets) bool { return s.N == 0 })
}
