package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// setPids takes in pids.current: processes and threads.
func setPids(r *model.Reading, b []byte, at time.Duration) {
	r.Pids = model.Pids{At: at, Current: kernel.Number(b)}
}
