package lines

import (
	"time"

	"podtop/model/logs"
)

// A Resume is how far a container's log was read that Podman keeps. It ends when
// the container does: asked for once more it goes on from there.
type Resume struct {
	begun bool
	last  time.Time // of the last line, by Podman's word
	same  int       // lines that have this time
}

// Begun reports whether it was asked for already.
func (r *Resume) Begun() bool { return r.begun }

// Query is q, or what q leaves to be asked for.
func (r *Resume) Query(q APIQuery) APIQuery {
	if !r.last.IsZero() {
		q.Since, q.Tail = r.last.Add(-1), -1 // Podman gives what is after that
	}
	return q
}

// Rest is what reply has beyond what came before.
func (r *Resume) Rest(reply *Reply) logs.Source {
	r.begun = true
	begin, known := r.last, r.same
	return func() (logs.Line, bool) {
		for {
			l, ok := reply.Next()
			switch {
			case !ok:
				return l, false
			case l.Time.Before(begin):
				continue
			case l.Time.Equal(begin) && known > 0:
				known--
				continue
			case !l.Time.Equal(r.last):
				r.last, r.same = l.Time, 0
			}
			r.same++
			return l, true
		}
	}
}
