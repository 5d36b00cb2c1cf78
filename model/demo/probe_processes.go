package demo

import (
	"fmt"
	"math"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// Processes are those of a container: together they have used what it has,
// hold what it holds, and have as many threads.
func (h *Host) Processes(s probe.Target) (*probe.Processes, error) {
	c, err := h.find(s)
	if err != nil {
		return nil, err
	}
	a := &probe.Processes{Answer: h.answer()}
	if !c.hasCgroup() {
		return a, nil
	}
	crew := crewOf(c.Name)
	cpu, rss := shares(crew)
	spare := max(0, int(c.Pids)-len(cpu)) // threads beyond the first of each
	for _, r := range crew {
		for range r.alike + 1 {
			i := len(a.List)
			p := c.process(h, &r, i)
			p.CPUUsec = whole(c.CPU * cpu[i] * 1e6)
			p.RSS = pages(float64(c.Anon) * rss[i])
			p.State = c.stateOf(cpu[i])
			if r.threads {
				p.Threads, spare = p.Threads+spare, 0
			}
			a.List = append(a.List, p)
		}
	}
	return a, nil
}

// process is the ith of c's, but for what it uses.
func (c *container) process(h *Host, r *role, i int) probe.Process {
	p := probe.Process{
		PID: c.PID + i, Parent: c.PID, Inside: 6 + i, UID: c.hostUID(r.uid), InsideUID: r.uid, Threads: 1,
		Name: r.name, Command: r.command, Cgroup: "container",
	}
	if i == 0 {
		p.Inside, p.Parent = 1, c.PID-1
	}
	p.User = map[int]string{0: "root", opUID: "op", guestUID: "guest"}[p.UID]
	p.Started = int64(h.began(c)/(10*time.Millisecond)) + int64(3*i)
	return p
}

// began is when c's processes did, on the monotonic clock.
func (h *Host) began(c *container) time.Duration {
	if c.Started.IsZero() { // nobody has told; the cgroup has been there for long
		return boot + 20*time.Hour
	}
	return h.mono - h.time.Sub(c.Started)
}

// hostUID is who a user inside is on the host: of root's containers the same
// one, of others' one of those they were given.
func (c *container) hostUID(inside int) int {
	switch {
	case c.UID == 0:
		return inside
	case inside == 0:
		return c.UID
	}
	return 100_000 + (c.UID-opUID)*65536 + inside - 1
}

// stateOf is what a process that has a share of c's CPU time is doing.
func (c *container) stateOf(share float64) string {
	switch cores := share * c.cores; {
	case c.State == model.Paused:
		return "S"
	case cores > 0.25:
		return "R"
	case share > 0 && c.now.R+c.now.W > mb:
		return "D"
	}
	return "S"
}

// Memory is what one of a container's processes says of its memory.
func (h *Host) Memory(s probe.Target, pid int) (*probe.Memory, error) {
	all, err := h.Processes(s)
	if err != nil {
		return nil, err
	}
	c, err := h.find(s)
	if err != nil {
		return nil, err
	}
	for i := range all.List {
		if p := &all.List[i]; p.PID == pid {
			return memoryOf(p, all.Answer, c.Limit), nil
		}
	}
	return nil, fmt.Errorf("there is no process %d", pid)
}

// memoryOf follows from what the process holds. Where there is a limit it never
// held more than that.
func memoryOf(p *probe.Process, answer probe.Answer, limit uint64) *probe.Memory {
	const libraries = 6 * mb
	anon, files := p.RSS.Float(), math.Min(libraries, p.RSS.Float()/4)
	most := 1.12*anon + files
	if limit > 0 {
		most = max(anon+files, min(most, float64(limit)))
	}
	m := &probe.Memory{Answer: answer, PID: p.PID}
	for _, l := range []struct {
		name  string
		bytes float64
	}{
		{"VmPeak", 2.1*anon + 90*mb},
		{"VmSize", 1.9*anon + 90*mb},
		{"VmLck", 0},
		{"VmHWM", most},
		{"VmRSS", anon + files},
		{"RssAnon", anon},
		{"RssFile", files},
		{"RssShmem", 0},
		{"VmData", 1.3*anon + 8*mb},
		{"VmStk", 136 * kb},
		{"VmExe", 2 * mb},
		{"VmLib", libraries},
		{"VmPTE", anon/500 + 40*kb},
		{"VmSwap", 0},
	} {
		m.Status = append(m.Status, probe.Line{Name: l.name, Value: pages(l.bytes)})
	}
	for _, l := range []struct {
		name  string
		bytes float64
	}{
		{"Rss", anon + files},
		{"Pss", anon + files/3},
		{"Pss_Anon", anon},
		{"Pss_File", files / 3},
		{"Shared_Clean", files},
		{"Private_Dirty", anon},
		{"Referenced", anon * 0.8},
		{"Anonymous", anon},
		{"Swap", 0},
	} {
		m.Rollup = append(m.Rollup, probe.Line{Name: l.name, Value: pages(l.bytes)})
	}
	return m
}

// pages is bytes, rounded to pages.
func pages(bytes float64) model.Count { return whole(math.Round(bytes/4096) * 4096) }
