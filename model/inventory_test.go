package model

import "testing"

func TestPort(t *testing.T) {
	for want, p := range map[string]Port{
		"0.0.0.0:8080->80/tcp":          {HostPort: 8080, ContainerPort: 80, Protocol: "tcp", Range: 1},
		"127.0.0.1:53->53/udp":          {HostIP: "127.0.0.1", HostPort: 53, ContainerPort: 53, Protocol: "udp"},
		"[::]:9000-9009->9000-9009/tcp": {HostIP: "::", HostPort: 9000, ContainerPort: 9000, Protocol: "tcp", Range: 10},
		"0.0.0.0:65530-65535->1-6/sctp": {HostPort: 65530, ContainerPort: 1, Protocol: "sctp", Range: 6},
	} {
		if got := p.String(); got != want {
			t.Errorf("%+v is written %q, want %q", p, got, want)
		}
	}
}
