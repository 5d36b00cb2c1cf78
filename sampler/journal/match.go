package journal

import "slices"

// A Term matches entries that have all of its items, each a FIELD=value.
type Term []string

// A Match matches entries that one of its terms matches; without terms, all.
type Match []Term

// wanted is a Match as a file has it: offsets of data objects instead of items.
type wanted struct {
	all   bool
	terms [][]uint64 // of a Term that the file can match, in no order
}

// wanted looks the items up.
func (f *file) wanted(m Match) (w wanted, err error) {
	w.all = len(m) == 0
	for _, t := range m {
		offsets, err := f.term(t)
		if err != nil {
			return w, err
		}
		if offsets != nil {
			w.terms = append(w.terms, offsets)
		}
	}
	return w, nil
}

// term looks the items of a Term up. It is nil if the file lacks one.
func (f *file) term(t Term) ([]uint64, error) {
	offsets := make([]uint64, 0, len(t))
	for _, item := range t {
		off, err := f.find(item)
		if off == 0 || err != nil {
			return nil, err
		}
		offsets = append(offsets, off)
	}
	return offsets, nil
}

// matches reports whether e is wanted, by its items' offsets.
func (w *wanted) matches(e *Entry) (bool, error) {
	if w.all {
		return true, nil
	}
	if len(w.terms) == 0 {
		return false, nil
	}
	items, err := e.items(&e.file.cache.items)
	if err != nil {
		return false, err
	}
	for _, t := range w.terms {
		if containsAll(items, t) {
			return true, nil
		}
	}
	return false, nil
}

func containsAll(items, want []uint64) bool {
	for _, off := range want {
		if !slices.Contains(items, off) {
			return false
		}
	}
	return true
}
