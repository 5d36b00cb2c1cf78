package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"podtop/model/bench"
)

// layerDir is a layer with two files, and with all that may stand in an image to
// lead who walks it astray.
func layerDir(t *testing.T) (layer, outside string) {
	t.Helper()
	dir := t.TempDir()
	layer, outside = filepath.Join(dir, "diff"), filepath.Join(dir, "outside")
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ok(os.MkdirAll(filepath.Join(layer, "usr/bin"), 0o755))
	ok(os.Mkdir(outside, 0o755))
	ok(os.WriteFile(filepath.Join(outside, "secret"), make([]byte, 1<<20), 0o600))
	ok(os.WriteFile(filepath.Join(layer, "usr/bin/app"), bytes.Repeat([]byte("app "), 1<<18), 0o755))
	ok(os.WriteFile(filepath.Join(layer, "etc"), []byte("x"), 0o644))
	ok(os.Symlink(outside, filepath.Join(layer, "out")))
	ok(os.Symlink(filepath.Join(outside, "secret"), filepath.Join(layer, "file")))
	ok(os.Symlink("..", filepath.Join(layer, "usr/loop")))
	ok(unix.Mkfifo(filepath.Join(layer, "fifo"), 0o644))
	return layer, outside
}

// resident is how many pages of a file are in the page cache.
func resident(t *testing.T, path string) (pages int) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	m, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Munmap(m)
	size := os.Getpagesize()
	in := make([]byte, (len(m)+size-1)/size)
	if err := mincore(m, in); err != nil {
		t.Fatal(err)
	}
	for _, b := range in {
		pages += int(b & 1)
	}
	return pages
}

// Plain files of the layer leave the page cache, even if they are not on the disk
// yet; nothing outside is touched, and nothing waits.
func TestEviction(t *testing.T) {
	layer, outside := layerDir(t)
	e := Eviction{layers: []string{layer}, uid: os.Getuid()}
	got, err := e.Run(context.Background())
	if want := (Evicted{Files: 2, Bytes: 1<<20 + 1}); err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	if n := resident(t, filepath.Join(outside, "secret")); n == 0 {
		t.Error("what is outside was evicted")
	}
	var fs unix.Statfs_t
	if unix.Statfs(layer, &fs) == nil && fs.Type == unix.TMPFS_MAGIC {
		return // there is no disk below it
	}
	if n := resident(t, filepath.Join(layer, "usr/bin/app")); n > 0 {
		t.Errorf("%d pages are left", n)
	}
}

// A layer deeper or larger than any is given up, and that is said.
func TestEvictionIsBounded(t *testing.T) {
	layer := t.TempDir()
	if err := os.MkdirAll(filepath.Join(layer, strings.Repeat("d/", deepestLayer+2)), 0o755); err != nil {
		t.Fatal(err)
	}
	e := Eviction{layers: []string{layer}, uid: os.Getuid()}
	if got, err := e.Run(context.Background()); err != nil || !got.Cut {
		t.Errorf("deep: %+v, %v", got, err)
	}
	root, err := os.OpenRoot(layer)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	w := eviction{ctx: context.Background(), layer: root, device: deviceOf(root), left: 3, end: time.Now().Add(time.Hour)}
	w.directory(".", 0)
	if !w.Cut || w.left > 0 {
		t.Errorf("large: %+v", w)
	}
}

