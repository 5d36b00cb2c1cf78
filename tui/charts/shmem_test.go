package charts

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/theme"
)

// tmpfs are samples in which half of what app has in files is shared memory.
func tmpfs(n int) []*model.Sample {
	samples := modeltest.Busy().Samples(n)
	for _, s := range samples {
		for i := range s.Readings {
			m := &s.Readings[i].Stat
			if file, ok := m.File.Get(); ok {
				m.File, m.Shmem = model.Known(file+256<<20), model.Known(256<<20)
			}
		}
	}
	return samples
}

// Shared memory has a look and a figure of its own; what is called cache, and
// drawn as such, is without it.
func TestShmemIsNoCache(t *testing.T) {
	frame := func(samples []*model.Sample) (raw, words string) {
		raw = newStage(modeltest.Last(samples), "app", 160, 58).frame()
		return raw, ansi.Strip(raw)
	}
	third := string(theme.Default(theme.Braille).Third)
	raw, words := frame(tmpfs(301))
	if !strings.Contains(words, "shmem 256M  cache ") || strings.Count(raw, third) < 3 {
		t.Errorf("shared memory is not shown as such:\n%s", words)
	}
	without, plain := frame(modeltest.Busy().Samples(301))
	if strings.Contains(plain, "shmem") || strings.Contains(without, third) {
		t.Errorf("there is no shared memory, and it is shown:\n%s", plain)
	}
	cache := func(words string) string {
		_, after, _ := strings.Cut(words, "  cache ")
		return strings.Fields(after)[0]
	}
	if cache(words) != cache(plain) {
		t.Errorf("the cache is %s with shared memory, and %s without", cache(words), cache(plain))
	}
}
