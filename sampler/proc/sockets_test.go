package proc

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"podtop/model/probe"
)

const (
	inetHead = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
	tcpText  = inetHead +
		"   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 28171 1 ffff 100 0 0 10 0\n" +
		"   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 28172 1 ffff 20 4 30 10 -1\n" +
		"   2: 0100007F:C350 0100007F:1F90 06 00000000:00000000 03:00001771 00000000     0        0 0 3 ffff\n" +
		"   3: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 28173 1 ffff\n"
	tcp6Text = inetHead +
		"   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 ffff\n" +
		"   1: 0000000000000000FFFF00000100007F:0050 0000000000000000FFFF00000100007F:C350 01 00000000:00000000 00:00000000 00000000 0 0 1 1 ffff\n"
	udpText = inetHead +
		"  64: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 ffff 0\n" +
		"  65: 0500580A:C351 0100580A:0035 01 00000000:00000000 00:00000000 00000000     0        0 1 2 ffff 0\n"
	unixText = "Num       RefCount Protocol Flags    Type St Inode Path\n" +
		"ffff8881: 00000002 00000000 00010000 0001 01 28172 /run/x \x1b[31m.sock\n" +
		"ffff8882: 00000003 00000000 00000000 0001 03 28173\n" +
		"ffff8883: 00000003 00000000 00000000 0002 01 28174\n"
)

func sockets(t *testing.T, files map[string]string) *Sockets {
	t.Helper()
	o := machine(t)
	dir := person(t, o, 4242, someID)
	for name, text := range files {
		write(t, dir+"/net/"+name, text)
	}
	p, err := OpenProcess(o, 4242, someID)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	s, err := p.Sockets(context.Background(), make([]byte, 16<<10))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Sockets(ctx, make([]byte, 16<<10)); len(files) > 0 && !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	return s
}

func TestSockets(t *testing.T) {
	s := sockets(t, map[string]string{"tcp": tcpText, "tcp6": tcp6Text, "udp": udpText, "unix": unixText})
	want := []probe.Sockets{
		{Proto: "tcp", State: "ESTAB", N: 1},
		{Proto: "tcp", State: "TIME-WAIT", N: 1},
		{Proto: "tcp", State: "LISTEN", N: 2},
		{Proto: "tcp6", State: "ESTAB", N: 1},
		{Proto: "tcp6", State: "LISTEN", N: 1},
		{Proto: "udp", State: "ESTAB", N: 1},
		{Proto: "udp", State: "UNCONN", N: 1},
		{Proto: "unix", State: "ESTAB", N: 1},
		{Proto: "unix", State: "UNCONN", N: 1},
		{Proto: "unix", State: "LISTEN", N: 1},
	}
	if !reflect.DeepEqual(s.Counts, want) || !s.Whole {
		t.Errorf("counts\n%+v, want\n%+v", s.Counts, want)
	}
	if want := []string{"tcp [::]:80", "tcp 0.0.0.0:8080", "udp 127.0.0.1:53"}; !slices.Equal(s.Listening, want) {
		t.Errorf("listening %q, want %q", s.Listening, want)
	}
	if s := sockets(t, nil); len(s.Counts) != 0 || s.Listening != nil || !s.Whole {
		t.Errorf("of none: %+v", s)
	}
}

// States and lines that are not known count too, or not at all.
func TestOddSockets(t *testing.T) {
	s := sockets(t, map[string]string{
		"tcp":  inetHead + "0: 00000000:1F90 00000000:0000 63 x\n1: 00000000:1F90 00000000:0000 0C x\n2: 0000:1F90 x 0A\n3: 00000000:ZZ x 0A\n\n4: 00000000:1F90",
		"unix": "x: 1 2 00000000 0001 00 5\nx: 1 2 00000000 0001 99 5\nx: 1 2 z 0001 01 5\n",
	})
	want := []probe.Sockets{{Proto: "tcp", N: 1}, {Proto: "tcp", State: "SYN-RECV", N: 1}, {Proto: "unix", N: 2}}
	if !reflect.DeepEqual(s.Counts, want) || len(s.Listening) != 0 {
		t.Errorf("%+v %q, want %+v", s.Counts, s.Listening, want)
	}
}

func TestSocketsAreBounded(t *testing.T) {
	var many strings.Builder
	for i := range mostListening + 5 {
		fmt.Fprintf(&many, "%d: 00000000:%04X 00000000:0000 0A x\n", i, i+1)
	}
	if s := sockets(t, map[string]string{"tcp": many.String()}); len(s.Listening) != mostListening || s.Whole || s.Counts[0].N != mostListening+5 {
		t.Errorf("%d listening, whole %t, %+v", len(s.Listening), s.Whole, s.Counts)
	}
	line := "x: 1 2 00000000 0001 03 5\n"
	if s := sockets(t, map[string]string{"unix": strings.Repeat(line, mostSockets)}); !s.Whole || s.Counts[0].N != mostSockets {
		t.Errorf("as many as can be: whole %t, %+v", s.Whole, s.Counts)
	}
	if s := sockets(t, map[string]string{"unix": strings.Repeat(line, mostSockets+1)}); s.Whole || s.Counts[0].N != mostSockets {
		t.Errorf("too many: whole %t, %+v", s.Whole, s.Counts)
	}
}

func FuzzSockets(f *testing.F) {
	for _, text := range []string{tcpText, tcp6Text, udpText, unixText} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s := Sockets{Whole: true}
		lines := 0
		for line := range strings.Lines(string(b)) {
			lines += 2
			s.proto = "tcp6"
			s.inet([]byte(line))
			s.proto = "unix"
			s.unix([]byte(line))
		}
		s.listed()
		n := 0
		for _, c := range s.Counts {
			n += c.N
		}
		if n > lines || len(s.Listening) > lines {
			t.Errorf("%d of %d lines of %q", n, lines, b)
		}
		for _, l := range s.Listening {
			if !strings.HasPrefix(l, "tcp ") || strings.ContainsAny(l, "\x1b\n%") {
				t.Errorf("%q listens on %q", b, l)
			}
		}
	})
}
