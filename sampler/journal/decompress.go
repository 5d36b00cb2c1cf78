package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

// maxZstdWindow is how far back a zstd frame may refer, and so how much memory
// reading one takes. journald's frames refer back 2 MiB.
const maxZstdWindow = 8 << 20

// decompress appends the first limit bytes of a compressed data object's payload
// to dst, and returns how many bytes it has in all. It never decompresses more:
// anybody may log 768 MiB that compress to nothing.
func (f *file) decompress(d *data, dst []byte, limit int) ([]byte, uint64, error) {
	switch d.flags & compressed {
	case compressedZstd:
		return f.zstd(d, dst, limit)
	case compressedLZ4:
		return f.lz4(d, dst, limit)
	default:
		return dst, 0, fmt.Errorf("%w: compression %#x", ErrUnsupported, d.flags&compressed)
	}
}

// zstd decompresses a frame of zstd, which tells its size.
func (f *file) zstd(d *data, dst []byte, limit int) ([]byte, uint64, error) {
	dec, err := f.cache.decoder()
	if err != nil {
		return dst, 0, err
	}
	head, err := f.read(d.payload, int(min(d.length(), zstd.HeaderMaxSize)))
	if err != nil {
		return dst, 0, err
	}
	var h zstd.Header
	if err := h.Decode(head); err != nil || !h.HasFCS {
		return dst, 0, damaged("the data object at byte %d is no zstd frame of a known size", d.off)
	}
	r := &f.cache.payload
	*r = payloadReader{file: f, off: d.payload, n: d.length()}
	if err := dec.Reset(r); err != nil {
		return dst, 0, f.badZstd(d, err)
	}
	at, n := len(dst), int(min(uint64(max(0, limit)), h.FrameContentSize))
	dst = grow(dst, n)
	if _, err := io.ReadFull(dec, dst[at:]); err != nil {
		return dst[:at], 0, f.badZstd(d, err)
	}
	return dst, h.FrameContentSize, nil
}

// badZstd says that a frame cannot be decompressed.
func (f *file) badZstd(d *data, err error) error {
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		return fmt.Errorf("%w: zstd with a window larger than %d", ErrUnsupported, maxZstdWindow)
	}
	return damaged("decompressing the data object at byte %d: %w", d.off, err)
}

// decoder returns the decoder of zstd of all files. It starts no goroutine.
func (c *cache) decoder() (*zstd.Decoder, error) {
	if c.zstd != nil {
		return c.zstd, nil
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxZstdWindow), zstd.WithDecodeBuffersBelow(0))
	if err != nil {
		return nil, fmt.Errorf("starting a decoder of zstd: %w", err)
	}
	c.zstd = dec
	return dec, nil
}

// A payloadReader reads a part of a file.
type payloadReader struct {
	file   *file
	off, n uint64
}

func (r *payloadReader) Read(b []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	b = b[:min(uint64(len(b)), r.n)]
	if err := r.file.readFull(b, r.off); err != nil {
		return 0, err
	}
	r.off, r.n = r.off+uint64(len(b)), r.n-uint64(len(b))
	return len(b), nil
}

// lz4 decompresses what journald puts before systemd 246: the size in eight
// bytes, then a block of LZ4.
func (f *file) lz4(d *data, dst []byte, limit int) ([]byte, uint64, error) {
	if d.length() < 8 {
		return dst, 0, damaged("the data object at byte %d has no size", d.off)
	}
	head, err := f.read(d.payload, 8)
	if err != nil {
		return dst, 0, err
	}
	size := binary.LittleEndian.Uint64(head)
	limit = int(min(uint64(max(0, limit)), size))
	// A block is at most 1/255 longer than its content.
	enough := uint64(limit) + uint64(limit)/255 + 64
	src, err := f.append(f.cache.block[:0], d.payload+8, int(min(d.length()-8, enough)))
	f.cache.block = src
	if err != nil {
		return dst, 0, err
	}
	at := len(dst)
	dst = appendLZ4(dst, src, limit)
	if len(dst)-at != limit {
		return dst[:at], 0, damaged("decompressing the data object at byte %d: it ends early, or refers to nothing", d.off)
	}
	return dst, size, nil
}

// grow returns b with n more bytes.
func grow(b []byte, n int) []byte {
	for cap(b)-len(b) < n {
		b = append(b[:cap(b)], 0)[:len(b)]
	}
	return b[:len(b)+n]
}
