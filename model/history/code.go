package history

import "math"

// A code is a number in 16 bits: 0, unknown, or a float of 6 bits of exponent
// and 10 of mantissa, from 2^-20 (a millionth) to 2^44 (16 TiB), right to
// 0.05 %. Codes are in the order of their numbers, so that neighbours in time,
// which are near each other, have a small difference.
type code uint16

const (
	zero    code = 0
	largest code = math.MaxUint16 - 1
	unknown code = math.MaxUint16

	// least is the float32 2^-20 without the 13 bits of mantissa that are cut.
	cut   = 13
	least = (127 - 20) << (23 - cut)
)

// encode returns the code of v; a negative one is 0, NaN is unknown.
func encode(v float64) code {
	switch {
	case v != v:
		return unknown
	case !(v > 0):
		return zero
	}
	bits := math.Float32bits(float32(v))
	n := int64((uint64(bits)+1<<(cut-1))>>cut) - least + 1 // rounded
	switch {
	case n < 1:
		return zero
	case n > int64(largest):
		return largest
	}
	return code(n)
}

// value returns the number, NaN if it is unknown.
func (c code) value() float64 {
	switch c {
	case unknown:
		return math.NaN()
	case zero:
		return 0
	}
	return float64(math.Float32frombits((uint32(c) - 1 + least) << cut))
}
