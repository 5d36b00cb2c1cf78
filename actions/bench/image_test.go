package bench

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The image is made once, and removed with all others of podtop's.
func TestPayloadImage(t *testing.T) {
	f := newFake()
	f.images["docker.io/library/web:1"] = payload
	p := f.podman()
	var names []string
	for range 2 {
		name, err := p.PayloadImage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if names[0] != names[1] || !strings.HasPrefix(names[0], "localhost/podtop-bench:") || len(names[0]) != len("localhost/podtop-bench:")+12 {
		t.Errorf("%q", names)
	}
	imports := 0
	for _, call := range f.calls {
		if strings.HasPrefix(call, "POST /images/import") {
			imports++
		}
	}
	if imports != 1 || !slices.Contains(f.files, "podtop 755 11") || !slices.Contains(f.files, "proc/ 755 0") {
		t.Errorf("%d imports of %q", imports, f.files)
	}
	removed, err := p.RemoveImages(t.Context())
	if err != nil || !slices.Equal(removed, names[:1]) || len(f.images) != 1 {
		t.Errorf("%q, %v; %d left", removed, err, len(f.images))
	}
}

// Of two first benchmarks at once, one has its image without a tag. It goes by
// its id, and one that cannot be removed does not keep it.
func TestRemoveImagesWithoutATag(t *testing.T) {
	f := newFake()
	f.images[repository+":000000000000"] = payload
	f.loose = []string{"0123abc"}
	f.refuse[":000000000000"] = refusal{409}
	removed, err := f.podman().RemoveImages(t.Context())
	if !slices.Equal(removed, []string{"0123abc"}) || len(f.loose) > 0 || err == nil || !strings.Contains(err.Error(), repository+":000000000000 cannot be removed") {
		t.Errorf("%q, %v; %q left", removed, err, f.loose)
	}
}

// What is shown is what runs: the entrypoint, too, and the very image that was
// looked up, whatever its name has come to mean.
func TestSubjectOfAnImage(t *testing.T) {
	f := newFake()
	f.images["web"] = payload
	image, err := f.podman().Image(t.Context(), "web")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		command []string
		want    string
	}{{nil, "it"}, {[]string{"other"}, "other"}} {
		s := image.Subject(nil, time.Minute)
		s.Command = tt.command
		if got := strings.Join(s.CommandLine(), " "); !strings.HasSuffix(got, ` --entrypoint ["run"] web `+tt.want) {
			t.Error(got)
		}
		if c := s.spec("start", "n", time.Now()); c.Image != idPrefix+"web" || !slices.Equal(c.Command, tt.command) {
			t.Errorf("%+v", c)
		}
	}
}

func TestImage(t *testing.T) {
	f := newFake()
	f.images["docker.io/library/web:1"] = payload
	image, err := f.podman().Image(t.Context(), "docker.io/library/web:1")
	if err != nil || image.Size != 5 || image.Layers != 2 || image.ID != idPrefix+"docker.io/library/web:1" {
		t.Errorf("%+v, %v", image, err)
	}
	_, err = f.podman().Image(t.Context(), "db")
	if err == nil || !strings.Contains(err.Error(), "podman pull db") {
		t.Error(err)
	}
	for _, call := range f.calls {
		if strings.Contains(call, "pull") {
			t.Error(call)
		}
	}
}