// Who may not evict is told why, before anything runs.
func TestEvictionIsRefused(t *testing.T) {
	layer, _ := layerDir(t)
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	overlay := func(upper, lower string) any {
		return map[string]any{"Name": "overlay", "Data": map[string]string{"UpperDir": upper, "LowerDir": lower}}
	}
	for name, tt := range map[string]struct {
		uid   int
		host  string
		graph any
		want  string
	}{
		"fine":            {os.Getuid(), host, overlay(layer, layer+":"+layer), ""},
		"another user":    {os.Getuid() + 1, host, overlay(layer, ""), "run podtop as that user"},
		"another machine": {os.Getuid(), "far\x1b[2J", overlay(layer, ""), "runs on far"},
		"vfs":             {os.Getuid(), host, map[string]any{"Name": "vfs", "Data": nil}, "driver vfs does not say"},
		"not here":        {os.Getuid(), host, overlay(layer+"/none", ""), "cannot be looked at"},
		"relative":        {os.Getuid(), host, overlay("diff", ""), "does not say where"},
	} {
		f := newFake()
		f.images["web"], f.host, f.graph = payload, tt.host, tt.graph
		p := f.podman()
		p.UID = tt.uid
		e, err := p.Eviction(t.Context(), "web")
		switch {
		case tt.want == "" && (err != nil || len(e.layers) != 3):
			t.Errorf("%s: %+v, %v", name, e, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\x1b")):
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	if os.Getuid() == 0 {
		if err := os.Chown(layer, 1234, 1234); err != nil {
			t.Fatal(err)
		}
		if err := (&Eviction{layers: []string{layer}}).check(); err == nil || !strings.Contains(err.Error(), "is user 1234's") {
			t.Errorf("a layer of another user: %v", err)
		}
	}
}

// Cold starts are measured in turn with the others, as a series of their own.
func TestColdStart(t *testing.T) {
	layer, _ := layerDir(t)
	f := newFake()
	f.images["web"] = payload
	s := start(f, Subject{Image: "web", Payload: true}, 4)
	s.Cold = &Eviction{layers: []string{layer}, uid: os.Getuid()}
	var r bench.Report
	if err := s.Run(t.Context(), &r); err != nil {
		t.Fatal(err)
	}
	checkPlaces(t, "start", &r)
	for _, name := range []string{"startup_time", "cold_startup_time", "standby_time"} {
		if series := r.SeriesAt(name); series == nil || len(series.Values) != 4 {
			t.Errorf("%s: %+v", name, series)
		}
	}
	warm, cold := r.SeriesAt("startup_time").Values, r.SeriesAt("cold_startup_time").Values
	if !cold[0].Time.Before(warm[0].Time) || !warm[1].Time.Before(cold[1].Time) {
		t.Errorf("they do not alternate: %v, %v", warm, cold)
	}
	if notes := strings.Join(r.Notes, " "); !strings.Contains(notes, "2 files of the image, 1.0M, left the page cache") {
		t.Errorf("%q", notes)
	}
}

// mincore is mincore(2): which pages of m are in memory.
func mincore(m, in []byte) error {
	_, _, errno := unix.Syscall(unix.SYS_MINCORE, uintptr(unsafe.Pointer(&m[0])), uintptr(len(m)), uintptr(unsafe.Pointer(&in[0])))
	if errno != 0 {
		return errno
	}
	return nil
}

// Whoever else owns a link on the way to a layer could lead root elsewhere.
func TestLayerBehindALink(t *testing.T) {
	dir := t.TempDir()
	layer, link := filepath.Join(dir, "layer"), filepath.Join(dir, "link")
	if err := errors.Join(os.Mkdir(layer, 0o755), os.Symlink(layer, link)); err != nil {
		t.Fatal(err)
	}
	if err := checkPath(link, os.Getuid()); err != nil {
		t.Errorf("one's own link: %v", err)
	}
	if os.Getuid() != 0 {
		return // none but root can give it to somebody
	}
	if err := os.Lchown(link, 1234, 1234); err != nil {
		t.Fatal(err)
	}
	if err := checkPath(link, 0); err == nil {
		t.Error("another's link is followed")
	}
	if err := errors.Join(os.Lchown(link, 0, 0), os.Chown(dir, 1234, 1234)); err != nil {
		t.Fatal(err)
	}
	if err := checkPath(link, 0); err == nil {
		t.Error("another's directory is trusted")
	}
}

func TestEvictionIsInterrupted(t *testing.T) {
	layer, _ := layerDir(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e := Eviction{layers: []string{layer}, uid: os.Getuid()}
	if got, err := e.Run(ctx); !errors.Is(err, context.Canceled) || got.Files > 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
