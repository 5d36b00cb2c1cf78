package proc

import (
	"bytes"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// columns of /proc/net/dev, behind the name.
const (
	rxBytes = iota
	rxPackets
	rxErrs
	rxDrop
	rxFIFO
	rxFrame
	rxCompressed
	rxMulticast
	txBytes
	txPackets
	txErrs
	txDrop
	netColumns
)

// A traffic is the sum over some interfaces, by column.
type traffic struct {
	columns    [netColumns]model.Count
	interfaces int
}

func (t *traffic) add(line []byte) {
	for i := range t.columns {
		var field []byte
		field, line = kernel.Field(line)
		switch {
		case i >= rxFIFO && i <= rxMulticast: // not shown
		case t.interfaces == 0:
			t.columns[i] = kernel.Uint(field)
		default:
			t.columns[i] = t.columns[i].Add(kernel.Uint(field))
		}
	}
	t.interfaces++
}

func (t *traffic) network() model.Network {
	c := &t.columns
	return model.Network{
		RxBytes: c[rxBytes], RxPackets: c[rxPackets], RxErrs: c[rxErrs], RxDrop: c[rxDrop],
		TxBytes: c[txBytes], TxPackets: c[txPackets], TxErrs: c[txErrs], TxDrop: c[txDrop],
	}
}

// parseNetDev sums /proc/PID/net/dev over the interfaces of its namespace:
//
//	Inter-|   Receive                                                |  Transmit
//	 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
//	  eth0:    1306      15    0    0    0     0          0         0      628       8    0    0    0     0       0          0
//
// lo does not count, and neither do interfaces whose traffic passes through
// another one, such as a bridge and its ports beside the uplink; where there
// are only such, they are what the namespace has and do count. See
// proc_pid_net(5).
func parseNetDev(b []byte) model.Network {
	var own, carried, loopback traffic
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			break
		}
		b = rest
		name, columns, ok := bytes.Cut(line, []byte(":"))
		name = bytes.TrimLeft(name, " ")
		switch {
		case !ok: // the two lines of the heading
		case string(name) == "lo":
			loopback.interfaces++
		case isCarried(name):
			carried.add(columns)
		default:
			own.add(columns)
		}
	}
	switch {
	case own.interfaces > 0:
		return own.network()
	case carried.interfaces > 0:
		return carried.network()
	case loopback.interfaces > 0:
		return noTraffic
	}
	return model.Network{}
}

// parseInterfaces gives the interfaces of /proc/PID/net/dev one by one.
func parseInterfaces(b []byte) []probe.Interface {
	var all []probe.Interface
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return all
		}
		b = rest
		name, columns, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			continue // the two lines of the heading
		}
		var one traffic
		one.add(columns)
		n := one.network()
		all = append(all, probe.Interface{
			Name:    clean.Text(string(bytes.TrimLeft(name, " "))),
			RxBytes: n.RxBytes, RxPackets: n.RxPackets, RxErrs: n.RxErrs, RxDrop: n.RxDrop,
			TxBytes: n.TxBytes, TxPackets: n.TxPackets, TxErrs: n.TxErrs, TxDrop: n.TxDrop,
		})
	}
}

// noTraffic is that of a namespace which has only lo.
var noTraffic = model.Network{
	RxBytes: model.Known(0), RxPackets: model.Known(0), RxErrs: model.Known(0), RxDrop: model.Known(0),
	TxBytes: model.Known(0), TxPackets: model.Known(0), TxErrs: model.Known(0), TxDrop: model.Known(0),
}

// carriedPrefixes begin the names that bridges and their ports, bonds, VLANs
// and tunnels get. Only the name can tell in a namespace one has not entered.
var carriedPrefixes = []string{
	"veth", "docker", "podman", "cni", "br", "virbr", "vnet", "bond", "team", "vlan", "macvtap",
	"tun", "tap", "wg", "tailscale", "ifb", "dummy",
}

// isCarried reports whether the interface looks like one whose traffic passes
// through another one too.
func isCarried(name []byte) bool {
	for _, p := range carriedPrefixes {
		if len(name) >= len(p) && string(name[:len(p)]) == p {
			return true
		}
	}
	return bytes.IndexByte(name, '.') >= 0 // eth0.100, a VLAN
}
