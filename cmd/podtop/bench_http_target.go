package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/user"
	"strconv"
	"strings"

	"podtop/actions/load"
	"podtop/model"
	"podtop/sampler"
)

// loginOf is the user of that id, in digits; nil of root and of nobody.
func loginOf(uid string) (*load.Login, error) {
	if uid == "" || uid == "0" {
		return nil, nil
	}
	u, err := user.LookupId(uid)
	if err != nil {
		return nil, fmt.Errorf("looking up the user who called sudo: %w", err)
	}
	groups, err := u.GroupIds()
	if err != nil {
		return nil, fmt.Errorf("looking up the groups of %s: %w", u.Username, err)
	}
	var l load.Login
	l.UID, err = strconv.Atoi(u.Uid)
	for _, g := range append(groups, u.Gid) {
		var bad error
		if l.GID, bad = strconv.Atoi(g); bad != nil { // the last one stays
			err = bad
		}
		l.Groups = append(l.Groups, l.GID)
	}
	return &l, err
}

// targets are what text means, a URL or the name of a container: one for each
// address that it has.
func (bo *benchHTTPOptions) targets(ctx context.Context, text string) ([]load.Target, error) {
	if !load.IsURL(text) {
		return bo.published(ctx, text)
	}
	u, err := load.ParseURL(text, bo.path)
	if err != nil {
		return nil, usageError{err}
	}
	if u.Socket != "" {
		as, err := login()
		return []load.Target{{Network: "unix", Address: u.Socket, Host: u.Header, Method: bo.method, Path: u.Path, Login: as}}, err
	}
	return bo.resolved(ctx, &u)
}

// resolved are the addresses of the host of u, each of which is this host's or a
// container's.
func (bo *benchHTTPOptions) resolved(ctx context.Context, u *load.URL) (found []load.Target, err error) {
	addrs, err := load.Resolve(ctx, u.Host)
	if err != nil {
		return nil, fmt.Errorf("%w; a container is given by its name alone: podtop bench http NAME", err)
	}
	if !bo.remote {
		err = load.CheckLocal(addrs, func(a netip.Addr) (bool, error) { return bo.isContainer(ctx, os.Getuid(), a) })
	}
	if errors.As(err, new(*load.ForeignError)) {
		return nil, usagef("%s: %w; --remote asks others, too", u.Host, err)
	}
	for _, a := range addrs {
		t := load.Target{Network: "tcp", Address: u.Address(a.String()), Host: u.Header, Method: bo.method, Path: u.Path}
		if u.Encrypted {
			t.TLS = &tls.Config{ServerName: u.Host, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, InsecureSkipVerify: bo.insecure}
		}
		found = append(found, t)
	}
	return found, err
}

// open opens the host that the containers are of.
func (bo *benchHTTPOptions) open(ctx context.Context) (*host, error) {
	bo.watchOnly = true
	h, err := openHost(ctx, bo.options, sampler.Options{Interval: bo.intervalOr(lookup), Unlimited: true})
	if err == nil {
		h.tracker.Budget = -1
	}
	return h, err
}

// isContainer reports whether Podman has given a to a container. The addresses of
// rootless containers are in networks of their own: on this host the same address
// is another machine's.
func (bo *benchHTTPOptions) isContainer(ctx context.Context, uid int, a netip.Addr) (bool, error) {
	if uid != 0 {
		return false, fmt.Errorf("%v is not this host's, and that of a rootless container is not reached from here: "+
			"publish a port of it and give its NAME; --remote asks other hosts, too", a)
	}
	h, err := bo.open(ctx)
	if err != nil {
		return false, err
	}
	defer h.close()
	snap, err := h.named(ctx)
	if err != nil {
		return false, err
	}
	return h.hasAddress(ctx, snap, a)
}

// hasAddress reports whether Podman has given a to a container of root that runs.
// Only root's Podman is believed: another user's could say anything.
func (h *host) hasAddress(ctx context.Context, snap *model.Snapshot, a netip.Addr) (bool, error) {
	var failed error
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.ID == "" || c.UID != 0 || !c.State.Live() {
			continue
		}
		var reply networkSettings
		if err := h.inspect(ctx, c.Target(), &reply); err != nil {
			failed = fmt.Errorf("whether %v is a container's is not known: %w", a, err)
		} else if reply.has(a) {
			return true, nil
		}
	}
	return false, failed
}

// networkSettings is the part of Podman's answer that has a container's addresses.
type networkSettings struct {
	NetworkSettings struct {
		networkAddress
		Networks map[string]networkAddress
	}
}

