package journal

import (
	"encoding/binary"
	"strings"
)

const (
	// bucketSize is that of a bucket of a hash table: the offsets of the first
	// and the last object in it.
	bucketSize = 16
	// maxFound bounds what a file remembers to have looked for.
	maxFound = 1 << 14
)

// find returns the offset of the data object whose payload is item, a
// FIELD=value, or 0 if no entry of the file has it.
func (f *file) find(item string) (uint64, error) {
	if off := f.offsets[item]; off != 0 {
		return off, nil
	}
	if g, ok := f.absent[item]; ok && g == f.generation {
		return 0, nil
	}
	off, err := f.lookUp(item)
	if err != nil {
		return 0, err
	}
	if len(f.offsets)+len(f.absent) >= maxFound {
		clear(f.offsets)
		clear(f.absent)
	}
	if off == 0 {
		f.absent[item] = f.generation
		return 0, nil
	}
	delete(f.absent, item)
	f.offsets[item] = off
	return off, nil
}

// lookUp walks the bucket that item belongs to. Each object in it was added
// behind those before it, so an offset that does not grow is damage.
func (f *file) lookUp(item string) (uint64, error) {
	hash := f.header.hash(item)
	off, err := f.bucket(f.header.dataTable, f.header.dataSize, hash)
	for off != 0 && err == nil {
		var d data
		if d, err = f.data(off); err != nil {
			break
		}
		if d.hash == hash {
			same, err := f.payloadIs(&d, item)
			if same || err != nil {
				return off, err
			}
		}
		if d.nextHash != 0 && d.nextHash <= off {
			return 0, damaged("the data object at byte %d: it goes back", off)
		}
		off = d.nextHash
	}
	return 0, err
}

// bucket returns the first object of the hash's bucket in a table.
func (f *file) bucket(table, size, hash uint64) (uint64, error) {
	if size == 0 {
		return 0, nil // journald has not made the table yet
	}
	b, err := f.read(table+hash%(size/bucketSize)*bucketSize, bucketSize)
	if err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b), nil
}

// findField returns the newest data object of a field, or 0 if no entry has it.
func (f *file) findField(name string) (uint64, error) {
	hash := f.header.hash(name)
	off, err := f.bucket(f.header.fieldTable, f.header.fieldSize, hash)
	for off != 0 && err == nil {
		var o field
		if o, err = f.field(off); err != nil {
			break
		}
		if o.hash == hash && o.size == fieldHead+uint64(len(name)) {
			b, err := f.read(off+fieldHead, len(name))
			if err != nil || string(b) == name {
				return o.data, err
			}
		}
		if o.nextHash != 0 && o.nextHash <= off {
			return 0, damaged("the field object at byte %d: it goes back", off)
		}
		off = o.nextHash
	}
	return 0, err
}

// values calls yield with each value of a field, the newest first, until it
// returns false. A value longer than maxValue is passed over. Each data object
// was put before those that the field had, so an offset that does not shrink
// is damage.
func (f *file) values(name string, yield func(value string) bool) error {
	off, err := f.findField(name)
	for off != 0 && err == nil {
		var d data
		if d, err = f.data(off); err != nil {
			break
		}
		text, size, err := f.payload(&d, nil, maxValue+len(name)+1)
		if err != nil {
			return err
		}
		value, ok := strings.CutPrefix(string(text), name+"=")
		if !ok {
			return damaged("the data object at byte %d is not of field %s", off, name)
		}
		if size == uint64(len(text)) && !yield(value) {
			return nil
		}
		if d.nextField >= off {
			return damaged("the data object at byte %d: it goes forward", off)
		}
		off = d.nextField
	}
	return err
}

// maxValue is the longest value that an index of a field's values tells: names
// and ids are far shorter.
const maxValue = 4 << 10
