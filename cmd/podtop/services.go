package main

import (
	"io"
	"os"
	"sync"

	"podtop/actions"
	"podtop/cmd/podtop/conn"
	"podtop/sampler/kernel"
	"podtop/sampler/podman"
)

// services are Podman's, one for each socket. The sampler reads through them,
// actions change through them.
type services struct {
	search conn.Search

	mu    sync.Mutex
	conns map[string]*conn.Conn // by path
	byUID map[int]conn.Socket   // those awake
	found map[int]podman.Endpoint
}

func newServices(o *options) (*services, error) {
	path, err := o.socket()
	if err != nil {
		return nil, err
	}
	conn.LogTo(io.Discard) // standard error is the screen's
	return &services{
		search: conn.Search{UID: os.Getuid(), Host: path, Runtime: os.Getenv("XDG_RUNTIME_DIR"), LeaveAsleep: o.noUserServices, Stuck: &kernel.StuckCalls{}},
		conns:  map[string]*conn.Conn{}, byUID: map[int]conn.Socket{}, found: map[int]podman.Endpoint{},
	}, nil
}

// endpoints are the sockets there are now. A service keeps its connection for
// as long as podtop runs.
func (s *services) endpoints() []podman.Endpoint {
	sockets := s.search.Sockets()
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byUID)
	clear(s.found)
	var list []podman.Endpoint
	for _, k := range sockets {
		e := podman.Endpoint{UID: k.UID, User: k.User, Socket: k.Path, Named: s.search.Host != ""}
		if !k.Asleep {
			e.API = s.conn(k)
			s.byUID[k.UID] = k
		}
		s.found[k.UID] = e
		list = append(list, e)
	}
	return list
}

func (s *services) conn(k conn.Socket) *conn.Conn {
	c := s.conns[k.Path]
	if c == nil {
		c = conn.New(k.Path, k.UID)
		s.conns[k.Path] = c
	}
	return c
}

// service is where the containers of user uid are changed.
func (s *services) service(uid int) (actions.Service, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k, ok := s.byUID[uid]
	if !ok {
		return actions.Service{}, false
	}
	return actions.Service{API: s.conn(k), Socket: k.Path, Default: s.search.Host == "" && uid == s.search.UID}, true
}

// reader is where the containers of user uid are asked about, as endpoints
// found it last.
func (s *services) reader(uid int) (podman.Endpoint, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.found[uid]
	return e, ok
}
