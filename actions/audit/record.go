// Package audit keeps the log of what podtop changed: a line before each change
// and a line after it, each with the hash of the line before. It never changes
// the host.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"podtop/model"
	"podtop/model/clean"
)

// A Phase says when a line was written.
type Phase string

// Phases of a change.
const (
	Begun Phase = "begin" // before it
	Ended Phase = "end"   // after it
	Found Phase = "found" // by a later podtop: the one that began it is gone
)

// An Outcome is how a change ended.
type Outcome string

// Outcomes.
const (
	Done    Outcome = "done"
	Failed  Outcome = "failed"
	Half    Outcome = "half"    // it failed, and could not be taken back
	Late    Outcome = "late"    // no answer in time: it may still happen
	Broke   Outcome = "broke"   // podtop itself did
	Unknown Outcome = "unknown" // podtop ended before it could tell
)

// maxLine is the longest line that is written, or read.
const maxLine = 256 << 10

// A Record is one line of the log:
//
//	{"seq":1,"time":"2026-11-20T14:30:00Z","id":"…","phase":"begin","verb":"pause",…,"prev":"0000…"}
//	{"seq":2,"time":"2026-11-20T14:30:01Z","id":"…","phase":"end",…,"outcome":"done","prev":"8f3a…"}
type Record struct {
	Seq       uint64     `json:"seq"` // 1 for the first line
	Time      time.Time  `json:"time"`
	ID        string     `json:"id"` // of the change: its lines share it
	Phase     Phase      `json:"phase"`
	Who       Who        `json:"who"`
	Container Container  `json:"container"`
	Verb      model.Verb `json:"verb"`
	Signal    string     `json:"signal,omitempty"`
	Command   string     `json:"command,omitempty"`
	Calls     []string   `json:"calls,omitempty"`
	Changes   []Change   `json:"changes,omitempty"`
	Back      []Setting  `json:"back,omitempty"`   // what restores what was
	Undo      string     `json:"undo,omitempty"`   // the same, in words
	Undoes    string     `json:"undoes,omitempty"` // the ids of those it takes back, and of those found not to hold
	Outcome   Outcome    `json:"outcome,omitempty"`
	Error     string     `json:"error,omitempty"`
	Current   string     `json:"holds,omitempty"` // of a found one: what there is now
	Torn      int        `json:"torn,omitempty"`  // bytes of a line that was never finished, taken away before this one
	Prev      string     `json:"prev"`            // SHA-256 of the line before
}

// A Container is which one was changed.
type Container struct {
	ID   model.ID `json:"id"`
	Name string   `json:"name"`
	User string   `json:"user"`
	UID  int      `json:"uid"`
	Path string   `json:"cgroup,omitempty"`
}

// A Change is a field that became another.
type Change struct {
	Field   model.Field `json:"field"`
	Old     string      `json:"old"`
	New     string      `json:"new"`
	Implied bool        `json:"implied,omitempty"`
}

// A Setting is a field and what it was.
type Setting struct {
	Field model.Field  `json:"field"`
	None  bool         `json:"none,omitempty"`
	Value clean.String `json:"value,omitzero"`
}

// begun is the line before plan is carried out.
func begun(plan *model.Plan) Record {
	a := &plan.Action
	r := Record{
		Phase: Begun, Verb: a.Verb, Signal: a.Signal, Command: plan.Command, Calls: plan.Calls, Undo: plan.Undo, Undoes: a.Undoes,
		Container: Container{ID: a.Target.ID, Name: a.Target.Name, User: a.Target.User, UID: a.Target.UID, Path: a.Target.Path},
	}
	for _, c := range plan.Changes {
		r.Changes = append(r.Changes, Change{c.Field, c.Old, c.New, c.Implied})
	}
	for _, s := range plan.Back {
		r.Back = append(r.Back, Setting{s.Field, s.None, s.Value})
	}
	return r
}

// Settings are the limits that restore what was.
func (r *Record) Settings() []model.Setting {
	var all []model.Setting
	for _, s := range r.Back {
		all = append(all, model.Setting{Field: s.Field, None: s.None, Value: s.Value})
	}
	return all
}

// line is r as it stands in the log, without the newline. All of it is ASCII,
// so that no terminal takes a name for a command.
func (r *Record) line() ([]byte, error) {
	b, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	for _, c := range string(b) {
		switch {
		case c < 0x7f:
			out.WriteByte(byte(c))
		case c > 0xffff:
			hi, lo := utf16.EncodeRune(c)
			fmt.Fprintf(&out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&out, `\u%04x`, c)
		}
	}
	if out.Len() > maxLine {
		return nil, fmt.Errorf("the line would have %d bytes, and %d is the most", out.Len(), maxLine)
	}
	return []byte(out.String()), nil
}

var errOther = errors.New("no line of podtop's")

// parse reads one line of the log.
func parse(line []byte) (Record, error) {
	switch {
	case len(line) < len(noLine):
		return Record{}, errOther
	case len(line) > maxLine:
		return Record{}, fmt.Errorf("longer than %d bytes", maxLine)
	}
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return Record{}, errOther
	}
	if _, err := hex.DecodeString(r.Prev); err != nil || len(r.Prev) != len(noLine) || r.Seq == 0 || r.Phase == "" {
		return Record{}, errOther
	}
	return r, nil
}

// noLine is the hash of the line before the first.
var noLine = strings.Repeat("0", 2*sha256.Size)

func hash(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}
