package probe

import (
	"context"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"podtop/model/clean"
	"podtop/sampler/podman"
)

// A store is where one of Podman's services keeps what it has.
type store struct {
	GraphRoot  string // images and containers
	VolumePath string
}

// stores knows the stores that Podman's services have reported. They are asked
// in the background, once: nobody waits for them.
type stores struct {
	endpoints func() []podman.Endpoint

	mu    sync.Mutex
	known map[string]store // by socket
	busy  bool
	next  time.Time // when to ask those that have not answered
	last  []podman.Endpoint
}

const (
	storeEvery  = 30 * time.Second
	storeWithin = 25 * time.Second
)

// get returns the services there are and what is known of their stores.
func (s *stores) get() ([]podman.Endpoint, map[string]store) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); !s.busy && now.After(s.next) {
		s.busy, s.next = true, now.Add(storeEvery)
		go s.refresh()
	}
	known := make(map[string]store, len(s.known))
	for k, v := range s.known {
		known[k] = v
	}
	return s.last, known
}

// refresh asks each service that has not answered yet.
func (s *stores) refresh() {
	ctx, cancel := context.WithTimeout(context.Background(), storeWithin)
	defer cancel()
	list := s.endpoints()
	s.mu.Lock()
	s.last = list
	s.mu.Unlock()
	var all sync.WaitGroup
	for _, e := range list {
		if e.API != nil && !s.has(e.Socket) {
			all.Go(func() { s.ask(ctx, e) })
		}
	}
	all.Wait()
	s.mu.Lock()
	s.busy = false
	s.mu.Unlock()
}

func (s *stores) has(socket string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.known[socket]
	return ok
}

func (s *stores) ask(ctx context.Context, e podman.Endpoint) {
	var info struct{ Store store }
	if e.API.Get(ctx, "/info", nil, &info) != nil || !filepath.IsAbs(info.Store.GraphRoot) {
		return // the usual places will do
	}
	if !filepath.IsAbs(info.Store.VolumePath) {
		info.Store.VolumePath = filepath.Join(info.Store.GraphRoot, "volumes")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil {
		s.known = map[string]store{}
	}
	s.known[e.Socket] = info.Store
}

// places are the directories to look at: that of the root, those where Podman's
// services keep things, where they are usually kept for users who have
// containers and whose service has not answered, and the journal's.
func (r *HostReader) places(users []int) []place {
	all := []place{{path: r.options.path("/")}}
	services, known := r.stores.get()
	answered := map[int]bool{}
	for _, e := range services {
		if st, ok := known[e.Socket]; ok {
			answered[e.UID] = true
			all = append(all, r.placesOf(st, clean.Text(e.User), true)...)
		}
	}
	for _, uid := range users {
		if answered[uid] || r.options.UID != 0 && uid != 0 && uid != r.options.UID {
			continue // who is not root may not look into others' homes
		}
		if st, name, ok := defaultStore(uid); ok {
			all = append(all, r.placesOf(st, name, false)...)
		}
	}
	for _, dir := range journalDirs {
		all = append(all, place{path: r.options.path(dir), kind: "journal"})
	}
	return all
}

func (r *HostReader) placesOf(st store, user string, reported bool) []place {
	return []place{
		{path: r.options.path(st.GraphRoot), kind: "containers", user: user, reported: reported},
		{path: r.options.path(st.VolumePath), kind: "volumes", user: user, reported: reported},
	}
}

// defaultStore is where a user's Podman keeps things unless it is configured
// otherwise.
func defaultStore(uid int) (st store, name string, ok bool) {
	root := "/var/lib/containers/storage"
	name = "root"
	if uid != 0 {
		u, err := user.LookupId(strconv.Itoa(uid))
		if err != nil || !filepath.IsAbs(u.HomeDir) {
			return st, "", false
		}
		root, name = filepath.Join(u.HomeDir, ".local/share/containers/storage"), clean.Text(u.Username)
	}
	return store{root, filepath.Join(root, "volumes")}, name, true
}
