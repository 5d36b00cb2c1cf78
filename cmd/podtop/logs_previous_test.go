package main

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/logs"
)

// Of what happened to a container, the run before the present one is found: the
// lines in capitals are of it.
func TestRunBefore(t *testing.T) {
	for name, tt := range map[string]string{
		"started again":                    "start:1 a died:1 start:1 B C died:1 start:1 d e",
		"that has ended":                   "start:1 a died:1 start:1 B C died:1 start:1 d died:1",
		"made anew":                        "start:1 a died:1 start:2 mark:2 B died:2 start:3 mark:3 c",
		"without events":                   "a mark:2 B C mark:3 d",
		"of which the begin is not known":  "A B died:1 start:1 c",
		"that wrote before it was started": "start:1 a died:1 B start:1 C died:1 d start:1 e",
		"the first line late":              "start:1 a died:1 start:2 B died:2 start:3 died:3 mark:3 c",
		"that was killed by nobody":        "start:1 a start:2 mark:2 B start:3 mark:3 c",
		"marked before its start":          "mark:1 start:1 a died:1 mark:1 start:1 B died:1 mark:1 start:1 c",
		"none":                             "start:1 a b",
	} {
		lines, s := linesOf(tt), starts{}
		for i := len(lines) - 1; i >= 0 && !s.known; i-- {
			if lines[i].Kind != logs.Output {
				s.add(&lines[i])
			}
		}
		for i := range lines {
			l := &lines[i]
			if want := l.Text == strings.ToUpper(l.Text); l.Kind == logs.Output && (s.n > 0 && s.has(l)) != want {
				t.Errorf("%s: %s is of it: %v", name, l.Text, !want)
			}
		}
	}
}

// linesOf are the lines that words stand for: an event and a container's id, or a
// container's output.
func linesOf(words string) (all []logs.Line) {
	at := time.Unix(1_700_000_000, 0)
	for word := range strings.FieldsSeq(words) {
		at = at.Add(time.Second)
		what, id, isEvent := strings.Cut(word, ":")
		l := logs.Line{Stamp: logs.Stamp{Time: at}, Text: what, Container: logs.Container{ID: model.ID(id)}}
		switch {
		case what == "mark":
			l.Kind = logs.Start
		case isEvent:
			l.Kind = logs.Event
		}
		all = append(all, l)
	}
	return all
}
