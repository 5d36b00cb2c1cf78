package journal

import "github.com/klauspost/compress/zstd"

// Files are read in windows: a pread for each object would be slow, and a
// mapped file that journald truncates ends the process with SIGBUS.
const (
	windowSize = 8 << 10 // bytes from one window's start to the next one's
	windowMore = 1 << 10 // bytes a window repeats of the next, so that few objects cross
	maxWindows = 1024    // of one Journal, over all its files: 9 MiB
)

// A window is a part of a file in memory.
type window struct {
	file       *file
	index      uint64 // its start, in windowSize
	generation uint64 // the file's when it was read
	n          int    // bytes of buf that the file had
	used       bool   // since the cache's hand passed
	buf        [windowSize + windowMore]byte
}

// has reports whether w is f's window i, as new as f's header.
func (w *window) has(f *file, i uint64) bool {
	return w != nil && w.file == f && w.index == i && w.generation == f.generation
}

// A cache keeps the windows that were used last, of all files of a Journal.
type cache struct {
	most    int // windows
	windows []*window
	at      map[windowKey]*window
	hand    int

	zstd    *zstd.Decoder    // made when it is first needed
	payload payloadReader    // what it reads
	block   []byte           // a compressed block of LZ4
	items   [maxItems]uint64 // of the entry that is looked at
	fields  map[string]string
}

type windowKey struct {
	file  *file
	index uint64
}

func newCache() *cache {
	return &cache{most: maxWindows, at: map[windowKey]*window{}, fields: map[string]string{}}
}

// intern returns b as a string, always the same one for fields that come often.
func (c *cache) intern(b []byte) string {
	if s, ok := c.fields[string(b)]; ok {
		return s
	}
	if len(c.fields) >= maxFound {
		clear(c.fields)
	}
	s := string(b)
	c.fields[s] = s
	return s
}

// get returns f's window i.
func (c *cache) get(f *file, i uint64) (*window, error) {
	w := c.at[windowKey{f, i}]
	if w == nil {
		w = c.free()
		w.file, w.index = f, i
		c.at[windowKey{f, i}] = w
	} else if w.generation == f.generation {
		w.used = true
		return w, nil
	}
	n, err := f.pread(w.buf[:], i*windowSize)
	if err != nil {
		c.drop(w)
		return nil, err
	}
	w.n, w.generation, w.used = n, f.generation, true
	return w, nil
}

// free returns a window that nobody has: a new one, or one that was not used
// since the hand came by last.
func (c *cache) free() *window {
	if len(c.windows) < c.most {
		w := &window{}
		c.windows = append(c.windows, w)
		return w
	}
	for {
		w := c.windows[c.hand]
		c.hand = (c.hand + 1) % len(c.windows)
		if !w.used {
			c.drop(w)
			return w
		}
		w.used = false
	}
}

// drop makes w nobody's.
func (c *cache) drop(w *window) {
	if w.file != nil {
		delete(c.at, windowKey{w.file, w.index})
	}
	w.file, w.used = nil, false
}

// forget drops the windows of a file that is closed.
func (c *cache) forget(f *file) {
	for _, w := range c.windows {
		if w.file == f {
			c.drop(w)
		}
	}
}
