package history

import (
	"encoding/binary"
)

// chunkLen is how many buckets are packed together.
const chunkLen = 64

// A page is one column of a chunk that is still written to.
type page [chunkLen]code

// blank is a page of which nothing is known.
var blank = func() (p page) {
	for i := range p {
		p[i] = unknown
	}
	return p
}()

func emptyPage() page { return blank }

// A chunk is chunkLen buckets of all columns, packed: for each column the
// length of its bytes as a uvarint, and these: nothing for a column of which
// nothing is known, else the first code and then its differences as varints,
// up to the last that is not 0. A column that stands still is two bytes.
type chunk []byte

// pack makes a chunk of pages, and appends it to b.
func pack(b []byte, pages []page) chunk {
	var one [chunkLen * binary.MaxVarintLen16]byte
	for i := range pages {
		p := packPage(one[:0], &pages[i])
		b = append(binary.AppendUvarint(b, uint64(len(p))), p...)
	}
	return b
}

// packExact makes a chunk that takes no more memory than its bytes.
func packExact(pages []page) chunk {
	var buf [8 << 10]byte
	return append(chunk(nil), pack(buf[:0], pages)...)
}

func packPage(b []byte, p *page) []byte {
	if *p == blank {
		return b
	}
	last := chunkLen - 1
	for last > 0 && p[last] == p[last-1] {
		last--
	}
	before := int64(0)
	for _, c := range p[:last+1] {
		b = binary.AppendVarint(b, int64(c)-before)
		before = int64(c)
	}
	return b
}

// column unpacks one column. What is damaged is unknown.
func (c chunk) column(n int) page {
	for ; n > 0; n-- {
		if size, used := binary.Uvarint(c); used > 0 && size <= uint64(len(c)-used) {
			c = c[used+int(size):]
		}
	}
	size, used := binary.Uvarint(c)
	if used <= 0 || size > uint64(len(c)-used) {
		return emptyPage()
	}
	return unpackPage(c[used : used+int(size)])
}

func unpackPage(b []byte) page {
	p := emptyPage()
	before := int64(0)
	for i := range p {
		if len(b) > 0 {
			d, used := binary.Varint(b)
			if used <= 0 {
				return p
			}
			b, before = b[used:], before+d
		} else if i == 0 {
			return p
		}
		p[i] = code(before)
	}
	return p
}

// merge fills what a does not know from b.
func merge(a, b chunk, columns int) chunk {
	pages := make([]page, columns)
	for i := range pages {
		pages[i] = a.column(i)
		fill(&pages[i], b.column(i))
	}
	return packExact(pages)
}

func fill(p *page, from page) {
	for i, c := range p {
		if c == unknown {
			p[i] = from[i]
		}
	}
}
