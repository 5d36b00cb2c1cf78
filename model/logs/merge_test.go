package logs

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"podtop/model"
)

func drain(m *Merger) (all []Line) {
	for l, ok := m.Next(); ok; l, ok = m.Next() {
		all = append(all, l)
	}
	return all
}

func texts(lines []Line) (all []string) {
	for _, l := range lines {
		all = append(all, l.Text)
	}
	return all
}

func at(second int, text string) Line {
	return Line{Stamp: Stamp{Time: time.Unix(int64(second), 0)}, Text: text}
}

// A line that a clock put back made old stays behind the one before it.
func TestMergeKeepsTheOrderOfASource(t *testing.T) {
	got := texts(drain(Merge(
		Lines([]Line{at(1, "a1"), at(9, "a9"), at(2, "a2")}),
		Lines([]Line{at(1, "b1"), at(5, "b5")}),
		Lines(nil),
	)))
	if want := []string{"a1", "b1", "b5", "a9", "a2"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A source at its end is asked again: it may be followed.
func TestMergeGoesOn(t *testing.T) {
	var more []Line
	m := Merge(func() (l Line, ok bool) {
		if len(more) == 0 {
			return l, false
		}
		l, more = more[0], more[1:]
		return l, true
	})
	for _, text := range []string{"a", "b"} {
		if l, ok := m.Next(); ok {
			t.Fatalf("%+v, of nothing", l)
		}
		more = append(more, at(1, text))
		if l, ok := m.Next(); !ok || l.Text != text {
			t.Fatalf("%v %+v", ok, l)
		}
	}
}

// Merging is sorting, stably.
func TestMergeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		boot := rapid.SampledFrom([]string{"", "boot"}).Draw(t, "boot")
		var sources []Source
		var all []Line
		for i := range rapid.IntRange(0, 5).Draw(t, "sources") {
			var lines []Line
			for k, second := range rapid.SliceOfN(rapid.IntRange(0, 20), 0, 20).Draw(t, "seconds") {
				l := at(second, strconv.Itoa(i)+"."+strconv.Itoa(k))
				if boot != "" { // the wall clock steps, and does not count
					l.Boot, l.MonoUsec = boot, model.Known(uint64(second))
					l.Time = l.Time.Add(time.Duration(rapid.IntRange(-9, 9).Draw(t, "step")) * time.Second)
				}
				lines = append(lines, l)
			}
			slices.SortStableFunc(lines, func(a, b Line) int { return a.Compare(b.Stamp) })
			all = append(all, lines...)
			sources = append(sources, Lines(lines))
		}
		slices.SortStableFunc(all, func(a, b Line) int { return a.Compare(b.Stamp) })
		if got := texts(drain(Merge(sources...))); !slices.Equal(got, texts(all)) {
			t.Fatalf("%v, want %v", got, texts(all))
		}
	})
}
