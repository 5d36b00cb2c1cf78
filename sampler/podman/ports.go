package podman

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
)

// A portMap is how inspect writes ports: "80/tcp" to the host's side of it.
type portMap map[string][]struct{ HostIp, HostPort string }

// ports are the published ports in order, neighbours as ranges. A container
// that does not run has only the bindings it was created with.
func ports(bindings, settings portMap) []model.Port {
	if len(bindings) == 0 {
		bindings = settings
	}
	var found []model.Port
	for inside, hosts := range bindings {
		number, protocol, _ := strings.Cut(inside, "/")
		port, ok := portNumber(number)
		if !ok {
			continue
		}
		for _, h := range hosts {
			host, ok := portNumber(h.HostPort)
			if !ok {
				continue
			}
			found = append(found, model.Port{
				HostIP: word(h.HostIp), HostPort: host,
				ContainerPort: port, Protocol: word(cmp.Or(protocol, "tcp")), Range: 1,
			})
		}
	}
	slices.SortFunc(found, byPort)
	found = joined(found)
	return slices.Clone(found[:min(len(found), maxPorts)])
}

func byPort(a, b model.Port) int {
	return cmp.Or(
		cmp.Compare(a.Protocol, b.Protocol), cmp.Compare(a.HostIP, b.HostIP),
		cmp.Compare(a.HostPort, b.HostPort), cmp.Compare(a.ContainerPort, b.ContainerPort))
}

// joined makes one range of ports that follow each other on both sides.
func joined(ports []model.Port) []model.Port {
	var out []model.Port
	for _, p := range ports {
		if n := len(out); n > 0 {
			if q := &out[n-1]; q.Protocol == p.Protocol && q.HostIP == p.HostIP &&
				q.HostPort+q.Range == p.HostPort && q.ContainerPort+q.Range == p.ContainerPort {
				q.Range++
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

func portNumber(s string) (uint16, bool) {
	n, err := strconv.ParseUint(s, 10, 16)
	return uint16(n), err == nil && n > 0
}
