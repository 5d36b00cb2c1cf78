package probe

import "podtop/model"

// Network is a container's network namespace.
type Network struct {
	Answer
	Interfaces []Interface // lo too
	Sockets    []Sockets
	Listening  []string // "tcp 0.0.0.0:80", "udp [::]:53"
	DNS        []string // nameservers of its resolv.conf
	Search     []string
	Host       bool // it is the host's own
}

// An Interface is one line of /proc/net/dev, and what the kernel says of it.
type Interface struct {
	Name      string
	State     string // "up", "down", …; "" if not known
	MTU       int    // 0 if not known
	Addresses []string

	RxBytes, TxBytes, RxPackets, TxPackets, RxErrs, TxErrs, RxDrop, TxDrop model.Count
}

// Sockets are how many sockets of a protocol are in a state.
type Sockets struct {
	Proto string // "tcp", "tcp6", "udp", "udp6", "unix"
	State string // "LISTEN", "ESTAB", …, as ss(8) names them; "" where there is none
	N     int
}
