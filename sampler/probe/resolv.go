package probe

import (
	"net/netip"
	"strings"

	"podtop/model/clean"
)

const (
	resolvSize = 64 << 10 // bytes of resolv.conf that are read
	mostDNS    = 32       // nameservers, and domains
	maxDomain  = 255
)

// parseResolv parses resolv.conf(5), of which the last search or domain line
// counts:
//
//	# by podman
//	search dns.podman example.org
//	nameserver 10.88.0.1
func parseResolv(text string) (servers, search []string) {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		switch fields[0] {
		case "nameserver":
			// A zone, as in fe80::1%eth0, is the container's own words.
			if a, err := netip.ParseAddr(fields[1]); err == nil && len(servers) < mostDNS {
				servers = append(servers, clean.Text(a.String()))
			}
		case "search", "domain":
			search = nil
			for _, f := range fields[1:min(len(fields), mostDNS+1)] {
				search = append(search, clean.Head(f, maxDomain))
			}
		}
	}
	return servers, search
}
