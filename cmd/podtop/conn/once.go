package conn

import (
	"errors"
	"net/http"
)

// once sends each request one time. The bindings send a failed one twice more,
// a POST too, that the server may have carried out already.
type once struct{ *http.Transport }

// An attempt is the one time that a call is sent.
type attempt struct {
	failed chan error // what came of it, told before the bindings begin to pause
	tried  bool
}

type attemptKey struct{}

var errTried = errors.New("sent once already")

func (t once) RoundTrip(r *http.Request) (*http.Response, error) {
	a, _ := r.Context().Value(attemptKey{}).(*attempt)
	if a == nil {
		return t.Transport.RoundTrip(r)
	}
	if a.tried {
		return nil, errTried
	}
	a.tried = true
	reply, err := t.Transport.RoundTrip(r)
	if err != nil {
		a.failed <- err
	}
	return reply, err
}
