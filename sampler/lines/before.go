package lines

import (
	"slices"

	"podtop/model"
	"podtop/model/logs"
	"podtop/sampler/journal"
)

// How far is looked back for what lies before the place where reading begins.
const (
	maxPartials = 256 // parts of lines, for those that are open
	maxParts    = 512 // of one line
	maxBetween  = 64  // entries of others between two of a container
)

// A before walks what lies before some place in the journal, the last first.
type before func(journal.Match) *journal.Walk

func (l *Journal) before(p journal.Position) before {
	return func(m journal.Match) *journal.Walk { return l.journal.BackwardBefore(m, p) }
}

const partialItem = "CONTAINER_PARTIAL_MESSAGE=true"

// A linePart is a part of a line, and where it is.
type linePart struct {
	line logs.Line
	at   journal.Position
}

// resume gives the joiner the parts of the lines that are open at a place: there
// is a part before it, and no end of the line before end, if that is not nil.
func (s *scan) resume(walk before, end *journal.Position) {
	s.resumed = true
	var open [][]linePart
	type pipe struct {
		c      logs.Container
		stream logs.Stream
	}
	seen := map[pipe]bool{}
	w := walk(s.lines.partial)
	for range maxPartials {
		p, ok := s.lines.part(w)
		if !ok {
			break
		}
		from := pipe{p.line.Container, p.line.Stream}
		if seen[from] || p.line.Kind != logs.Output {
			continue
		}
		seen[from] = true
		if !s.lines.isEnded(&p, end) {
			open = append(open, s.lines.parts(p))
		}
	}
	slices.SortFunc(open, func(a, b []linePart) int {
		if a[0].at.Before(b[0].at) {
			return -1
		}
		return 1
	})
	for _, parts := range open {
		for i := range parts {
			s.out = s.joiner.Add(s.out[:0], parts[i].line)
		}
	}
	s.out = s.out[:0]
}

// part is the next entry of a walk, as a line. An entry that is none is given as a
// Claimed one, which is no part of any line.
func (l *Journal) part(w *journal.Walk) (p linePart, ok bool) {
	e, ok := w.Next()
	if !ok {
		return p, false
	}
	line, is := l.line(&e)
	if !is {
		line.Kind = logs.Claimed
	}
	return linePart{line, e.Position}, true
}

// pipeMatch matches what goes on with a line: the container's stream, and its
// death.
func pipeMatch(p *linePart) journal.Match {
	id := string(p.line.Container.ID)
	uid := uidItem(p.line.Container.UID)
	term := journal.Term{"CONTAINER_ID_FULL=" + id, uid}
	switch p.line.Stream {
	case logs.Stdout:
		term = append(term, "PRIORITY=6")
	case logs.Stderr:
		term = append(term, "PRIORITY=3")
	}
	return journal.Match{term, {"PODMAN_ID=" + id, "PODMAN_EVENT=died", uid}}
}

// isOf reports whether q is of the stream of p's container, or that died.
func (p *linePart) isOf(q *linePart) bool {
	return q.line.Container.ID == p.line.Container.ID && q.line.Container.UID == p.line.Container.UID &&
		(q.line.Kind == logs.Event || q.line.Kind == logs.Output && q.line.Stream == p.line.Stream)
}

// isEnded reports whether the line that p is a part of is whole before end.
func (l *Journal) isEnded(p *linePart, end *journal.Position) bool {
	w := l.journal.ForwardAfter(pipeMatch(p), p.at)
	for range maxBetween {
		q, ok := l.part(w)
		if !ok || end != nil && !q.at.Before(*end) {
			return false
		}
		if p.isOf(&q) {
			return true
		}
	}
	return true
}

// parts are the parts of the line of which p is the last that came.
func (l *Journal) parts(p linePart) []linePart {
	all := []linePart{p}
	w := l.journal.BackwardBefore(pipeMatch(&p), p.at)
	for others := 0; len(all) < maxParts && others < maxBetween; {
		q, ok := l.part(w)
		if !ok {
			break
		}
		if !p.isOf(&q) {
			others++
			continue
		}
		if q.line.Kind != logs.Output || !q.line.Partial {
			break
		}
		all = append(all, q)
	}
	slices.Reverse(all)
	return all
}

// seekGeneration tells the marks which container of that name wrote before e.
func (s *scan) seekGeneration(e *journal.Entry, c *logs.Container) {
	uid := uidItem(c.UID)
	m := journal.Match{{"CONTAINER_NAME=" + c.Name, uid}}
	for i := range s.log.wanted {
		if w := &s.log.wanted[i]; w.ID != "" && w.Key() == c.Key() {
			m = append(m, journal.Term{"CONTAINER_ID_FULL=" + string(w.ID), uid})
		}
	}
	w := s.lines.journal.BackwardBefore(m, e.Position)
	for range maxBetween {
		p, ok := s.lines.part(w)
		if !ok {
			return
		}
		if l := &p.line; l.Kind == logs.Output && !l.Partial && l.Container.Key() == c.Key() && l.Container.ID != "" {
			s.marks.Before(l)
			return
		}
	}
}

// maxSought is how many ids are remembered to have been looked for.
const maxSought = 1000

// seek finds the container of a user with an id, if it has a wanted name: its
// lines tell. See logs.Owners.
func (l *Journal) seek(id []byte, uid int) (c logs.Container, ok bool) {
	if c, ok = l.sought[model.Key{UID: uid, Name: string(id)}]; ok {
		return c, c.ID != ""
	}
	key := model.Key{UID: uid, Name: string(id)}
	e, ok := l.journal.Backward(journal.Match{{"CONTAINER_ID_FULL=" + key.Name, uidItem(uid)}}).Next()
	if ok {
		name, _, _, err := e.Field(nil, "CONTAINER_NAME", maxValue)
		l.journal.Check(&e, err)
		for i := range l.wanted {
			if w := &l.wanted[i]; w.UID == uid && w.Name == string(name) && w.Name != "" {
				c = logs.Container{ID: model.ID(id), Name: w.Name, UID: uid, Generation: -1}
			}
		}
	}
	if len(l.sought) >= maxSought {
		clear(l.sought)
	}
	l.sought[key] = c
	return c, c.ID != ""
}
