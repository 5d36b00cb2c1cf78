package lines

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"podtop/model/logs"
)

// missing is what of a log cannot be read, in words.
type missing struct {
	mu        sync.Mutex
	said      []string // in the order in which it was found out
	inJournal bool     // there are containers whose lines would be there
	own       bool     // they are those of who reads
	denied    bool     // parts of the journal are
	found     bool     // there are lines in what may be read

	paths   map[string]bool // of files that something was said of
	claims  logs.Claims
	claimed map[string]bool // cursors of those that are counted

	uncounted bool // there are more claims than are counted
}

const deniedText = "parts of the journal may be read by root and the groups systemd-journal and adm alone: lines may be missing"

const (
	maxSaid    = 100
	maxClaimed = 10_000
)

func (m *missing) say(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.said) < maxSaid && !slices.Contains(m.said, text) {
		m.said = append(m.said[:len(m.said):len(m.said)], text)
	}
}

// begin says what is known before anything is read.
func (m *missing) begin(l *Log) {
	m.own = true
	for i := range l.wanted {
		w := &l.wanted[i]
		name := cmp.Or(w.Name, w.ID.Short())
		m.own = m.own && (w.UID == l.options.UID || w.ID == "")
		switch {
		case w.Driver == "none":
			m.say(logs.NoDriverText(name))
		case !isKept(w.Driver):
			m.inJournal = true
		case l.options.API == nil || w.ID == "":
			m.say(name + ": its lines are in a file that Podman alone reads, which is not asked here")
		case !slices.Contains(l.asked.left, w.Container):
			l.asked.left = append(l.asked.left, w.Container)
		}
	}
	if m.inJournal && len(l.asked.left) > 0 {
		m.say("lines that Podman keeps in files have the clock's time alone: where the clock was set, their order among the journal's is not certain")
	}
	if m.inJournal {
		dirs, err := l.options.Dirs()
		if text := journalText(dirs, err, isThere); text != "" {
			m.say(text)
		}
	}
}

// journalText says what is wrong with the journal as a whole; "" if nothing is.
func journalText(dirs []string, err error, isThere func(dir string) bool) string {
	const none = "this machine has no journal, in which the lines of these containers would be"
	if err != nil {
		return none + ": " + err.Error()
	}
	there := slices.DeleteFunc(slices.Clone(dirs), func(d string) bool { return !isThere(d) })
	isVolatile := func(d string) bool { return strings.HasPrefix(d, "/run/") }
	switch {
	case len(there) == 0:
		return none
	case !slices.ContainsFunc(there, func(d string) bool { return !isVolatile(d) }):
		return "the journal is kept in memory only: it begins at the last boot"
	}
	return ""
}

func isThere(dir string) bool {
	_, err := os.Stat(dir)
	return !errors.Is(err, fs.ErrNotExist)
}

// take says what a journal found to be wrong with its files.
func (m *missing) take(l *Log, j *Journal) {
	for _, p := range j.journal.Problems() {
		switch {
		case l.export(p):
		case errors.Is(p.Err, fs.ErrPermission):
			m.deny(j)
		case !m.isSaid(p.Path):
			m.say(p.Err.Error())
		}
	}
}

// isSaid reports whether something was said of a file before: each kind of call
// finds out by itself that it is damaged.
func (m *missing) isSaid(path string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	said := m.paths[path]
	if m.paths == nil {
		m.paths = map[string]bool{}
	}
	if len(m.paths) < maxSaid {
		m.paths[path] = true
	}
	return said
}

// deny notes that parts of the journal may not be read.
func (m *missing) deny(j *Journal) {
	_, found := j.Backward(time.Time{})()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.denied, m.found = true, m.found || found
}

// claim counts a claim, once.
func (m *missing) claim(l *logs.Line) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.claimed[l.Cursor] {
		return
	}
	if len(m.claimed) >= maxClaimed {
		m.uncounted = true
		return
	}
	if m.claimed == nil {
		m.claimed = map[string]bool{}
	}
	m.claimed[l.Cursor] = true
	m.claims.Add(l)
}

// texts are the sentences.
func (m *missing) texts(l *Log) []string {
	m.mu.Lock()
	texts := m.said
	if m.inJournal && m.denied && !(m.own && m.found) {
		texts = append(texts[:len(texts):len(texts)], deniedText)
	}
	if l.sources < logs.WithClaims && m.claims.Total > 0 {
		for _, text := range m.claims.Texts() {
			texts = append(texts[:len(texts):len(texts)], "left out "+text)
		}
		if m.uncounted {
			texts = append(texts[:len(texts):len(texts)], "left out more lines with claims, which are not counted")
		}
	}
	m.mu.Unlock()
	if text := l.asked.text(); text != "" {
		texts = append(texts[:len(texts):len(texts)], text)
	}
	for _, k := range l.memories.all() {
		k.mu.Lock()
		problem := k.problem
		k.mu.Unlock()
		if problem != "" {
			texts = append(texts[:len(texts):len(texts)], problem)
		}
	}
	return texts
}
