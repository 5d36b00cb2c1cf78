package journal

// payload appends the first limit bytes of a data object's payload, FIELD=value,
// to dst, decompressed, and returns how many bytes it has in all.
func (f *file) payload(d *data, dst []byte, limit int) ([]byte, uint64, error) {
	if d.flags&compressed != 0 {
		return f.decompress(d, dst, limit)
	}
	dst, err := f.append(dst, d.payload, int(min(d.length(), uint64(max(0, limit)))))
	return dst, d.length(), err
}

// append appends n bytes at off to dst.
func (f *file) append(dst []byte, off uint64, n int) ([]byte, error) {
	if n <= windowSize {
		b, err := f.read(off, n)
		return append(dst, b...), err
	}
	at := len(dst)
	dst = grow(dst, n)
	return dst, f.readFull(dst[at:], off)
}

// value appends the first limit bytes of a data object's value, which stands
// behind a name of so many bytes and "=".
func (f *file) value(d *data, name int, dst []byte, limit int) ([]byte, uint64, error) {
	begin := name + 1
	if d.flags&compressed == 0 {
		off, length := d.payload+uint64(begin), d.length()-uint64(begin)
		dst, err := f.append(dst, off, int(min(length, uint64(max(0, limit)))))
		return dst, length, err
	}
	at := len(dst)
	dst, size, err := f.decompress(d, dst, begin+max(0, limit))
	if err != nil {
		return dst[:at], 0, err
	}
	n := copy(dst[at:], dst[min(at+begin, len(dst)):])
	return dst[:at+n], size - min(size, uint64(begin)), nil
}

// payloadIs reports whether d's payload is item.
func (f *file) payloadIs(d *data, item string) (bool, error) {
	if d.flags&compressed == 0 {
		if d.length() != uint64(len(item)) {
			return false, nil
		}
		b, err := f.read(d.payload, len(item))
		return string(b) == item, err
	}
	b, size, err := f.decompress(d, nil, len(item))
	return size == uint64(len(item)) && string(b) == item, err
}

// fieldIs reports whether d is of the field name.
func (f *file) fieldIs(d *data, name string) (bool, error) {
	if d.flags&compressed != 0 {
		is, err := f.compressedField(d)
		return is == name, err
	}
	if d.length() <= uint64(len(name)) {
		return false, nil
	}
	b, err := f.read(d.payload, len(name)+1)
	return err == nil && b[len(name)] == '=' && string(b[:len(name)]) == name, err
}

// compressedField returns the name of the field of a compressed data object. It
// is remembered, as each field that is looked for in an entry asks for it.
func (f *file) compressedField(d *data) (string, error) {
	if name, ok := f.names[d.off]; ok {
		return name, nil
	}
	var buf [maxName + 1]byte
	b, _, err := f.decompress(d, buf[:0], len(buf))
	if err != nil {
		return "", err
	}
	n := 0
	for n < len(b) && b[n] != '=' {
		n++
	}
	if n == len(b) {
		return "", damaged("the data object at byte %d has no field's name", d.off)
	}
	if len(f.names) >= maxFound {
		clear(f.names)
	}
	name := f.cache.intern(b[:n])
	f.names[d.off] = name
	return name, nil
}
