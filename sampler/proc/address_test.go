package proc

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"podtop/sampler/kernel"
)

const (
	inet6Text = "00000000000000000000000000000001 01 80 10 80       lo\n" +
		"fe80000000000000f80a23fffe6b4c11 02 40 20 80     eth0\n"
	routeText = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" +
		"eth0\t00000000\t0100580A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n" +
		"eth0\t0000580A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n" +
		"eth1\t0001580A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n" +
		"eth1\t05000A0A\t0100580A\t0007\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n"
	fibText = "Main:\n" +
		"  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n" +
		"     +-- 10.88.0.0/16 2 0 2\n        |-- 10.88.0.0\n           /16 link UNICAST\n" +
		"        |-- 10.88.0.5\n           /32 host LOCAL\n        |-- 10.88.255.255\n           /32 link BROADCAST\n" +
		"     |-- 127.0.0.0\n        /8 host LOCAL\n     |-- 127.0.0.1\n        /32 host LOCAL\n" +
		"Local:\n        |-- 10.88.0.5\n           /32 host LOCAL\n        |-- 10.88.1.7\n           /32 host LOCAL\n"
)

func texts(addresses []Address) (all []string) {
	for _, a := range addresses {
		all = append(all, a.Interface+" "+a.Prefix.String())
	}
	return all
}

func TestParseInet6(t *testing.T) {
	for in, want := range map[string][]string{
		inet6Text: {"lo ::1/128", "eth0 fe80::f80a:23ff:fe6b:4c11/64"},
		"":        nil,
		"fe80000000000000f80a23fffe6b4c11 02 40 20 80 eth0":    nil, // torn
		"fe80 02 40 20 80 eth0\n":                              nil,
		"zz80000000000000f80a23fffe6b4c11 02 40 20 80 x\n":     nil,
		"fe80000000000000f80a23fffe6b4c11 02 ff 20 80 x\n":     nil,
		"fe80000000000000f80a23fffe6b4c11 02 40 20 80 \x1bx\n": {"?x fe80::f80a:23ff:fe6b:4c11/64"},
	} {
		if got := texts(parseInet6([]byte(in))); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestParseRoutes(t *testing.T) {
	want := []string{"eth0 10.88.0.0/16", "eth1 10.88.1.0/24"}
	if got := texts(parseRoutes([]byte(routeText + "eth2\t0000580A"))); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, in := range []string{"", "x\n", "eth0\t0000580A\t00000000\t1\t0\t0\t0\tXX00FFFF\t0\n"} {
		if got := parseRoutes([]byte(in)); got != nil {
			t.Errorf("%q: %v", in, got)
		}
	}
}

func TestFIB(t *testing.T) {
	var f fib
	for line := range strings.Lines(fibText + "|-- 300.1.1.1\n/32 host LOCAL\n") {
		f.line([]byte(strings.TrimSuffix(line, "\n")))
	}
	want := []netip.Addr{netip.MustParseAddr("10.88.0.5"), netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("10.88.1.7")}
	if !slices.Equal(f.found, want) {
		t.Errorf("%v, want %v", f.found, want)
	}
}

func TestLocate(t *testing.T) {
	networks := parseRoutes([]byte(routeText))
	for _, tt := range []struct {
		address string
		names   []string
		want    string
	}{
		{"10.88.0.5", []string{"lo", "eth0", "eth1"}, "eth0 10.88.0.5/16"},
		{"10.88.1.7", []string{"lo", "eth0", "eth1"}, "eth1 10.88.1.7/24"}, // the smaller network
		{"127.0.0.1", []string{"lo", "eth0", "eth1"}, "lo 127.0.0.1/8"},
		{"192.0.2.1", []string{"lo", "tap0"}, "tap0 192.0.2.1/32"}, // where else
		{"192.0.2.1", []string{"lo", "eth0", "eth1"}, " 192.0.2.1/32"},
		{"192.0.2.1", []string{"lo"}, " 192.0.2.1/32"},
	} {
		if got := texts(locate([]netip.Addr{netip.MustParseAddr(tt.address)}, networks, tt.names)); got[0] != tt.want {
			t.Errorf("%s of %v is at %q, want %q", tt.address, tt.names, got[0], tt.want)
		}
	}
}

func TestAddresses(t *testing.T) {
	o := machine(t)
	dir := person(t, o, 4242, someID)
	write(t, dir+"/net/route", routeText)
	write(t, dir+"/net/fib_trie", fibText)
	p, err := OpenProcess(o, 4242, someID)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	names, buf := []string{"lo", "eth0", "eth1"}, make([]byte, 64<<10)
	want := []string{"eth0 10.88.0.5/16", "lo 127.0.0.1/8", "eth1 10.88.1.7/24"}
	if got, err := p.Addresses(context.Background(), names, buf); err != nil || !slices.Equal(texts(got), want) {
		t.Errorf("without IPv6: %q, %v", texts(got), err)
	}
	write(t, dir+"/net/if_inet6", inet6Text)
	want = append(want, "lo ::1/128", "eth0 fe80::f80a:23ff:fe6b:4c11/64")
	if got, err := p.Addresses(context.Background(), names, buf); err != nil || !slices.Equal(texts(got), want) {
		t.Errorf("%q, %v", texts(got), err)
	}
}

func FuzzAddresses(f *testing.F) {
	for _, text := range []string{inet6Text, routeText, fibText} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		networks := parseRoutes(b)
		for _, a := range append(parseInet6(b), networks...) {
			if !a.IsValid() || strings.ContainsAny(a.Interface, "\x1b\x00\x7f\n") {
				t.Errorf("%q: %+v", b, a)
			}
		}
		var trie fib
		for line := b; len(line) > 0; {
			var one []byte
			one, line = kernel.Line(line)
			trie.line(one)
		}
		for _, a := range locate(trie.found, networks, nil) {
			if !a.IsValid() {
				t.Errorf("%q: %+v", b, a)
			}
		}
	})
}
