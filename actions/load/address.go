package load

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
)

// Resolve returns the addresses of host, a name or an address. It is asked once,
// and what it returns is dialled: another answer later changes nothing.
func Resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{dialled(a)}, nil
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("looking up %s: %w", host, err)
	}
	var addrs []netip.Addr
	for _, a := range found {
		if a = dialled(a); !slices.Contains(addrs, a) {
			addrs = append(addrs, a)
		}
	}
	return addrs, nil
}

// dialled is a as it is meant: an IPv4 address in IPv6 is that IPv4 address, and
// the one that listens everywhere is asked on this host.
func dialled(a netip.Addr) netip.Addr {
	switch a = a.Unmap(); {
	case a == netip.IPv4Unspecified():
		return netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case a.WithZone("") == netip.IPv6Unspecified():
		return netip.IPv6Loopback()
	}
	return a
}

// A ForeignError says that an address is neither this host's nor a container's.
type ForeignError struct{ Addr netip.Addr }

func (e *ForeignError) Error() string {
	return e.Addr.String() + " is neither this host's nor a container's"
}

// CheckLocal is a ForeignError if any of addrs is neither this host's nor, as
// isContainer says, a container's. That is asked only of those that are not this
// host's.
func CheckLocal(addrs []netip.Addr, isContainer func(netip.Addr) (bool, error)) error {
	own, err := hostAddrs()
	if err != nil {
		return err
	}
	for _, a := range addrs {
		if a.IsLoopback() || slices.Contains(own, a.WithZone("")) {
			continue
		}
		is, err := isContainer(a)
		if err != nil {
			return err
		}
		if !is {
			return &ForeignError{a}
		}
	}
	return nil
}

// hostAddrs are the addresses of this host's interfaces.
func hostAddrs() (addrs []netip.Addr, err error) {
	found, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("listing this host's addresses: %w", err)
	}
	for _, f := range found {
		if p, err := netip.ParsePrefix(f.String()); err == nil {
			addrs = append(addrs, p.Addr().Unmap().WithZone(""))
		}
	}
	return addrs, nil
}

// Dialled is where a port that is published at ip, "" for everywhere, is reached.
func Dialled(ip string, port uint16) string {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		a = netip.IPv4Unspecified()
	}
	return netip.AddrPortFrom(dialled(a), port).String()
}
