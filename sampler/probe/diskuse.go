package probe

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/podman"
)

// dfReply is what GET /system/df says. 4.3 has no ImagesSize.
type dfReply struct {
	ImagesSize *int64
	Images     []struct {
		ImageID          string
		Size, UniqueSize int64
		Containers       int
	}
	Containers []struct {
		RWSize int64
		Status string
	}
	Volumes []struct {
		Links                 int
		Size, ReclaimableSize int64
	}
}

// DiskUse asks each of Podman's services what it keeps, as `podman system df`
// does. That can take minutes.
func (r *HostReader) DiskUse(ctx context.Context) ([]probe.DiskUse, error) {
	list := r.options.Endpoints()
	all := make([]probe.DiskUse, len(list))
	var wait sync.WaitGroup
	for i, e := range list {
		wait.Go(func() { all[i] = r.diskUse(ctx, e) })
	}
	wait.Wait()
	return all, nil
}

func (r *HostReader) diskUse(ctx context.Context, e podman.Endpoint) probe.DiskUse {
	u := probe.DiskUse{User: clean.Text(e.User)}
	if e.API == nil {
		missing(&u.Answer, model.Info, "podman", "the service sleeps, and is left so; without --no-user-services it is asked")
		u.At, u.Time = r.options.Clock(), time.Now()
		return u
	}
	var reply dfReply
	err := e.API.Get(ctx, "/system/df", nil, &reply)
	u.At, u.Time = r.options.Clock(), time.Now()
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		missing(&u.Answer, model.Warn, "podman", "no answer in time: Podman measures each container and volume; `podman system df` says how long that takes")
	case err != nil:
		missing(&u.Answer, model.Warn, "podman", "%v", err)
	default:
		reply.sum(&u)
	}
	return u
}

// sum adds up as podman system df does.
func (d *dfReply) sum(u *probe.DiskUse) {
	u.Images = d.images()
	var size, free int64
	for _, c := range d.Containers {
		size = plus(size, c.RWSize)
		if c.Status == "running" {
			u.Containers.Active++
		} else {
			free = plus(free, c.RWSize)
		}
	}
	u.Containers.Total, u.Containers.Size, u.Containers.Reclaimable = len(d.Containers), knownBytes(size), knownBytes(free)
	size, free = 0, 0
	for _, v := range d.Volumes {
		u.Volumes.Active = int(plus(int64(u.Volumes.Active), int64(v.Links)))
		size, free = plus(size, v.Size), plus(free, v.ReclaimableSize)
	}
	u.Volumes.Total, u.Volumes.Size, u.Volumes.Reclaimable = len(d.Volumes), knownBytes(size), knownBytes(free)
}

func (d *dfReply) images() (s probe.Store) {
	s.Total = len(d.Images)
	var size, unused, used int64
	seen := map[string]bool{}
	for _, i := range d.Images {
		again := seen[i.ImageID] // under another name
		seen[i.ImageID] = true
		size = plus(size, i.Size)
		switch {
		case i.Containers == 0:
			unused = plus(unused, i.Size)
		case d.ImagesSize == nil || !again:
			s.Active++
			used = plus(used, i.UniqueSize)
		}
	}
	if d.ImagesSize != nil {
		size, unused = *d.ImagesSize, plus(*d.ImagesSize, -max(used, -math.MaxInt64))
	}
	s.Size, s.Reclaimable = knownBytes(size), knownBytes(unused)
	return s
}

// plus is a sum that no number turns around: the greatest there is, or the least.
func plus(a, b int64) int64 {
	switch {
	case b > 0 && a > math.MaxInt64-b:
		return math.MaxInt64
	case b < 0 && a < math.MinInt64-b:
		return math.MinInt64
	}
	return a + b
}

// knownBytes is n, unknown if it makes no sense.
func knownBytes(n int64) model.Count {
	if n < 0 {
		return model.Count{}
	}
	return model.Known(uint64(n))
}
