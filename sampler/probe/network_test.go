package probe

import (
	"bufio"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"podtop/model/clean"
	"podtop/model/probe"
)

const (
	tcpLines = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
		"   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 28171 1 ffff\n"
	inet6Lines = "fd000000000000000000000000000005 02 40 00 80     eth0\n00000000000000000000000000000001 01 80 10 80       lo\n"
	routeLines = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n" +
		"eth0\t0000580A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
	fibLines = "Local:\n        |-- 10.88.0.5\n           /32 host LOCAL\n     |-- 127.0.0.1\n        /32 host LOCAL\n"
)

// wired is what the files say of web's network.
func wired(w *world) string {
	dir := w.person(42)
	w.procs("container", 42)
	w.write(dir+"/net/tcp", tcpLines)
	w.write(dir+"/net/if_inet6", inet6Lines)
	w.write(dir+"/net/route", routeLines)
	w.write(dir+"/net/fib_trie", fibLines)
	w.write(dir+"/root/sys/devices/virtual/net/eth0/mtu", "1420\n")
	w.write(dir+"/root/sys/devices/virtual/net/eth0/operstate", "lowerlayerdown\n")
	w.write(dir+"/root/sys/devices/virtual/net/eth0/flags", "0x1003\n")
	w.link("../../devices/virtual/net/eth0", dir+"/root/sys/class/net/eth0")
	w.write(dir+"/root/sys/class/net/lo/mtu", "65536\n")
	w.write(dir+"/root/sys/class/net/lo/operstate", "unknown\n")
	w.write(dir+"/root/sys/class/net/lo/flags", "0x9\n")
	return dir
}

var (
	loop = probe.Interface{
		Name: "lo", State: "up", MTU: 65536, Addresses: []string{"127.0.0.1/8", "::1/128"},
		RxBytes: count(1), RxPackets: count(2), RxErrs: count(3), RxDrop: count(4), TxBytes: count(5), TxPackets: count(6), TxErrs: count(7), TxDrop: count(8),
	}
	eth = probe.Interface{
		Name: "eth0", State: "lowerlayerdown", MTU: 1420, Addresses: []string{"10.88.0.5/16", "fd00::5/64"},
		RxBytes: count(10), RxPackets: count(20), RxErrs: count(30), RxDrop: count(40), TxBytes: count(50), TxPackets: count(60), TxErrs: count(70), TxDrop: count(80),
	}
)

// Without a right to enter the namespace its files tell nearly all.
func TestNetworkByFiles(t *testing.T) {
	w := newWorld(t)
	wired(w)
	n, err := w.reader().Network(background, w.web)
	if err != nil {
		t.Fatal(err)
	}
	after(t, n.Answer)
	says(t, n.Missing)
	differ(t, "network", *n, probe.Network{
		Answer: n.Answer, Interfaces: []probe.Interface{loop, eth},
		Sockets:   []probe.Sockets{{Proto: "tcp", State: "LISTEN", N: 1}},
		Listening: []string{"tcp 0.0.0.0:8080"}, DNS: []string{"10.88.0.1"}, Search: []string{"example.org"},
	})
}

// Where podtop is in the namespace itself the kernel is asked.
func TestNetworkOfTheHost(t *testing.T) {
	w := newWorld(t)
	dir := wired(w)
	for _, other := range []string{"1", "self"} {
		os.Remove(w.path("proc/" + other + "/net/dev"))
		if err := os.Link(w.path(dir+"/net/dev"), w.path("proc/"+other+"/net/dev")); err != nil {
			t.Fatal(err)
		}
	}
	r := w.reader()
	r.nics = func() ([]nic, error) {
		return []nic{{name: "eth0", mtu: 9000, state: "up", addresses: []string{"192.0.2.1/24"}}, {name: "eth9", mtu: 1}}, nil
	}
	n, err := r.Network(background, w.web)
	if err != nil {
		t.Fatal(err)
	}
	if e := n.Interfaces[1]; !n.Host || e.MTU != 9000 || e.State != "up" || !slices.Equal(e.Addresses, []string{"192.0.2.1/24"}) || e.RxBytes != count(10) {
		t.Errorf("host %t, %+v", n.Host, e)
	}
}

func TestNetworkWithLittle(t *testing.T) {
	w := newWorld(t)
	dir := w.person(42)
	w.procs("container", 42)
	w.write(dir+"/net/fib_trie", fibLines)
	w.write(dir+"/net/dev", netHead+"    lo: 1\n  eth0: 1\n  eth1: 1\n")
	os.RemoveAll(w.path(dir + "/root/etc"))
	n, err := w.reader().Network(background, w.web)
	if err != nil {
		t.Fatal(err)
	}
	if e := n.Interfaces[1]; e.Name != "eth0" || e.MTU != 0 || e.State != "" || e.Addresses != nil || e.TxBytes.IsKnown() {
		t.Errorf("%+v", e)
	}
	if n.Sockets != nil || n.Listening != nil || n.DNS != nil || n.Host {
		t.Errorf("%+v", n)
	}
	says(t, n.Missing, "10.88.0.5 is an address here", "no /etc/resolv.conf")
}

