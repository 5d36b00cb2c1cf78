package proc

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/netip"
	"slices"
	"strconv"

	"podtop/model/clean"
	"podtop/sampler/kernel"
)

// Addresses finds the addresses in the namespace that the process is in,
// without entering it: those of IPv6 as they are, those of IPv4 by the routes.
// interfaces are the names there are.
func (p Process) Addresses(ctx context.Context, interfaces []string, buf []byte) ([]Address, error) {
	v6, _ := kernel.ReadOnceAt(p.dir, "net/if_inet6", buf) // IPv6 may be off
	all := parseInet6(v6)
	routes, _ := kernel.ReadOnceAt(p.dir, "net/route", buf)
	networks := parseRoutes(routes)
	var f fib
	lines := 0
	err := kernel.EachLineAt(ctx, p.dir, "net/fib_trie", buf, func(b []byte) bool {
		lines++
		return f.line(b) && lines < mostFIB
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return append(locate(f.found, networks, interfaces), all...), err
}

// What is looked through of fib_trie, which has all routes: a router has
// hundreds of thousands.
const (
	mostFIB       = 20_000 // lines
	mostAddresses = 1024
)

// An Address is one of an interface's.
type Address struct {
	Interface string // clean, as in look.Interface; "" if nothing tells which has it
	netip.Prefix
}

// parseInet6 parses /proc/PID/net/if_inet6: the address, the interface's
// number, the length of the prefix, scope and flags in hexadecimal, and the
// name:
//
//	fe80000000000000f80a23fffe6b4c11 02 40 20 80     eth0
func parseInet6(b []byte) (addresses []Address) {
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return addresses
		}
		b = rest
		text, line := kernel.Field(line)
		_, line = kernel.Field(line)
		bits, _ := kernel.Field(line)
		var ip [16]byte
		n, err := strconv.ParseUint(string(bits), 16, 8)
		if len(text) != hex.EncodedLen(len(ip)) || err != nil {
			continue
		}
		if _, err := hex.Decode(ip[:], text); err != nil {
			continue
		}
		if p := netip.PrefixFrom(netip.AddrFrom16(ip), int(n)); p.IsValid() {
			addresses = append(addresses, Address{clean.Text(string(lastField(line))), p})
		}
	}
}

// A fib finds a namespace's own IPv4 addresses in /proc/PID/net/fib_trie, line
// by line. The file has them, but not whose they are:
//
//	|-- 10.88.0.5
//	   /32 host LOCAL
type fib struct {
	leaf  []byte // the address last seen
	found []netip.Addr
}

// line takes in the next line. It reports false if that is enough.
func (f *fib) line(b []byte) bool {
	b = bytes.TrimLeft(b, " ")
	if leaf, ok := bytes.CutPrefix(b, []byte("|-- ")); ok {
		f.leaf = append(f.leaf[:0], leaf...)
		return true
	}
	if string(b) != "/32 host LOCAL" {
		return true
	}
	// Each table has them, and there are two that are alike.
	if a, err := netip.ParseAddr(string(f.leaf)); err == nil && !slices.Contains(f.found, a) {
		f.found = append(f.found, a)
	}
	return len(f.found) < mostAddresses
}

// parseRoutes gives the networks that are right behind an interface, from
// /proc/PID/net/route, whose addresses and masks are in hexadecimal, as the
// processor has them in memory:
//
//	Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
//	eth0	00000000	0100580A	0003	0	0	100	00000000	0	0	0
//	eth0	0000580A	00000000	0001	0	0	0	0000FFFF	0	0	0
func parseRoutes(b []byte) (networks []Address) {
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return networks
		}
		b = rest
		var fields [8][]byte
		for i := range fields {
			fields[i], line = kernel.Field(line)
		}
		to, ok := hexAddr4(fields[1])
		gateway, ok2 := hexAddr4(fields[2])
		mask, ok3 := hexAddr4(fields[7])
		if !ok || !ok2 || !ok3 || !gateway.IsUnspecified() || mask.IsUnspecified() {
			continue // a heading, a way through somebody, the default
		}
		networks = append(networks, Address{clean.Text(string(fields[0])), netip.PrefixFrom(to, ones(mask))})
	}
}

func ones(mask netip.Addr) int {
	n := 0
	for _, b := range mask.As4() {
		for ; b&0x80 != 0; b <<= 1 {
			n++
		}
	}
	return n
}

// hexAddr4 parses an IPv4 address as /proc/PID/net has it: 0100007F is
// 127.0.0.1 where the lowest byte comes first.
func hexAddr4(b []byte) (netip.Addr, bool) {
	n, err := strconv.ParseUint(string(b), 16, 32)
	if err != nil || len(b) != 8 {
		return netip.Addr{}, false
	}
	var ip [4]byte
	binary.NativeEndian.PutUint32(ip[:], uint32(n))
	return netip.AddrFrom4(ip), true
}

// hexAddr6 parses an IPv6 address: four such numbers.
func hexAddr6(b []byte) (netip.Addr, bool) {
	var ip [16]byte
	if len(b) != 32 {
		return netip.Addr{}, false
	}
	for i := 0; i < len(ip); i += 4 {
		part, ok := hexAddr4(b[2*i : 2*i+8])
		if !ok {
			return netip.Addr{}, false
		}
		four := part.As4()
		copy(ip[i:], four[:])
	}
	return netip.AddrFrom16(ip), true
}

// locate says on which interface each address is: on the one behind which is
// the smallest network that has it, or the only one there is. names are the
// interfaces there are.
func locate(addresses []netip.Addr, networks []Address, names []string) (located []Address) {
	for _, a := range addresses {
		best := Address{"", netip.PrefixFrom(a, a.BitLen())}
		for _, n := range networks {
			if n.Contains(a) && (best.Interface == "" || n.Bits() > best.Bits()) {
				best = Address{n.Interface, netip.PrefixFrom(a, n.Bits())}
			}
		}
		switch {
		case best.Interface != "":
		case a.IsLoopback():
			best = Address{"lo", netip.PrefixFrom(a, 8)}
		default:
			best.Interface = only(names)
		}
		located = append(located, best)
	}
	return located
}

// only is the interface beside lo, if there is one.
func only(names []string) (name string) {
	for _, n := range names {
		switch {
		case n == "lo":
		case name != "":
			return ""
		default:
			name = n
		}
	}
	return name
}
