package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// An Eviction has the page cache forget the files of an image, so that a start
// reads them from the disk.
type Eviction struct {
	layers []string // the directories of its layers
	uid    int      // who may own such a directory, beside root
}

// Evicted is what came of an eviction.
type Evicted struct {
	Files   int
	Bytes   int64 // of those files
	Skipped int   // that may not be read
	Cut     bool  // there were more than it looks at, or its time was over
}

// Bounds of an eviction.
const (
	mostEvicted  = 200_000 // files and directories
	deepestLayer = 64      // directories below each other
	evictTime    = 10 * time.Second
)

// check is an error unless each layer can be looked at.
func (e *Eviction) check() error {
	for _, path := range e.layers {
		layer, err := openLayer(path, e.uid)
		if err != nil {
			return err
		}
		_ = layer.Close()
	}
	return nil
}

// Run evicts the files of all layers.
func (e *Eviction) Run(ctx context.Context) (Evicted, error) {
	w := eviction{left: mostEvicted, end: time.Now().Add(evictTime), ctx: ctx}
	for _, path := range e.layers {
		layer, err := openLayer(path, e.uid)
		if err != nil {
			return w.Evicted, err
		}
		w.layer, w.device = layer, deviceOf(layer)
		w.directory(".", 0)
		_ = layer.Close()
	}
	return w.Evicted, ctx.Err()
}

// deviceOf is the file system that a directory is on.
func deviceOf(dir *os.Root) uint64 {
	info, err := dir.Stat(".")
	if err != nil {
		return 0
	}
	return info.Sys().(*syscall.Stat_t).Dev
}

// checkPath is an error if another user than root, or uid, owns a directory or a link
// on the way to a path.
func checkPath(path string, uid int) error {
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	for _, way := range []string{filepath.Clean(path), resolved} {
		for ; ; way = filepath.Dir(way) {
			info, err := os.Lstat(way)
			if err != nil {
				return err
			}
			if owner := int(info.Sys().(*syscall.Stat_t).Uid); owner != uid && owner != 0 {
				return fmt.Errorf("%s is user %d's", way, owner)
			}
			if way == filepath.Dir(way) {
				break
			}
		}
	}
	return nil
}

// openLayer opens the directory of a layer. Where root evicts, no other user may
// choose the files: the directory has to be root's own, and so all above it.
func openLayer(path string, uid int) (*os.Root, error) {
	if err := checkPath(path, uid); err != nil {
		return nil, err
	}
	layer, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	info, err := layer.Stat(".")
	if err != nil {
		return nil, errors.Join(err, layer.Close())
	}
	if owner := int(info.Sys().(*syscall.Stat_t).Uid); owner != uid && owner != 0 {
		return nil, errors.Join(fmt.Errorf("%s is user %d's", path, owner), layer.Close())
	}
	return layer, nil
}

// An eviction is one that goes on.
type eviction struct {
	Evicted
	layer  *os.Root // nothing outside of it is opened, wherever links lead
	ctx    context.Context
	device uint64 // of the layer: what is mounted inside is not the image's
	left   int
	end    time.Time
}

// directory evicts the plain files in a directory and below it. It follows no
// link.
func (w *eviction) directory(path string, depth int) {
	if depth > deepestLayer {
		w.Cut = true
		return
	}
	dir, err := w.layer.OpenFile(path, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if err != nil {
		w.Skipped++
		return
	}
	defer dir.Close()
	if info, err := dir.Stat(); err != nil || info.Sys().(*syscall.Stat_t).Dev != w.device {
		w.Skipped++
		return
	}
	for {
		entries, err := dir.ReadDir(256)
		for _, e := range entries {
			if w.left--; w.left < 0 || time.Now().After(w.end) || w.ctx.Err() != nil {
				w.Cut = true
				return
			}
			w.entry(filepath.Join(path, e.Name()), e.Type(), depth)
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				w.Skipped++
			}
			return
		}
	}
}

func (w *eviction) entry(path string, kind fs.FileMode, depth int) {
	switch {
	case kind.IsDir():
		w.directory(path, depth+1)
	case kind.IsRegular():
		w.file(path)
	}
}

// file evicts one file. What of it was not written to the disk yet is written
// first; what a process has mapped stays.
func (w *eviction) file(path string) {
	f, err := w.open(path)
	if err != nil {
		w.Skipped++
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Sys().(*syscall.Stat_t).Dev != w.device {
		w.Skipped++
		return
	}
	const write = unix.SYNC_FILE_RANGE_WAIT_BEFORE | unix.SYNC_FILE_RANGE_WRITE | unix.SYNC_FILE_RANGE_WAIT_AFTER
	_ = unix.SyncFileRange(int(f.Fd()), 0, 0, write)
	if unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED) != nil {
		w.Skipped++
		return
	}
	w.Files++
	w.Bytes += info.Size()
}

// open opens a file without a trace, if that is allowed: else its time of access
// changes, as it does when a container reads it.
func (w *eviction) open(path string) (*os.File, error) {
	const flags = os.O_RDONLY | unix.O_NOFOLLOW | unix.O_NONBLOCK
	f, err := w.layer.OpenFile(path, flags|unix.O_NOATIME, 0)
	if errors.Is(err, unix.EPERM) {
		f, err = w.layer.OpenFile(path, flags, 0)
	}
	return f, err
}
