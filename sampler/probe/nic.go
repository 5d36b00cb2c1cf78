package probe

import (
	"encoding/binary"
	"iter"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"podtop/model/clean"
)

// A nic is what rtnetlink(7) says of one interface.
type nic struct {
	index     int
	name      string // clean
	mtu       int
	state     string
	addresses []string
}

// listNICs lists the interfaces of the calling thread's network namespace.
func listNICs() ([]nic, error) {
	links, err := syscall.NetlinkRIB(syscall.RTM_GETLINK, syscall.AF_UNSPEC)
	if err != nil {
		return nil, os.NewSyscallError("netlink", err)
	}
	addresses, err := syscall.NetlinkRIB(syscall.RTM_GETADDR, syscall.AF_UNSPEC)
	if err != nil {
		return nil, os.NewSyscallError("netlink", err)
	}
	nics := parseLinks(links)
	parseAddresses(nics, addresses)
	return nics, nil
}

// operStates are the states of RFC 2863 by the kernel's number, in the words of
// /sys/class/net/NAME/operstate.
var operStates = []string{"unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"}

// stateFrom is the state of an interface. Those that are not made of wire, as
// lo and tun, have none of their own: they are up if they were set up.
func stateFrom(oper string, flags uint64) string {
	switch {
	case !slices.Contains(operStates, oper):
		return ""
	case oper != "unknown":
		return oper
	case flags&unix.IFF_UP != 0:
		return "up"
	}
	return "down"
}

// parseLinks parses the answer to RTM_GETLINK.
func parseLinks(b []byte) (nics []nic) {
	messages, _ := syscall.ParseNetlinkMessage(b)
	for _, m := range messages {
		if m.Header.Type != unix.RTM_NEWLINK || len(m.Data) < unix.SizeofIfInfomsg {
			continue
		}
		n := nic{index: int(binary.NativeEndian.Uint32(m.Data[4:]))}
		flags, oper := uint64(binary.NativeEndian.Uint32(m.Data[8:])), ""
		for kind, value := range attributes(m.Data[unix.SizeofIfInfomsg:]) {
			switch {
			case kind == unix.IFLA_IFNAME:
				name, _, _ := strings.Cut(string(value), "\x00")
				n.name = clean.Text(name)
			case kind == unix.IFLA_MTU && len(value) == 4:
				n.mtu = int(binary.NativeEndian.Uint32(value) & (1<<31 - 1))
			case kind == unix.IFLA_OPERSTATE && len(value) == 1 && int(value[0]) < len(operStates):
				oper = operStates[value[0]]
			}
		}
		n.state = stateFrom(oper, flags)
		nics = append(nics, n)
	}
	return nics
}

// parseAddresses adds the answer to RTM_GETADDR to the interfaces.
func parseAddresses(nics []nic, b []byte) {
	byIndex := map[int]*nic{}
	for i := range nics {
		byIndex[nics[i].index] = &nics[i]
	}
	messages, _ := syscall.ParseNetlinkMessage(b)
	for _, m := range messages {
		if m.Header.Type != unix.RTM_NEWADDR || len(m.Data) < unix.SizeofIfAddrmsg {
			continue
		}
		n := byIndex[int(binary.NativeEndian.Uint32(m.Data[4:]))]
		if p := ownPrefix(m.Data[unix.SizeofIfAddrmsg:], int(m.Data[1])); n != nil && p.IsValid() {
			n.addresses = append(n.addresses, p.String())
		}
	}
}

// ownPrefix is the interface's own address. IFA_ADDRESS is the other end's
// where there is IFA_LOCAL too.
func ownPrefix(b []byte, bits int) (p netip.Prefix) {
	for kind, value := range attributes(b) {
		if kind != unix.IFA_LOCAL && (kind != unix.IFA_ADDRESS || p.IsValid()) {
			continue
		}
		if ip, ok := netip.AddrFromSlice(value); ok {
			p = netip.PrefixFrom(ip, bits)
		}
	}
	return p
}

// attributes are the rtattrs that follow a message's header:
//
//	len u16 | type u16 | value, padded to 4 bytes
func attributes(b []byte) iter.Seq2[uint16, []byte] {
	return func(yield func(uint16, []byte) bool) {
		for len(b) >= unix.SizeofRtAttr {
			size := int(binary.NativeEndian.Uint16(b))
			if size < unix.SizeofRtAttr || size > len(b) {
				return
			}
			if !yield(binary.NativeEndian.Uint16(b[2:]), b[unix.SizeofRtAttr:size]) {
				return
			}
			b = b[min((size+3)&^3, len(b)):]
		}
	}
}

// parseFlags parses /sys/class/net/NAME/flags: 0x1003.
func parseFlags(b []byte) uint64 {
	n, err := strconv.ParseUint(strings.TrimSpace(string(b)), 0, 32)
	if err != nil {
		return 0
	}
	return n
}
