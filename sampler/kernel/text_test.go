package kernel

import (
	"bytes"
	"math"
	"testing"

	"podtop/model"
)

func TestUint(t *testing.T) {
	for in, want := range map[string]model.Count{
		"0":                       model.Known(0),
		"42":                      model.Known(42),
		"18446744073709551614":    model.Known(math.MaxUint64 - 1),
		"18446744073709551616":    {}, // too large
		"99999999999999999999":    {},
		"":                        {},
		"-1":                      {},
		"+1":                      {},
		" 1":                      {},
		"1 ":                      {},
		"1.5":                     {},
		"0x10":                    {},
		"max":                     {},
		"00000000000000000000007": model.Known(7),
	} {
		if got := Uint([]byte(in)); got != want {
			t.Errorf("Uint(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[string]model.Count{
		"66699264\n": model.Known(66699264),
		"0\n":        model.Known(0),
		"\n":         {},
		"":           {},
		"12 13\n":    {},
	} {
		if got := Number([]byte(in)); got != want {
			t.Errorf("Number(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestLimit(t *testing.T) {
	for in, want := range map[string]model.Limit{
		"max\n":                  model.NoLimit,
		"67108864\n":             model.LimitOf(67108864),
		"0\n":                    model.LimitOf(0),
		"":                       {},
		"maximum\n":              {},
		"-1\n":                   {},
		"99999999999999999999\n": {},
	} {
		if got := Limit([]byte(in)); got != want {
			t.Errorf("Limit(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestPair(t *testing.T) {
	type pair struct {
		key   string
		value model.Count
	}
	for in, want := range map[string][]pair{
		"":                                nil,
		"usage_usec 5\nuser_usec 3\n":     {{"usage_usec", model.Known(5)}, {"user_usec", model.Known(3)}},
		"usage_usec 5\nuser_usec 3":       {{"usage_usec", model.Known(5)}}, // torn: 3 may have been 31
		"usage_usec\nuser_usec 3\n":       {{"usage_usec", model.Count{}}, {"user_usec", model.Known(3)}},
		"a x\n\nb 99999999999999999999\n": {{"a", model.Count{}}, {"", model.Count{}}, {"b", model.Count{}}},
	} {
		var got []pair
		for b := []byte(in); ; {
			key, value, rest := Pair(b)
			if key == nil {
				break
			}
			got = append(got, pair{string(key), value})
			b = rest
		}
		if len(got) != len(want) {
			t.Errorf("Pair(%q) gives %v, want %v", in, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("Pair(%q) gives %v, want %v", in, got, want)
			}
		}
	}
}

func TestField(t *testing.T) {
	var got []string
	for line := []byte("  8:16 rbytes=1\twbytes=2 "); ; {
		var f []byte
		if f, line = Field(line); len(f) == 0 {
			break
		}
		got = append(got, string(f))
	}
	if len(got) != 3 || got[0] != "8:16" || got[1] != "rbytes=1" || got[2] != "wbytes=2" {
		t.Errorf("fields %q", got)
	}
}

func TestPressure(t *testing.T) {
	const two = "some avg10=0.00 avg60=0.03 avg300=0.29 total=183712\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=40412\n"
	for _, test := range []struct {
		name, in   string
		some, full model.Count
	}{
		{"both", two, model.Known(183712), model.Known(40412)},
		{"some alone", "some avg10=0.00 avg60=0.03 avg300=0.29 total=183712\n", model.Known(183712), model.Count{}},
		{"empty", "", model.Count{}, model.Count{}},
		{"without total", "some avg10=0.00\n", model.Count{}, model.Count{}},
		{"too large", "some total=99999999999999999999\nfull total=7\n", model.Count{}, model.Known(7)},
		{"unknown kind and key", "all total=3\nsome avg1=2 total=4\n", model.Known(4), model.Count{}},
		{"torn", two[:len(two)-3], model.Known(183712), model.Count{}},
	} {
		if some, full := Pressure([]byte(test.in)); some != test.some || full != test.full {
			t.Errorf("%s: %v %v, want %v %v", test.name, some, full, test.some, test.full)
		}
	}
}

func TestParsersAllocateNothing(t *testing.T) {
	pressure := []byte("some avg10=0.00 avg60=0.03 avg300=0.29 total=183712\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=40412\n")
	number := []byte("18446744073709551614")
	if n := testing.AllocsPerRun(100, func() {
		Pressure(pressure)
		Uint(number)
		Limit(number)
		Pair(pressure)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzUint(f *testing.F) {
	f.Add([]byte("42"))
	f.Add([]byte("18446744073709551616"))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, ok := Uint(b).Get()
		if !ok {
			return
		}
		if got := bytes.TrimLeft(b, "0"); string(got) != decimal(n) {
			t.Errorf("%q is %d", b, n)
		}
	})
}

// decimal writes n, and 0 as nothing.
func decimal(n uint64) string {
	var b []byte
	for ; n > 0; n /= 10 {
		b = append([]byte{byte('0' + n%10)}, b...)
	}
	return string(b)
}

func FuzzPressure(f *testing.F) {
	f.Add([]byte("some avg10=0.00 avg60=0.03 avg300=0.29 total=183712\nfull total=1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		some, full := Pressure(b)
		if (some.IsKnown() || full.IsKnown()) && !bytes.Contains(b, []byte("total=")) {
			t.Errorf("%q has a total", b)
		}
	})
}

func FuzzPair(f *testing.F) {
	f.Add([]byte("usage_usec 5\nuser_usec"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for lines := 0; ; lines++ {
			key, _, rest := Pair(b)
			if key == nil {
				return
			}
			if len(rest) >= len(b) || bytes.IndexByte(key, '\n') >= 0 {
				t.Fatalf("no progress on %q", b)
			}
			b = rest
		}
	})
}
