package journal

import (
	"encoding/binary"
	"math/bits"
)

// hash returns the hash by which a data or field object with payload b is found:
// siphash24 with the file's id as its key, or Jenkins' lookup3 in files from
// before systemd 246.
func (h *header) hash(b string) uint64 {
	if h.flags&flagKeyed != 0 {
		return siphash(h.fileID, b)
	}
	return jenkins(b)
}

// siphash is SipHash-2-4 (https://131002.net/siphash).
func siphash(key ID, b string) uint64 {
	le := binary.LittleEndian
	k0, k1 := le.Uint64(key[:]), le.Uint64(key[8:])
	v := [4]uint64{
		k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d,
		k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573,
	}
	last := uint64(len(b)) << 56
	for ; len(b) >= 8; b = b[8:] {
		m := word64(b)
		v[3] ^= m
		sipRound(&v)
		sipRound(&v)
		v[0] ^= m
	}
	last |= word64(b)
	v[3] ^= last
	sipRound(&v)
	sipRound(&v)
	v[0] ^= last
	v[2] ^= 0xff
	for range 4 {
		sipRound(&v)
	}
	return v[0] ^ v[1] ^ v[2] ^ v[3]
}

func sipRound(v *[4]uint64) {
	v[0] += v[1]
	v[1] = bits.RotateLeft64(v[1], 13) ^ v[0]
	v[0] = bits.RotateLeft64(v[0], 32)
	v[2] += v[3]
	v[3] = bits.RotateLeft64(v[3], 16) ^ v[2]
	v[0] += v[3]
	v[3] = bits.RotateLeft64(v[3], 21) ^ v[0]
	v[2] += v[1]
	v[1] = bits.RotateLeft64(v[1], 17) ^ v[2]
	v[2] = bits.RotateLeft64(v[2], 32)
}

// word64 is b's first eight bytes, little endian, with zeros for what it lacks.
func word64(b string) (w uint64) {
	for i := range min(8, len(b)) {
		w |= uint64(b[i]) << (8 * i)
	}
	return w
}

// jenkins is hashlittle2 of lookup3.c, as systemd's jenkins_hash64 calls it
// (https://burtleburtle.net/bob/c/lookup3.c).
func jenkins(s string) uint64 {
	a := 0xdeadbeef + uint32(len(s))
	b, c := a, a
	if len(s) == 0 {
		return uint64(c)<<32 | uint64(b)
	}
	for ; len(s) > 12; s = s[12:] {
		a += word32(s)
		b += word32(s[4:])
		c += word32(s[8:])
		a, b, c = jenkinsMix(a, b, c)
	}
	a += word32(s)
	b += word32(s[min(4, len(s)):])
	c += word32(s[min(8, len(s)):])
	b, c = jenkinsFinal(a, b, c)
	return uint64(c)<<32 | uint64(b)
}

// word32 is b's first four bytes, little endian, with zeros for what it lacks.
func word32(b string) (w uint32) {
	for i := range min(4, len(b)) {
		w |= uint32(b[i]) << (8 * i)
	}
	return w
}

func jenkinsMix(a, b, c uint32) (uint32, uint32, uint32) {
	a -= c
	a ^= bits.RotateLeft32(c, 4)
	c += b
	b -= a
	b ^= bits.RotateLeft32(a, 6)
	a += c
	c -= b
	c ^= bits.RotateLeft32(b, 8)
	b += a
	a -= c
	a ^= bits.RotateLeft32(c, 16)
	c += b
	b -= a
	b ^= bits.RotateLeft32(a, 19)
	a += c
	c -= b
	c ^= bits.RotateLeft32(b, 4)
	b += a
	return a, b, c
}

func jenkinsFinal(a, b, c uint32) (uint32, uint32) {
	c ^= b
	c -= bits.RotateLeft32(b, 14)
	a ^= c
	a -= bits.RotateLeft32(c, 11)
	b ^= a
	b -= bits.RotateLeft32(a, 25)
	c ^= b
	c -= bits.RotateLeft32(b, 16)
	a ^= c
	a -= bits.RotateLeft32(c, 4)
	b ^= a
	b -= bits.RotateLeft32(a, 14)
	c ^= b
	c -= bits.RotateLeft32(b, 24)
	return b, c
}
