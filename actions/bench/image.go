package bench

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"podtop/model/clean"
	"podtop/model/limit"
)

// repository is where the images of podtop itself are. One for each build of it.
const repository = "localhost/podtop-bench"

// binaryPath is where podtop is in its image.
const binaryPath = "/podtop"

// PayloadImage is the image that has podtop alone in it. It is made when it is
// not there.
func (p *Podman) PayloadImage(ctx context.Context) (name string, err error) {
	binary, err := p.readBinary()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(binary)
	name = repository + ":" + hex.EncodeToString(sum[:])[:12]
	err = p.Get(ctx, "/images/"+name+"/exists", nil, nil)
	if !IsGone(err) {
		return name, err
	}
	p.Progress.phase(MakingImage)
	query := url.Values{
		"reference": {name},
		"message":   {"podtop, for its benchmarks"},
		"changes":   {"LABEL " + LabelImage + "=yes"},
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	if err := p.Upload(ctx, "/images/import", query, layer(binary), nil); err != nil {
		return "", fmt.Errorf("the image with podtop in it cannot be made: %w", err)
	}
	return name, nil
}

// layer is a file system with podtop in it, and where the kernel's are mounted.
func layer(binary []byte) io.Reader {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, dir := range []string{"dev", "etc", "proc", "run", "sys", "tmp"} {
		_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir + "/", Mode: 0o755})
	}
	_ = w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: strings.TrimPrefix(binaryPath, "/"), Mode: 0o755, Size: int64(len(binary))})
	_, _ = w.Write(binary)
	_ = w.Close() // a buffer takes all that is written
	return &b
}

// An Image is one that Podman has.
type Image struct {
	Name       string
	ID         string   // which it is, even after its name was given to another
	Entrypoint []string // runs before every command
	Command    []string // what it runs if nobody gives another
	Size       int64    // bytes
	Layers     int
}

// Subject is the image under limits.
func (i *Image) Subject(limits limit.Values, life time.Duration) Subject {
	return Subject{Image: i.Name, ID: i.ID, Entrypoint: i.Entrypoint, Default: i.Command, Limits: limits, Life: life}
}

// Image looks up an image. It is never pulled.
func (p *Podman) Image(ctx context.Context, name string) (Image, error) {
	var r struct {
		Id     string //nolint:revive // Podman's name
		Size   int64
		RootFS struct{ Layers []string }
		Config struct{ Entrypoint, Cmd []string }
	}
	err := p.Get(ctx, "/images/"+url.PathEscape(name)+"/json", nil, &r)
	switch {
	case IsGone(err):
		return Image{}, fmt.Errorf("there is no image %s here, and podtop pulls none: podman pull %s", clean.Text(name), clean.Text(name))
	case err != nil:
		return Image{}, err
	}
	return Image{
		Name: name, ID: r.Id, Entrypoint: r.Config.Entrypoint, Command: r.Config.Cmd,
		Size: r.Size, Layers: len(r.RootFS.Layers),
	}, nil
}

// RemoveImages removes the images of podtop itself, of all its builds, and says
// which. When two benchmarks made the same one at once, one has lost its tag. One
// that cannot be removed does not keep the others.
func (p *Podman) RemoveImages(ctx context.Context) (removed []string, err error) {
	var images []struct {
		Id       string //nolint:revive // Podman's name
		RepoTags []string
	}
	query := url.Values{"filters": {`{"label":["` + LabelImage + `"]}`}}
	if err := p.Get(ctx, "/images/json", query, &images); err != nil {
		return nil, err
	}
	var failed []error
	for _, image := range images {
		names := slices.DeleteFunc(image.RepoTags, func(tag string) bool { return !strings.HasPrefix(tag, repository+":") })
		if len(image.RepoTags) == 0 {
			names = []string{image.Id}
		}
		for _, name := range names {
			if err := p.Delete(ctx, "/images/"+name, url.Values{"force": {"false"}}, nil); err != nil && !IsGone(err) {
				failed = append(failed, fmt.Errorf("%s cannot be removed: %w", clean.Text(name), err))
				continue
			}
			removed = append(removed, clean.Text(name))
		}
	}
	return removed, errors.Join(failed...)
}
