package journal

import "encoding/binary"

// Types of objects.
const (
	typeData       = 1
	typeField      = 2
	typeEntry      = 3
	typeEntryArray = 6
)

// Flags of an object: how its payload is compressed.
const (
	compressedXZ   = 1 << 0
	compressedLZ4  = 1 << 1
	compressedZstd = 1 << 2
	compressed     = compressedXZ | compressedLZ4 | compressedZstd
)

// Sizes of what stands before payload, items or offsets.
const (
	dataHead    = 64
	dataCompact = 72
	fieldHead   = 40
	entryHead   = 64
	arrayHead   = 24
)

// An object is the head that all objects have.
type object struct {
	off, size uint64
	flags     byte
}

// object reads the head of the object at off, of which n bytes are returned. It
// has to be of that kind, in the file, and of n bytes at least.
func (f *file) object(off uint64, kind byte, n int) (object, []byte, error) {
	o, b, err := f.tryObject(off, kind, n)
	if err != nil && !f.header.archived() {
		// A window that was read just now may lead to what journald wrote after
		// another one was read.
		f.stale(off)
		o, b, err = f.tryObject(off, kind, n)
	}
	return o, b, err
}

func (f *file) tryObject(off uint64, kind byte, n int) (object, []byte, error) {
	if off < f.header.size || off%8 != 0 {
		return object{}, nil, damaged("an object at byte %d", off)
	}
	b, err := f.read(off, n)
	if err != nil {
		return object{}, nil, err
	}
	o, err := parseObject(b, off, kind)
	if err == nil && !f.contains(o) { // the file may have grown since
		err = f.stat()
	}
	if err == nil && !f.contains(o) {
		err = damaged("the object at byte %d is larger than the file", off)
	}
	return o, b, err
}

// contains reports whether the file is large enough for o.
func (f *file) contains(o object) bool { return o.size <= f.size-min(o.off, f.size) }

// parseObject parses an object's head; b ends where its fixed part ends.
func parseObject(b []byte, off uint64, kind byte) (object, error) {
	o := object{off: off, size: binary.LittleEndian.Uint64(b[8:]), flags: b[1]}
	switch {
	case b[0] != kind:
		return o, damaged("the object at byte %d has type %d, not %d", off, b[0], kind)
	case o.size < uint64(len(b)):
		return o, damaged("the object at byte %d has %d bytes", off, o.size)
	}
	return o, nil
}

// A data object is one FIELD=value.
type data struct {
	object
	hash       uint64
	nextHash   uint64 // the next of the same bucket; 0: none
	nextField  uint64 // the one before of the same field; 0: none
	firstEntry uint64
	array      uint64 // of the entries but the first
	entries    uint64
	payload    uint64 // its offset; it ends with the object
}

// length is how many bytes the payload has in the file.
func (d *data) length() uint64 { return d.off + d.size - d.payload }

// data reads the data object at off.
func (f *file) data(off uint64) (d data, err error) {
	n := dataHead
	if f.header.compact() {
		n = dataCompact
	}
	o, b, err := f.object(off, typeData, n)
	if err != nil {
		return d, err
	}
	return parseData(o, b), nil
}

// parseData parses a data object's fixed part.
func parseData(o object, b []byte) data {
	le := binary.LittleEndian
	return data{
		object: o, hash: le.Uint64(b[16:]),
		nextHash: le.Uint64(b[24:]), nextField: le.Uint64(b[32:]),
		firstEntry: le.Uint64(b[40:]), array: le.Uint64(b[48:]), entries: le.Uint64(b[56:]),
		payload: o.off + uint64(len(b)),
	}
}

// A field object is the name of a field.
type field struct {
	object
	hash     uint64
	nextHash uint64
	data     uint64 // the field's newest data object; 0: none
}

// field reads the field object at off.
func (f *file) field(off uint64) (field, error) {
	o, b, err := f.object(off, typeField, fieldHead)
	if err != nil {
		return field{}, err
	}
	le := binary.LittleEndian
	return field{
		object: o, hash: le.Uint64(b[16:]), nextHash: le.Uint64(b[24:]), data: le.Uint64(b[32:]),
	}, nil
}

// An array holds offsets of entries.
type array struct {
	object
	next uint64 // 0: none
	n    uint64 // how many offsets it has room for
}

// array reads the entry array at off.
func (f *file) array(off uint64) (array, error) {
	o, b, err := f.object(off, typeEntryArray, arrayHead)
	if err != nil {
		return array{}, err
	}
	a := array{object: o, next: binary.LittleEndian.Uint64(b[16:])}
	a.n = (a.size - arrayHead) / f.offsetSize()
	if a.n == 0 {
		return a, damaged("the entry array at byte %d is empty", off)
	}
	if a.next != 0 && a.next <= off {
		return a, damaged("the entry array at byte %d: it goes back", off)
	}
	return a, nil
}

// offsetSize is the size of an offset in an entry array.
func (f *file) offsetSize() uint64 {
	if f.header.compact() {
		return 4
	}
	return 8
}

// offset parses an offset in an entry array.
func (f *file) offset(b []byte) uint64 {
	if f.header.compact() {
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}