// A container's files can hang, lie and lead astray.
func TestNetworkOfHostileFiles(t *testing.T) {
	w := newWorld(t)
	dir := wired(w)
	w.write("secret", "nameserver 6.6.6.6\n")
	conf := dir + "/root/etc/resolv.conf"
	ask := func(dns string, words ...string) {
		t.Helper()
		n, err := w.reader().Network(background, w.web)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(n.DNS, " "); got != dns {
			t.Errorf("DNS %q, want %q", got, dns)
		}
		says(t, n.Missing, words...)
	}
	os.Remove(w.path(conf))
	w.link("../../../../secret", conf)
	ask("", "no /etc/resolv.conf")
	os.Remove(w.path(conf))
	w.link(w.path("secret"), conf)
	ask("", "no /etc/resolv.conf")
	w.fifo(conf)
	ask("", "no ordinary file")
	os.Remove(w.path(conf))
	w.write(conf, strings.Repeat("# \x1b[2J\n", 1<<14)+"nameserver 6.6.6.6\n") // past what is read
	ask("")
	w.write(dir+"/root/sys/devices/virtual/net/eth0/mtu", "-5\x1b")
	w.write(dir+"/root/sys/devices/virtual/net/eth0/operstate", "\x1b[2J")
	n, err := w.reader().Network(background, w.web)
	if err != nil || n.Interfaces[1].MTU != 0 || n.Interfaces[1].State != "" {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestNetworkIsBounded(t *testing.T) {
	w := newWorld(t)
	dir := wired(w)
	var many strings.Builder
	for i := range mostInterfaces + 1 {
		many.WriteString("eth" + strconv.Itoa(i) + ": 1 1 1 1 0 0 0 0 1 1 1 1 0 0 0 0\n")
	}
	w.write(dir+"/net/dev", netHead+many.String())
	n, err := w.reader().Network(background, w.web)
	if err != nil || len(n.Interfaces) != mostInterfaces {
		t.Fatalf("%d interfaces, %v", len(n.Interfaces), err)
	}
	if len(n.Missing) == 0 || !strings.Contains(n.Missing[0].Text, "257 interfaces") {
		t.Errorf("notes %+v", n.Missing)
	}
}

// elsewhere starts a process in a network namespace of its own, and returns
// its descriptor.
func elsewhere(t *testing.T) int {
	t.Helper()
	cmd := exec.Command("sh", "-c", "echo ready; exec sleep 60")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); errors.Is(err, unix.EPERM) {
		t.Skip("needs root")
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	bufio.NewReader(out).ReadString('\n')
	ns, err := unix.Open("/proc/"+strconv.Itoa(cmd.Process.Pid)+"/ns/net", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(ns) })
	return ns
}

// Whoever looks into a namespace comes back, from however many threads.
func TestInNamespace(t *testing.T) {
	ns := elsewhere(t)
	var own, want unix.Stat_t
	if err := unix.Stat("/proc/self/ns/net", &own); err != nil {
		t.Fatal(err)
	}
	if err := unix.Fstat(ns, &want); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			err := inNamespace(ns, func() error {
				var st, main unix.Stat_t
				if err := unix.Stat("/proc/thread-self/ns/net", &st); err != nil {
					return err
				}
				if err := unix.Stat("/proc/self/ns/net", &main); err != nil {
					return err
				}
				if st.Ino != want.Ino || main.Ino != own.Ino {
					t.Errorf("in %d, want %d; the main thread in %d, want %d", st.Ino, want.Ino, main.Ino, own.Ino)
				}
				nics, err := listNICs()
				if err == nil && (len(nics) != 1 || nics[0].name != "lo" || nics[0].state != "down" || nics[0].mtu != 65536) {
					t.Errorf("interfaces %+v", nics)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range threads {
		var st unix.Stat_t
		if err := unix.Stat("/proc/self/task/"+thread.Name()+"/ns/net", &st); err == nil && st.Ino != own.Ino {
			t.Errorf("thread %s is still in %d", thread.Name(), st.Ino)
		}
	}
	failure := errors.New("no")
	if err := inNamespace(ns, func() error { return failure }); err != failure {
		t.Errorf("what fails there: %v", err)
	}
	if err := inNamespace(-1, func() error { t.Error("run"); return nil }); err == nil {
		t.Error("in no namespace")
	}
}

// What rtnetlink says of this machine is what Go's net package would.
func TestListNICs(t *testing.T) {
	nics, err := listNICs()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(nics, func(n nic) bool { return n.name == "lo" })
	if i < 0 || nics[i].mtu < 1500 || nics[i].state == "" {
		t.Errorf("interfaces %+v", nics)
	}
}

// message is a netlink message with attributes, each a type and a value.
func message(kind uint16, body []byte, attributes ...any) []byte {
	for i := 0; i < len(attributes); i += 2 {
		value := attributes[i+1].([]byte)
		body = binary.NativeEndian.AppendUint16(body, uint16(4+len(value)))
		body = binary.NativeEndian.AppendUint16(body, uint16(attributes[i].(int)))
		body = append(body, value...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
	}
	b := binary.NativeEndian.AppendUint32(nil, uint32(16+len(body)))
	b = binary.NativeEndian.AppendUint16(b, kind)
	b = append(b, make([]byte, 10)...)
	return append(b, body...)
}

func u32(n uint32) []byte { return binary.NativeEndian.AppendUint32(nil, n) }

// info is a struct ifinfomsg.
func info(index, flags uint32) []byte {
	return slices.Concat(make([]byte, 4), u32(index), u32(flags), u32(0))
}

// addr is a struct ifaddrmsg.
func addr(bits byte, index uint32) []byte { return append([]byte{0, bits, 0, 0}, u32(index)...) }

func TestParseNetlink(t *testing.T) {
	const up = unix.IFF_UP
	nics := parseLinks(slices.Concat(
		message(unix.RTM_NEWLINK, info(1, up), unix.IFLA_IFNAME, []byte("lo\x00"), unix.IFLA_MTU, u32(65536), unix.IFLA_OPERSTATE, []byte{0}),
		message(unix.RTM_NEWLINK, info(2, up), unix.IFLA_IFNAME, []byte("e\x1bth\x00"), unix.IFLA_MTU, u32(1500), unix.IFLA_OPERSTATE, []byte{6}),
		message(unix.RTM_NEWLINK, info(3, 0), unix.IFLA_IFNAME, []byte("tun0\x00"), unix.IFLA_OPERSTATE, []byte{0}),
		message(unix.RTM_NEWLINK, info(4, up), unix.IFLA_IFNAME, []byte("odd"), unix.IFLA_OPERSTATE, []byte{99}),
		message(unix.RTM_NEWLINK, u32(5)), // too short
		message(unix.NLMSG_DONE, u32(0)),
	))
	parseAddresses(nics, slices.Concat(
		message(unix.RTM_NEWADDR, addr(8, 1), unix.IFA_ADDRESS, []byte{127, 0, 0, 1}, unix.IFA_LOCAL, []byte{127, 0, 0, 1}),
		message(unix.RTM_NEWADDR, addr(32, 3), unix.IFA_ADDRESS, []byte{10, 0, 0, 9}, unix.IFA_LOCAL, []byte{10, 0, 0, 1}),
		message(unix.RTM_NEWADDR, addr(32, 3), unix.IFA_LOCAL, []byte{10, 0, 0, 2}, unix.IFA_ADDRESS, []byte{10, 0, 0, 9}),
		message(unix.RTM_NEWADDR, addr(64, 2), unix.IFA_ADDRESS, append([]byte{0xfd}, make([]byte, 15)...)),
		message(unix.RTM_NEWADDR, addr(99, 2), unix.IFA_ADDRESS, []byte{10, 0, 0, 9}),
		message(unix.RTM_NEWADDR, addr(8, 77), unix.IFA_ADDRESS, []byte{10, 0, 0, 9}),
	))
	want := []nic{
		{1, "lo", 65536, "up", []string{"127.0.0.1/8"}},
		{2, "e?th", 1500, "up", []string{"fd00::/64"}},
		{3, "tun0", 0, "down", []string{"10.0.0.1/32", "10.0.0.2/32"}},
		{4, "odd", 0, "", nil},
	}
	for i := range want {
		if n := nics[i]; n.index != want[i].index || n.name != want[i].name || n.mtu != want[i].mtu || n.state != want[i].state || !slices.Equal(n.addresses, want[i].addresses) {
			t.Errorf("%+v, want %+v", n, want[i])
		}
	}
}

func FuzzNetlink(f *testing.F) {
	f.Add(message(unix.RTM_NEWLINK, info(1, 1), unix.IFLA_IFNAME, []byte("lo\x00"), unix.IFLA_OPERSTATE, []byte{0}), message(unix.RTM_NEWADDR, addr(8, 1), unix.IFA_ADDRESS, []byte{127, 0, 0, 1}))
	f.Add(message(unix.RTM_NEWLINK, nil), message(unix.RTM_NEWADDR, u32(0))) // too short
	f.Fuzz(func(t *testing.T, links, addresses []byte) {
		nics := parseLinks(links)
		parseAddresses(nics, addresses)
		for _, n := range nics {
			if clean.Text(n.name) != n.name || n.mtu < 0 {
				t.Errorf("%+v", n)
			}
		}
	})
}
