package console

import (
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// Bounds of what was typed and is not handed out yet. What comes when there is
// that much is lost, until all of it is handed out.
const (
	mostKeys  = 1000
	mostBytes = 2 * longestPaste
	atOnce    = 256 // bytes are handed out: ctrl+c cannot take them back
)

// restIn is how soon the rest of a key follows its beginning, as bubbletea has
// it; silentFor is how long it is to hear nothing after a key that could begin
// another.
const restIn, silentFor = 50 * time.Millisecond, 60 * time.Millisecond

// A Keyboard reads what is typed as fast as it comes, so that ctrl+c is read
// however much was typed before it, and hands it out as fast as it is answered.
type Keyboard struct {
	in *os.File

	mu      sync.Mutex
	more    *sync.Cond // there is something to hand out, or nothing ever
	keys    [][]byte   // to be handed out
	behind  int        // bytes of keys
	begun   bool       // the first of keys was handed out in part
	losing  bool       // until keys is empty
	lost    bool       // something was, since Start
	on      bool
	err     error
	split   splitter
	silence time.Time // nothing is handed out before

	wake *os.File      // closed to end the reading
	done chan struct{} // closed when it has
}

// NewKeyboard returns the Keyboard of the terminal in, which it does not read
// yet.
func NewKeyboard(in *os.File) *Keyboard {
	k := &Keyboard{in: in}
	k.more = sync.NewCond(&k.mu)
	return k
}

// Start begins to read.
func (k *Keyboard) Start() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.on {
		return nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	k.on, k.lost, k.losing, k.err, k.split = true, false, false, nil, splitter{}
	k.wake, k.done = w, make(chan struct{})
	go k.read(r, k.done)
	return nil
}

// Stop ends the reading: what was not handed out is forgotten, and whoever reads
// k is at the end.
func (k *Keyboard) Stop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.on {
		k.on, k.keys, k.behind, k.begun = false, nil, 0, false
		k.more.Broadcast()
		k.wake.Close()
	}
	if done := k.done; done != nil {
		k.mu.Unlock()
		<-done
		k.mu.Lock()
	}
}

// Lost reports whether more was typed than was taken in, since Start.
func (k *Keyboard) Lost() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.lost
}

// read reads the terminal until wake is closed.
func (k *Keyboard) read(wake *os.File, done chan struct{}) {
	defer close(done)
	defer wake.Close()
	buf := make([]byte, 16<<10)
	for {
		fds := []unix.PollFd{{Fd: int32(k.in.Fd()), Events: unix.POLLIN}, {Fd: int32(wake.Fd()), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, k.patience())
		switch {
		case err == unix.EINTR:
			continue
		case err == nil && fds[1].Revents != 0:
			return
		case err == nil && n == 0:
			k.addTyped(nil)
			continue
		case err == nil:
			n, err = k.in.Read(buf)
		}
		if err != nil {
			k.fail(err)
			return
		}
		k.addTyped(buf[:n])
	}
}

// patience is how many milliseconds to wait for more; -1: for ever.
func (k *Keyboard) patience() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.split.open() {
		return int(restIn.Milliseconds())
	}
	return -1
}

func (k *Keyboard) fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.err = err
	k.more.Broadcast()
}

// addTyped takes in what was typed; nothing, if nothing came in time.
func (k *Keyboard) addTyped(typed []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.on {
		return
	}
	if typed == nil {
		k.split.pause(k.addKey)
	} else {
		k.split.cut(typed, k.addKey)
	}
	k.more.Broadcast()
}

// addKey keeps a key to be handed out, if there is room. Ctrl+c takes the place
// of all that waits.
func (k *Keyboard) addKey(key []byte) {
	switch {
	case len(k.keys) > 0 && isQuit(key):
		k.dropWaiting()
	case k.losing || len(k.keys) >= mostKeys || k.behind >= mostBytes:
		k.losing, k.lost = true, true
		return
	}
	k.keys = append(k.keys, append([]byte(nil), key...))
	k.behind += len(key)
}

// dropWaiting drops what is to be handed out, but for the rest of a key of which
// a part was.
func (k *Keyboard) dropWaiting() {
	var rest [][]byte
	k.behind, k.losing = 0, false
	if k.begun {
		rest = k.keys[:1]
		k.behind = len(rest[0])
	}
	k.keys = rest
}

// Read hands out what was typed, for bubbletea.
func (k *Keyboard) Read(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for k.on && len(k.keys) == 0 && k.err == nil {
		k.more.Wait()
	}
	k.keepSilence()
	switch {
	case !k.on:
		return 0, io.EOF
	case len(k.keys) == 0:
		return 0, k.err
	}
	return k.handOut(p[:min(len(p), atOnce)]), nil
}

// keepSilence waits while nothing is to be handed out.
func (k *Keyboard) keepSilence() {
	if wait := time.Until(k.silence); wait > 0 {
		k.mu.Unlock()
		time.Sleep(wait)
		k.mu.Lock()
	}
}

// handOut fills p with as many whole keys as fit, or with a part of one.
func (k *Keyboard) handOut(p []byte) (n int) {
	for len(k.keys) > 0 {
		key := k.keys[0]
		if n > 0 && len(key) > len(p)-n {
			break
		}
		c := copy(p[n:], key)
		n += c
		k.behind -= c
		if k.begun = c < len(key); k.begun {
			k.keys[0] = key[c:]
			break
		}
		k.keys = k.keys[1:]
		if key[0] == '\x1b' && len(key) <= 2 {
			k.silence = time.Now().Add(silentFor)
			break
		}
	}
	if len(k.keys) == 0 {
		k.losing = false
	}
	return n
}
