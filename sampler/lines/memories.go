package lines

import (
	"slices"
	"sync"
)

// memories are those of a Log.
type memories struct {
	mu   sync.Mutex
	list []*memory
}

func (ms *memories) add(m *memory) {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	ms.list = append(ms.list[:len(ms.list):len(ms.list)], m)
}

// all are those there are, always in the same order.
func (ms *memories) all() []*memory {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	return ms.list
}

func (ms *memories) index(name string) int {
	return slices.IndexFunc(ms.all(), func(m *memory) bool { return m.name == name })
}

// A memoryWalk goes through the lines of a memory.
type memoryWalk struct {
	*memory
	number   uint64 // of the next line; backward that of the one behind it
	backward bool
	until    uint64 // number of the line before which it ends; 0: none
	lost     uint64 // lines that were not kept until it came to them
}

func (m *memory) walk(from uint64, backward bool) *memoryWalk {
	return &memoryWalk{memory: m, number: from, backward: backward}
}

// items gives the next line.
func (w *memoryWalk) items() (it item, ok bool) {
	n := w.number
	if w.backward {
		if n == 0 {
			return it, false
		}
		n--
	}
	if w.until > 0 && n >= w.until {
		return it, false
	}
	k, number, ok := w.at(n)
	if !ok || w.backward && number > n {
		return it, false
	}
	w.number = number
	if !w.backward {
		w.lost += number - n
		w.number++
	}
	return item{line: k.Line, at: k.at}, true
}
