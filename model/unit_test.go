package model

import (
	"math"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestAppendValue(t *testing.T) {
	for _, tt := range []struct {
		v    float64
		d    Dimension
		want string
	}{
		{math.NaN(), Cores, "–"},
		{math.Inf(1), Percent, "–"},
		{0, Cores, "0.00"},
		{1.424, Cores, "1.42"},
		{9.996, Cores, "10.0"},
		{128.3, Cores, "128"},
		{0, Bytes, "0"},
		{512, Bytes, "512"},
		{999, Bytes, "999"},
		{1000, Bytes, "1.0K"},
		{1536, Bytes, "1.5K"},
		{812 << 20, Bytes, "812M"},
		{1.9 * (1 << 30), Bytes, "1.9G"},
		{1023.9 * (1 << 20), Bytes, "1.0G"},
		{96.4, Percent, "96%"},
		{1500, Number, "1.5k"},
		{41, Number, "41"},
		{42, Seconds, "42s"},
		{59 * 60, Seconds, "59m"},
		{86400 * 9, Seconds, "9d"},
	} {
		if got := string(AppendValue(nil, tt.v, tt.d)); got != tt.want {
			t.Errorf("%v in %v is written %q, want %q", tt.v, tt.d, got, tt.want)
		}
	}
}

func TestValuesFitSixCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0, 1e15).Draw(t, "v")
		for d := range Seconds + 1 {
			if d == Cores || d == Percent {
				v = math.Mod(v, 10000)
			}
			if s := AppendValue(nil, v, d); utf8.RuneCount(s) > 6 {
				t.Fatalf("%v is written %q", v, s)
			}
		}
	})
}

func TestAppendAge(t *testing.T) {
	if got := string(AppendAge(nil, -time.Second)); got != "0s" {
		t.Errorf("before its start a container is %s old", got)
	}
}

func TestDurationOf(t *testing.T) {
	for in, want := range map[float64]time.Duration{
		1.5: 1500 * time.Millisecond, -1: -time.Second, 1e300: math.MaxInt64, -1e300: math.MinInt64, math.Inf(1): math.MaxInt64, math.MaxInt64 / 1e9: math.MaxInt64,
		time.Duration(math.MaxInt64).Seconds(): math.MaxInt64,
	} {
		if got := DurationOf(in); got != want {
			t.Errorf("%g s are %d ns, want %d", in, got, want)
		}
	}
	if got := DurationOf(math.NaN()); got != 0 {
		t.Error(got)
	}
	// A container that Podman says began in the year 1.
	if got := string(AppendValue(nil, time.Duration(math.MaxInt64).Seconds(), Seconds)); got != "292y" {
		t.Error(got)
	}
}
