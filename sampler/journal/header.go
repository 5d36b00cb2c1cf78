package journal

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

var (
	// ErrUnsupported is in the error of a file that this package cannot read,
	// but a newer journalctl may.
	ErrUnsupported = errors.New("unsupported journal format")
	// ErrDamaged is in the error of a file, or an object in it, that breaks the
	// format.
	ErrDamaged = errors.New("damaged journal file")
	// errNew is the error of a file that journald has only just created.
	errNew = errors.New("journal file without a header")
)

// damaged returns an ErrDamaged that says what is wrong.
func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrDamaged}, args...)...)
}

// An ID is systemd's 128 bits: of a boot, a file, a source of numbers.
type ID [16]byte

// String returns the ID as journalctl prints it: 32 hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Incompatible flags: who does not know one cannot read the file.
const (
	flagXZ      = 1 << 0
	flagLZ4     = 1 << 1
	flagKeyed   = 1 << 2
	flagZstd    = 1 << 3
	flagCompact = 1 << 4

	flagsRead = flagLZ4 | flagKeyed | flagZstd | flagCompact
)

// stateArchived is the state of a file that gets no more entries.
const stateArchived = 2

const (
	headerMin  = 208 // header_size before systemd 187
	headerRead = 264 // as far as this package looks
)

// A header is what is used of a file's header.
type header struct {
	flags               uint32
	state               byte
	fileID, seqnumID    ID
	size                uint64 // of the header itself: the first object's offset
	dataTable, dataSize uint64 // offset of the buckets, their size in bytes
	fieldTable          uint64
	fieldSize           uint64
	entries             uint64 // how many are in the array
	array               uint64 // the first entry array's offset; 0: none
	lastSeqnum          uint64
	lastArray, lastN    uint64 // the last entry array, and how many it has; 0 before systemd 252
}

var signature = []byte("LPKSHHRH")

// parseHeader parses a file's first bytes.
func parseHeader(b []byte) (h header, err error) {
	if len(b) < headerMin || bytes.Equal(b[:8], make([]byte, 8)) {
		return h, errNew
	}
	if !bytes.Equal(b[:8], signature) {
		return h, damaged("no journal's signature")
	}
	le := binary.LittleEndian
	h = header{
		flags: le.Uint32(b[12:]), state: b[16],
		fileID: ID(b[24:40]), seqnumID: ID(b[72:88]), size: le.Uint64(b[88:]),
		dataTable: le.Uint64(b[104:]), dataSize: le.Uint64(b[112:]),
		fieldTable: le.Uint64(b[120:]), fieldSize: le.Uint64(b[128:]),
		entries: le.Uint64(b[152:]), lastSeqnum: le.Uint64(b[160:]), array: le.Uint64(b[176:]),
	}
	if h.size >= headerRead && len(b) >= headerRead {
		h.lastArray, h.lastN = uint64(le.Uint32(b[256:])), uint64(le.Uint32(b[260:]))
	}
	if err := checkFlags(h.flags); err != nil {
		return h, err
	}
	if h.size < headerMin || h.size > 1<<16 || h.size%8 != 0 {
		return h, damaged("a header of the size %d", h.size)
	}
	if h.dataSize%bucketSize != 0 || h.fieldSize%bucketSize != 0 {
		return h, damaged("a hash table of the size %d", max(h.dataSize, h.fieldSize))
	}
	return h, nil
}

// checkFlags refuses what would be read wrongly.
func checkFlags(flags uint32) error {
	switch unknown := flags &^ flagsRead; {
	case unknown == 0:
		return nil
	case unknown == flagXZ:
		return fmt.Errorf("%w: compressed with xz", ErrUnsupported)
	default:
		return fmt.Errorf("%w: incompatible flags %#x", ErrUnsupported, unknown)
	}
}

// compact reports whether offsets in entries and arrays have four bytes.
func (h *header) compact() bool { return h.flags&flagCompact != 0 }

// archived reports whether the file gets no more entries.
func (h *header) archived() bool { return h.state == stateArchived }