type networkAddress struct{ IPAddress, GlobalIPv6Address string }

func (n *networkSettings) has(a netip.Addr) bool {
	if n.NetworkSettings.is(a) {
		return true
	}
	for _, net := range n.NetworkSettings.Networks {
		if net.is(a) {
			return true
		}
	}
	return false
}

func (n networkAddress) is(a netip.Addr) bool {
	for _, text := range []string{n.IPAddress, n.GlobalIPv6Address} {
		if own, err := netip.ParseAddr(text); err == nil && own.Unmap() == a {
			return true
		}
	}
	return false
}

// published is the port that a container publishes: NAME, or NAME:PORT.
func (bo *benchHTTPOptions) published(ctx context.Context, text string) ([]load.Target, error) {
	name, port, err := splitPort(text)
	if err != nil {
		return nil, err
	}
	path, err := load.ParsePath(bo.path)
	if err != nil {
		return nil, usagef("--path: %w", err)
	}
	h, err := bo.open(ctx)
	if err != nil {
		return nil, err
	}
	defer h.close()
	snap, found, err := h.find(ctx, []string{name})
	if err != nil {
		return nil, err
	}
	bo.container = string(found[0].ID)
	address, err := publishedAt(snap, &found[0], port)
	t := load.Target{Network: "tcp", Address: address, Host: address, Method: bo.method, Path: path}
	return []load.Target{t}, err
}

// splitPort reads NAME or NAME:PORT; the port is 0 where none is given.
func splitPort(text string) (name string, port uint16, err error) {
	at := strings.LastIndexByte(text, ':')
	if at < 0 {
		return text, 0, nil
	}
	n, err := strconv.ParseUint(text[at+1:], 10, 16)
	if err != nil || n == 0 {
		return "", 0, usagef("%q: want a URL such as http://localhost:8080/, or NAME or NAME:PORT of a container", text)
	}
	return text[:at], uint16(n), nil
}

// publishedAt is the address at which the host publishes a port of c: the only one
// if port is 0. It is one of this host, whatever the container's Podman says.
func publishedAt(snap *model.Snapshot, c *model.Container, port uint16) (string, error) {
	if !c.State.Live() {
		return "", fmt.Errorf("%s does not run", c.Name)
	}
	if c.NetworkMode == "host" && port > 0 {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port).String(), nil
	}
	var offered []string
	found := ""
	for _, p := range tcpPorts(snap, c) {
		for i := range max(p.Range, 1) {
			inside := strconv.Itoa(int(p.ContainerPort + i))
			if len(offered) < mostOffered {
				offered = append(offered, inside)
			}
			if port == 0 || p.ContainerPort+i == port {
				found = load.Dialled(p.HostIP, p.HostPort+i)
			}
		}
	}
	switch {
	case len(offered) == 0 && c.UID != 0:
		return "", fmt.Errorf("%s publishes no port of TCP: publish one, as its address is not reached from here", c.Name)
	case len(offered) == 0:
		return "", fmt.Errorf("%s publishes no port of TCP: give a URL with its address, such as http://10.88.0.2:80/", c.Name)
	case found == "":
		return "", fmt.Errorf("%s does not publish its port %d, but %s", c.Name, port, strings.Join(offered, ", "))
	case port == 0 && len(offered) > 1:
		return "", usagef("%s publishes several ports: give one of %s, as in %s:%s", c.Name, strings.Join(offered, ", "), c.Name, offered[0])
	}
	return found, checkPublished(c.Name, found)
}

// checkPublished refuses an address that is not this host's. The Podman of another
// user could say any.
func checkPublished(name, address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	err = load.CheckLocal([]netip.Addr{at.Addr()}, func(netip.Addr) (bool, error) { return false, nil })
	if errors.As(err, new(*load.ForeignError)) {
		return fmt.Errorf("%s cannot have published a port at %s, which is not this host's address", name, at.Addr())
	}
	return err
}

// mostOffered is how many ports are listed where one has to be chosen.
const mostOffered = 12

// tcpPorts are the ports of TCP that c publishes, or its pod.
func tcpPorts(snap *model.Snapshot, c *model.Container) (ports []model.Port) {
	for i := range snap.Containers {
		o := &snap.Containers[i]
		if o.ID != c.ID && (c.Pod == "" || o.Pod != c.Pod || !o.Infra) {
			continue
		}
		for _, p := range o.Ports {
			if p.Protocol == "tcp" || p.Protocol == "" {
				ports = append(ports, p)
			}
		}
	}
	return ports
}
