package podman

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// layers are how large containers' images and writable layers are. To say so,
// Podman looks at each file of the layer, and holds the container's lock
// meanwhile: it is asked seldom, by goroutines that nobody waits for long, and
// the longer it takes, the more seldom.
type layers struct {
	mu sync.Mutex
	of map[model.ID]*layer
}

// A layer is what is known of one container's.
type layer struct {
	image, writable model.Count
	imageErr, err   error     // why they are not known, or not anew
	at              time.Time // when writable was told; zero: never
	in              *probe.Inspection

	asked time.Time     // when the last question was asked
	took  time.Duration // to answer it
	done  chan struct{} // nil if none is on its way
}

const (
	maxLayers  = 64 // that are remembered
	maxWalking = 4  // questions at the same time
)

// share is how many times as long as the last answer took the next question
// has to wait: Podman holds the container's lock while it counts.
const share = 10

// layer returns what is known of a container's layer, after it has asked anew if
// it is time to. It waits for an answer while ctx lasts.
func (a *Asker) layer(ctx context.Context, e *Endpoint, s *probe.Target, in *probe.Inspection) layer {
	l := &a.layers
	l.mu.Lock()
	k := l.get(s.ID)
	if k.done == nil && (k.asked.IsZero() || time.Since(k.asked) >= max(a.pace.again, share*k.took)) && l.walking() < maxWalking {
		k.asked, k.done, k.in = time.Now(), make(chan struct{}), in
		go a.walk(context.WithoutCancel(ctx), *e, *s, k)
	}
	done := k.done
	l.mu.Unlock()
	if done != nil {
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return *k
}

// underWay is the inspection that was made before the question that is on its
// way: until Podman lets go of the lock, it gives no other.
func (l *layers) underWay(id model.ID) *probe.Inspection {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k := l.of[id]; k != nil && k.done != nil {
		return k.in
	}
	return nil
}

// get is the layer of id, one that is not known yet if need be. l.mu is held.
func (l *layers) get(id model.ID) *layer {
	if k := l.of[id]; k != nil {
		return k
	}
	if len(l.of) >= maxLayers || l.of == nil {
		kept := map[model.ID]*layer{}
		for id, k := range l.of {
			if k.done != nil {
				kept[id] = k
			}
		}
		l.of = kept
	}
	k := &layer{}
	l.of[id] = k
	return k
}

// walking is how many questions are on their way. l.mu is held.
func (l *layers) walking() int {
	n := 0
	for _, k := range l.of {
		if k.done != nil {
			n++
		}
	}
	return n
}

// walk asks, for as long as it takes.
func (a *Asker) walk(ctx context.Context, e Endpoint, s probe.Target, k *layer) {
	ctx, cancel := context.WithTimeout(ctx, a.pace.walk)
	defer cancel()
	image, imageErr := imageSize(ctx, e.API, k.in)
	began := time.Now()
	in, err := inspect(ctx, e.API, &s, true)
	a.layers.mu.Lock()
	defer a.layers.mu.Unlock()
	k.took, k.image, k.imageErr, k.err = time.Since(began), image, imageErr, err
	if err == nil {
		k.writable, k.at = in.SizeWritten, time.Now()
	}
	close(k.done)
	k.done = nil
}

// imageSize is what podman images says of the container's.
func imageSize(ctx context.Context, api API, in *probe.Inspection) (model.Count, error) {
	if in.ImageID == "" {
		return model.Count{}, nil // it was made from a directory
	}
	if !isID(in.ImageID) {
		return model.Count{}, errors.New("its image has no id")
	}
	var reply struct{ Size int64 }
	if err := api.Get(ctx, "/images/"+in.ImageID+"/json", url.Values{}, &reply); err != nil {
		return model.Count{}, err
	}
	if reply.Size <= 0 {
		return model.Count{}, errors.New("no size is told")
	}
	return model.Known(uint64(reply.Size)), nil
}

// sizes sets the sizes in st.
func (a *Asker) sizes(ctx context.Context, e *Endpoint, s *probe.Target, in *probe.Inspection, st *probe.Storage) {
	ctx, cancel := withDeadline(ctx, a.pace.size, halfShare)
	defer cancel()
	k := a.layer(ctx, e, s, in)
	st.Image, st.Writable = k.image, k.writable
	add := func(severity model.Severity, format string, args ...any) {
		st.Missing = append(st.Missing, note(severity, "podman", format, args...))
	}
	switch {
	case k.asked.IsZero():
		add(model.Info, "Podman still counts what other containers have written: this one is next")
	case k.done != nil:
		add(model.Info, "Podman counts what the container has written, file by file, for %s now%s", secondsText(time.Since(k.asked)), k.ageNote())
	case errors.Is(k.err, context.DeadlineExceeded):
		add(model.Warn, "in %s Podman could not count what the container has written%s", secondsText(a.pace.walk), k.ageNote())
	case k.err != nil:
		add(model.Warn, "what the container has written is not known: %v%s", k.err, k.ageNote())
	}
	if k.imageErr != nil && k.done == nil {
		add(model.Info, "the size of the image is not known: %v", k.imageErr)
	}
}

// last is what was last answered about id.
func (l *layers) last(id model.ID) layer {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k := l.of[id]; k != nil {
		return *k
	}
	return layer{}
}

// age says how old the figure is, if there is one.
func (k *layer) age() string {
	if k.at.IsZero() {
		return "not known"
	}
	return secondsText(time.Since(k.at)) + " old"
}

// ageNote says how old the figure is that is shown instead of a new one.
func (k *layer) ageNote() string {
	if k.at.IsZero() {
		return ""
	}
	return "; what is shown is " + k.age()
}

func secondsText(d time.Duration) string { return fmt.Sprintf("%d s", max(1, int(d.Seconds()))) }
