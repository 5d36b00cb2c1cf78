package journal

import "encoding/binary"

// appendLZ4 appends the first limit bytes that a block of LZ4 holds to dst, or
// fewer if the block ends or is damaged before. See lz4_Block_format.md of
// https://github.com/lz4/lz4.
//
// Libraries decompress whole blocks only: for the first bytes of a message they
// would need memory for all of it.
func appendLZ4(dst, src []byte, limit int) []byte {
	begin := len(dst)
	end := begin + limit
	for len(src) > 0 && len(dst) < end {
		token := src[0]
		literals, rest := lz4Length(int(token>>4), src[1:])
		literals = min(literals, len(rest), end-len(dst))
		dst, src = append(dst, rest[:literals]...), rest[literals:]
		if len(src) < 2 || len(dst) == end {
			break
		}
		back := int(binary.LittleEndian.Uint16(src))
		match, rest := lz4Length(int(token&15), src[2:])
		src = rest
		if back == 0 || back > len(dst)-begin {
			break
		}
		// It may overlap what it makes.
		for range min(match+4, end-len(dst)) {
			dst = append(dst, dst[len(dst)-back])
		}
	}
	return dst
}

// lz4Length adds to n, where it is 15, the bytes that follow, up to one that is
// not 255.
func lz4Length(n int, src []byte) (length int, rest []byte) {
	if n < 15 {
		return n, src
	}
	for i, b := range src {
		n += int(b)
		if b != 255 {
			return n, src[i+1:]
		}
	}
	return n, nil
}
