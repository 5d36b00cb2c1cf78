package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// maxItems is how many fields an entry may have: journald takes 1024 from a
// sender and adds some dozens (ENTRY_FIELD_COUNT_MAX).
const maxItems = 2048

// An Entry is one entry of a journal. Its fields are read when they are asked
// for, as long as its file is there: until a Refresh finds it gone. Its Position
// stays.
type Entry struct {
	Position
	file *file
	off  uint64
	n    int    // how many fields it has
	rank uint64 // among all of its file; only a Follower sets it
}

// entry reads the entry at off, but none of its fields.
func (f *file) entry(off uint64) (e Entry, err error) {
	o, b, err := f.object(off, typeEntry, entryHead)
	if err != nil {
		return e, err
	}
	n := (o.size - entryHead) / f.itemSize()
	if n > maxItems {
		return e, damaged("the entry at byte %d has %d fields", off, n)
	}
	return Entry{Position: parseEntry(b, f.header.seqnumID), file: f, off: off, n: int(n)}, nil
}

// parseEntry parses an entry's fixed part.
func parseEntry(b []byte, id ID) Position {
	le := binary.LittleEndian
	return Position{
		SeqnumID: id, Seqnum: le.Uint64(b[16:]), Realtime: le.Uint64(b[24:]),
		Monotonic: le.Uint64(b[32:]), Boot: ID(b[40:56]), XorHash: le.Uint64(b[56:]),
	}
}

// itemSize is the size of an item of an entry: an offset, and its hash where
// the file is not compact.
func (f *file) itemSize() uint64 {
	if f.header.compact() {
		return 4
	}
	return 16
}

// items reads the offsets of the entry's data objects into out, and returns
// them. They ascend, unless the file is damaged.
func (e *Entry) items(out *[maxItems]uint64) ([]uint64, error) {
	if e.file == nil {
		return nil, errors.New("reading an entry of no journal file")
	}
	size := e.file.itemSize()
	b, err := e.file.read(e.off+entryHead, e.n*int(size))
	if err != nil {
		return nil, err
	}
	for i := range out[:e.n] {
		out[i] = e.file.offset(b[i*int(size):])
	}
	return out[:e.n], nil
}

// Has reports whether the entry has item, a FIELD=value such as "_UID=1000" or
// "_TRANSPORT=kernel". It compares offsets, and reads no field: only journald
// itself writes fields that begin with an underscore.
func (e *Entry) Has(item string) (bool, error) {
	if e.file == nil {
		return false, errors.New("reading an entry of no journal file")
	}
	want, err := e.file.find(item)
	if want == 0 || err != nil {
		return false, err
	}
	items, err := e.items(&e.file.cache.items)
	for _, off := range items {
		if off == want {
			return true, nil
		}
	}
	return false, err
}

// Field appends the first limit bytes of a field's value to dst and returns that,
// and how many bytes the whole value has. ok is false if the entry lacks the
// field. Of a field that the sender gave several times it is one.
func (e *Entry) Field(dst []byte, name string, limit int) (value []byte, size uint64, ok bool, err error) {
	items, err := e.items(&e.file.cache.items)
	// The newest data objects are those that no entry had before, as most messages.
	for i := len(items) - 1; i >= 0 && err == nil; i-- {
		var d data
		if d, err = e.file.data(items[i]); err != nil {
			break
		}
		var is bool
		if is, err = e.file.fieldIs(&d, name); !is || err != nil {
			continue
		}
		value, size, err = e.file.value(&d, len(name), dst, limit)
		return value, size, err == nil, err
	}
	return dst, 0, false, err
}

// Fields calls yield with each field that limit wants, in the order of the file:
// with its name, the beginning of its value, and how many bytes the whole value
// has. Limit says how many bytes of the value are wanted by the name; below 0 the
// field is passed over. What yield gets lasts until it returns. A field that
// cannot be read does not keep the others from being read; the first error is
// returned.
func (e *Entry) Fields(limit func(name []byte) int, yield func(name, value []byte, size uint64)) error {
	var all [maxItems]uint64
	items, first := e.items(&all)
	var buf []byte
	for _, off := range items {
		var err error
		if buf, err = e.file.yield(off, buf[:0], limit, yield); err != nil && first == nil {
			first = err
		}
	}
	return first
}

const (
	maxName  = 64      // bytes of a field's name (journal_field_valid)
	headSize = 4 << 10 // of a field that are read to learn its name
)

// yield is Fields for one data object. It reads into buf, and returns that. Few
// fields are longer than headSize, so most are read at once.
func (f *file) yield(off uint64, buf []byte, limit func(name []byte) int, yield func(name, value []byte, size uint64)) ([]byte, error) {
	d, err := f.data(off)
	if err != nil {
		return buf, err
	}
	buf, size, err := f.payload(&d, buf, headSize)
	if err != nil {
		return buf, err
	}
	n := bytes.IndexByte(buf, '=')
	if n < 0 || n > maxName {
		return buf, damaged("the data object at byte %d has no field's name", off)
	}
	most := limit(buf[:n])
	if most < 0 {
		return buf, nil
	}
	all := min(size, uint64(n+1+most))
	if all > uint64(len(buf)) {
		if buf, size, err = f.payload(&d, buf[:0], int(all)); err != nil {
			return buf, err
		}
	}
	yield(buf[:n], buf[n+1:min(uint64(len(buf)), all)], size-uint64(n)-1)
	return buf, nil
}
