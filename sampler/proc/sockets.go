package proc

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"net/netip"
	"slices"
	"strconv"

	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// mostSockets is how many sockets are counted. A namespace can have millions,
// which take seconds to be told.
const mostSockets = 200_000

// mostListening is how many addresses that are listened on are kept.
const mostListening = 512

// tcpStates are the states of TCP as ss(8) names them, by the kernel's number.
// UDP has the first and the seventh.
var tcpStates = []string{
	"", "ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT",
	"UNCONN", "CLOSE-WAIT", "LAST-ACK", "LISTEN", "CLOSING", "SYN-RECV",
}

// unixStates are those of Unix sockets, which the kernel counts otherwise.
var unixStates = []string{"", "UNCONN", "SYN-SENT", "ESTAB", "CLOSING"}

const (
	listening   = "LISTEN"
	unconnected = "UNCONN"
)

// A Sockets counts the sockets of a namespace.
type Sockets struct {
	Counts    []probe.Sockets
	Listening []string // "tcp 0.0.0.0:80"
	Whole     bool     // that is all there are

	proto string
	total int
	ports []port
}

// A port is an address that is listened on.
type port struct {
	proto string // without its version
	netip.AddrPort
}

// Sockets counts those of the namespace that the process is in. The error is
// kernel.ErrGone if it has gone, or ctx's.
func (p Process) Sockets(ctx context.Context, buf []byte) (*Sockets, error) {
	s := &Sockets{Whole: true}
	for _, table := range []struct {
		proto string
		line  func(*Sockets, []byte) bool
	}{
		{"tcp", (*Sockets).inet}, {"tcp6", (*Sockets).inet}, {"udp", (*Sockets).inet}, {"udp6", (*Sockets).inet}, {"unix", (*Sockets).unix},
	} {
		s.proto = table.proto
		err := kernel.EachLineAt(ctx, p.dir, "net/"+table.proto, buf, func(b []byte) bool { return table.line(s, b) })
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // IPv6 is off
			return nil, err
		}
	}
	s.listed()
	return s, nil
}

// inet takes in a line of tcp, tcp6, udp or udp6; addresses are as in hexAddr4:
//
//	sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
//	 0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 28171 1 …
//
// See proc_net_tcp.rst of the kernel.
func (s *Sockets) inet(line []byte) bool {
	_, line = kernel.Field(line)
	local, line := kernel.Field(line)
	_, line = kernel.Field(line)
	number, _ := kernel.Field(line)
	address, ok := parseHexPort(local)
	state, err := strconv.ParseUint(string(number), 16, 8)
	if !ok || err != nil {
		return true // the heading
	}
	if !s.count(tcpStates, int(state)) {
		return false
	}
	name := nameOf(tcpStates, int(state))
	proto := s.proto[:3]
	if proto == "tcp" && name == listening || proto == "udp" && name == unconnected {
		s.listens(port{proto, address})
	}
	return true
}

func parseHexPort(b []byte) (netip.AddrPort, bool) {
	ip, number, ok := bytes.Cut(b, []byte(":"))
	n, err := strconv.ParseUint(string(number), 16, 16)
	if !ok || err != nil {
		return netip.AddrPort{}, false
	}
	a, ok := hexAddr4(ip)
	if !ok {
		a, ok = hexAddr6(ip)
	}
	return netip.AddrPortFrom(a, uint16(n)), ok
}

// unix takes in a line of unix, of which flags say what listens:
//
//	Num       RefCount Protocol Flags    Type St Inode Path
//	ffff8881: 00000002 00000000 00010000 0001 01 28172 /run/x.sock
//
// See proc_net(5).
func (s *Sockets) unix(line []byte) bool {
	var fields [6][]byte
	for i := range fields {
		fields[i], line = kernel.Field(line)
	}
	flags, err := strconv.ParseUint(string(fields[3]), 16, 32)
	state, err2 := strconv.ParseUint(string(fields[5]), 16, 8)
	if err != nil || err2 != nil {
		return true // the heading
	}
	const accepts = 1 << 16
	if flags&accepts != 0 {
		return s.add(listening)
	}
	return s.count(unixStates, int(state))
}

// nameOf is a state's name; "" of one that is not known.
func nameOf(states []string, n int) string {
	if n < len(states) {
		return states[n]
	}
	return ""
}

func (s *Sockets) count(states []string, n int) bool { return s.add(nameOf(states, n)) }

// add counts one socket more. It reports false if that is enough.
func (s *Sockets) add(state string) bool {
	if s.total == mostSockets {
		s.Whole = false
		return false
	}
	s.total++
	for i := range s.Counts {
		if c := &s.Counts[i]; c.Proto == s.proto && c.State == state {
			c.N++
			return true
		}
	}
	s.Counts = append(s.Counts, probe.Sockets{Proto: s.proto, State: state, N: 1})
	return true
}

func (s *Sockets) listens(p port) {
	switch {
	case slices.Contains(s.ports, p): // many sockets can share one
	case len(s.ports) == mostListening:
		s.Whole = false
	default:
		s.ports = append(s.ports, p)
	}
}

// listed puts all in order: the addresses by protocol and port.
func (s *Sockets) listed() {
	slices.SortFunc(s.ports, func(a, b port) int {
		return cmp.Or(cmp.Compare(a.proto, b.proto), cmp.Compare(a.Port(), b.Port()), a.Addr().Compare(b.Addr()))
	})
	for _, p := range s.ports {
		s.Listening = append(s.Listening, p.proto+" "+p.String())
	}
	order := []string{"tcp", "tcp6", "udp", "udp6", "unix"}
	slices.SortStableFunc(s.Counts, func(a, b probe.Sockets) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Proto), slices.Index(order, b.Proto)),
			cmp.Compare(slices.Index(tcpStates, a.State), slices.Index(tcpStates, b.State)))
	})
}
