package journal

import "testing"

func TestCompare(t *testing.T) {
	at := func(source, boot byte, seqnum, monotonic, realtime, hash uint64) Position {
		return Position{
			SeqnumID: ID{source}, Boot: ID{boot},
			Seqnum: seqnum, Monotonic: monotonic, Realtime: realtime, XorHash: hash,
		}
	}
	for _, tt := range []struct {
		name string
		a, b Position
		want int
	}{
		{"by number, whatever the clocks", at(1, 1, 5, 90, 90, 0), at(1, 2, 6, 10, 10, 0), -1},
		{"by monotonic time in one boot, whatever the wall clock", at(1, 1, 9, 10, 90, 0), at(2, 1, 1, 20, 10, 0), -1},
		{"by wall time between boots", at(1, 1, 9, 10, 20, 0), at(2, 2, 1, 20, 10, 0), 1},
		{"by content", at(1, 1, 9, 10, 20, 4), at(2, 1, 1, 10, 20, 5), -1},
		{"a copy that another counted", at(1, 1, 9, 10, 20, 4), at(2, 1, 1, 10, 20, 4), 0},
		{"the same", at(1, 1, 9, 10, 20, 4), at(1, 1, 9, 10, 20, 4), 0},
		{"numbers that are given twice", at(1, 1, 9, 10, 20, 4), at(1, 1, 9, 11, 20, 4), -1},
	} {
		if got := compare(&tt.a, &tt.b); got != tt.want {
			t.Errorf("%s: %d", tt.name, got)
		}
		if got := compare(&tt.b, &tt.a); got != -tt.want {
			t.Errorf("%s, the other way round: %d", tt.name, got)
		}
	}
}

func TestParseCursor(t *testing.T) {
	good := said(t, "plain")[3].cursor
	if p, err := ParseCursor(good + ";future=1"); err != nil || p.Cursor() != good {
		t.Error(p.Cursor(), err)
	}
	for _, bad := range []string{"", "s", good[:40], good[40:], good + ";i=1", "s=" + good, "i=x", "i=-1;" + good} {
		if p, err := ParseCursor(bad); err == nil {
			t.Errorf("%q is %v", bad, p)
		}
	}
}
