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

	"podtop/model"
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

	claims  logs.Claims
	claimed map[string]bool // cursors of those that are counted
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
	var late []string
	asked := 0
	for i := range l.wanted {
		w := &l.wanted[i]
		name := cmp.Or(w.Name, w.ID.Short())
		m.own = m.own && (w.UID == l.options.UID || w.ID == "")
		switch {
		case w.Driver == "none":
			m.say(name + ": its log driver is none, which keeps nothing; podman run --log-driver journald does")
		case !isKept(w.Driver):
			m.inJournal = true
		case l.options.API == nil || w.ID == "":
			m.say(name + ": its lines are in a file that Podman alone reads, which is not asked here")
		default:
			if asked++; asked > maxAsked {
				late = append(late, name)
			}
		}
	}
	if len(late) > 0 {
		m.say("Podman is asked for " + model.Plural(maxAsked, "log", "logs") + " that it keeps in files, and no more: left out are " + strings.Join(late, ", "))
	}
	m.beginJournal(l)
}

// beginJournal says what is wrong with the journal as a whole.
func (m *missing) beginJournal(l *Log) {
	if !m.inJournal {
		return
	}
	dirs, err := l.options.Dirs()
	there, volatile := 0, 0
	for _, d := range dirs {
		if _, err := os.Stat(d); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if there++; strings.HasPrefix(d, "/run/") {
			volatile++
		}
	}
	switch {
	case err != nil:
		m.say("this machine has no journal, in which the lines of these containers would be: " + err.Error())
	case there == 0:
		m.say("this machine has no journal, in which the lines of these containers would be")
	case there == volatile:
		m.say("the journal is kept in memory only: it begins at the last boot")
	}
}

// take says what a journal found to be wrong with its files.
func (m *missing) take(l *Log, j *Journal) {
	for _, p := range j.journal.Problems() {
		switch {
		case l.export(p):
		case errors.Is(p.Err, fs.ErrPermission):
			m.deny(j)
		default:
			m.say(p.Err.Error())
		}
	}
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
	if m.claimed[l.Cursor] || len(m.claimed) >= maxClaimed {
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
	}
	m.mu.Unlock()
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
