package proc

import (
	"testing"

	"podtop/model"
)

const netdevHead = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
`

const netdevLo = "    lo:   48932     260    0    0    0     0          0         0    48932     260    0    0    0     0       0          0\n"

const netdevEth = "  eth0: 1000 20 3 4 5 6 7 8 2000 30 1 2 3 4 5 6\n"

func network(rxB, rxP, rxE, rxD, txB, txP, txE, txD uint64) model.Network {
	return model.Network{
		RxBytes: known(rxB), RxPackets: known(rxP), RxErrs: known(rxE), RxDrop: known(rxD),
		TxBytes: known(txB), TxPackets: known(txP), TxErrs: known(txE), TxDrop: known(txD),
	}
}

func TestParseNetDev(t *testing.T) {
	eth := network(1000, 20, 3, 4, 2000, 30, 1, 2)
	for _, tt := range []struct {
		name, text string
		want       model.Network
	}{
		{"one", netdevHead + netdevLo + netdevEth, eth},
		{"two", netdevHead + netdevEth + "  eth1: 1 1 1 1 0 0 0 0 1 1 1 1 0 0 0 0\n", network(1001, 21, 4, 5, 2001, 31, 2, 3)},
		{"only lo", netdevHead + netdevLo, noTraffic},
		{"pasta", netdevHead + netdevLo + "  ens3: 7 1 0 0 0 0 0 0 8 2 0 0 0 0 0 0\n", network(7, 1, 0, 0, 8, 2, 0, 0)},
		{"slirp4netns", netdevHead + netdevLo + "  tap0: 7 1 0 0 0 0 0 0 8 2 0 0 0 0 0 0\n", network(7, 1, 0, 0, 8, 2, 0, 0)},
		{
			"bridge and port beside the uplink",
			netdevHead + netdevEth + "podman0: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9\n veth0: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9\neth0.7: 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9\n", eth,
		},
		{"no blank behind the name", netdevHead + "eth0:1000 20 3 4 5 6 7 8 2000 30 1 2 3 4 5 6\n", eth},
		{"torn", netdevHead + netdevEth + "  eth1: 1 1 1 1 0 0", eth},
		{"short line", netdevHead + "  eth0: 1000 20\n", model.Network{RxBytes: known(1000), RxPackets: known(20)}},
		{"too large a number", netdevHead + "  eth0: 99999999999999999999 20 3 4 5 6 7 8 2000 30 1 2 3 4 5 6\n", func() model.Network {
			n := eth
			n.RxBytes = unknown
			return n
		}()},
		{"too large a sum", netdevHead + netdevEth + "  eth1: 18446744073709551000 1 1 1 0 0 0 0 1 1 1 1 0 0 0 0\n", func() model.Network {
			n := network(0, 21, 4, 5, 2001, 31, 2, 3)
			n.RxBytes = unknown
			return n
		}()},
		{"heading only", netdevHead, model.Network{}},
		{"empty", "", model.Network{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseNetDev([]byte(tt.text)); got != tt.want {
				t.Errorf("parseNetDev =\n%+v, want\n%+v", got, tt.want)
			}
		})
	}
}

func FuzzParseNetDev(f *testing.F) {
	f.Add([]byte(netdevHead + netdevLo + netdevEth))
	f.Fuzz(func(t *testing.T, b []byte) {
		doubled := parseNetDev(append(append([]byte{}, b...), '\n'))
		if whole := len(b) == 0 || b[len(b)-1] == '\n'; whole && parseNetDev(b) != doubled {
			t.Errorf("an empty line changed the sum of %q", b)
		}
	})
}

func TestParseStatm(t *testing.T) {
	for text, want := range map[string]model.Count{
		"309912 2871 1420 612 0 34190 0\n": known(2871),
		"309912 2871":                      unknown,
		"309912\n":                         unknown,
		"":                                 unknown,
	} {
		if got := parseStatm([]byte(text)); got != want {
			t.Errorf("parseStatm(%q) = %v, want %v", text, got, want)
		}
	}
}
