package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
)

// Eviction is that of an image. It is an error where podtop cannot look at the
// files of the image, or where they are not those of who runs podtop: a service
// of another user could have root read what that user wants.
func (p *Podman) Eviction(ctx context.Context, image string) (*Eviction, error) {
	if p.UID != os.Getuid() {
		return nil, fmt.Errorf("the images are user %d's: run podtop as that user", p.UID)
	}
	if err := p.checkHost(ctx); err != nil {
		return nil, err
	}
	layers, err := p.layers(ctx, image)
	if err != nil {
		return nil, err
	}
	e := &Eviction{layers: layers, uid: p.UID}
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("the files of %s cannot be looked at: %w", clean.Text(image), err)
	}
	return e, nil
}

// checkHost is an error if Podman runs on another machine than podtop.
func (p *Podman) checkHost(ctx context.Context) error {
	var r struct{ Host struct{ Hostname string } }
	if err := p.Get(ctx, "/info", nil, &r); err != nil {
		return err
	}
	own, err := os.Hostname()
	if err == nil && r.Host.Hostname != own {
		err = fmt.Errorf("Podman runs on %s, and the page cache there is out of reach", //nolint:staticcheck // it is a name
			cmp.Or(clean.Text(r.Host.Hostname), "another machine"))
	}
	return err
}

// layers are the directories of an image's layers.
func (p *Podman) layers(ctx context.Context, image string) ([]string, error) {
	var r struct {
		GraphDriver struct {
			Name string
			Data struct{ LowerDir, UpperDir string }
		}
	}
	if err := p.Get(ctx, "/images/"+url.PathEscape(image)+"/json", nil, &r); err != nil {
		return nil, err
	}
	data := r.GraphDriver.Data
	if data.UpperDir == "" {
		return nil, fmt.Errorf("the storage driver %s does not say where the files of an image are: overlay does", clean.Text(r.GraphDriver.Name))
	}
	layers := []string{data.UpperDir}
	if data.LowerDir != "" {
		layers = append(layers, strings.Split(data.LowerDir, ":")...)
	}
	for _, path := range layers {
		if !filepath.IsAbs(path) {
			return nil, errors.New("Podman does not say where the image's files are") //nolint:staticcheck // it is a name
		}
	}
	return layers, nil
}

// fill puts into r what was evicted before each cold start, and says what stayed.
func (e *Evicted) fill(r *bench.Report) {
	r.Add("cold_cache", "files", model.Number, float64(e.Files))
	r.Add("cold_cache", "bytes", model.Bytes, float64(e.Bytes))
	note := func(format string, args ...any) { r.Notes = append(r.Notes, fmt.Sprintf(format, args...)) }
	note("cold cache: before each such start %s of the image, %s, left the page cache; what a running container has mapped stays there, and so do Podman and the runtime",
		model.Plural(e.Files, "file", "files"), bench.FormatValue(float64(e.Bytes), model.Bytes))
	if e.Skipped > 0 {
		note("cold cache: %s of the image may have stayed in the page cache: they cannot be read, or are of another file system", model.Plural(e.Skipped, "file", "files"))
	}
	if e.Cut {
		note("cold cache: the image has more files than are looked at, or they took too long; the others stayed in the page cache")
	}
}
