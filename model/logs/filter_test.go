package logs

import (
	"errors"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

func TestFilter(t *testing.T) {
	l := Line{
		Stamp: Stamp{Time: noon}, Container: web, Stream: Stderr,
		Text: `{"level":"error","msg":"Connection timed out after 5 s","status":500}`,
	}
	now := noon.Add(time.Hour)
	for filter, want := range map[string]bool{
		"": true, "  ": true, "timed": true, "TIMED": false, "connection": true, "Connection": true, "timed out": true, "out timed": true, "refused": false,
		`"timed out"`: true, `"out timed"`: false, "~timed.out": true, `~"timed out after [0-9]+ s"`: true, "~^timed": false,
		"-timed": false, "-refused": true, "!refused": true, "!!timed": true, "timed -refused": true, "timed -after": false, "-~tim.d": false, `-"timed out"`: false,
		"level>=warn": true, "level>=crit": false, "level=error": true, "LEVEL=ERR": true, "level>err": false, "level<=err": true, "level<err": false, "level!=info": true, "-level>=warn": false,
		"level >= warn": true, "level>= warn timed": true, "level >=crit": false, "-level >= crit": true,
		"stream=stderr": true, "stream=stdout": false, "stream!=stdout": true, "stream=STDERR": true, "-stream=stderr": false,
		"name=web": true, "name=WEB": true, "name=we": false, "name~E": true, "name!=web": false, "name!~x": true,
		"kind=output": true, "kind!=output": false, "kind=oom": false,
		"since=-2h": true, "since=-30m": false, "until=-30m": true, "until=-2h": false, "since=12:00 until=13:00": true, `since="2026-11-30 12:00:00"`: true,
		"since=2026-11-30T12:00:00.123456789Z until=2026-11-30T12:00:00.123456789Z": true, "-since=-30m": true,
		`"status":500`: true, // a text, as its quotes are part of none
		"a->b":         false, ">": false, "5": true, "level": true, "stream": false, "5-s": false,
	} {
		f, err := ParseFilter(filter, now, SmartCase)
		if err != nil {
			t.Errorf("%q: %v", filter, err)
			continue
		}
		if got := f.Match(&l); got != want {
			t.Errorf("%q: %v, want %v", filter, got, want)
		}
		if f.String() != strings.TrimSpace(filter) || f.IsZero() != (strings.TrimSpace(filter) == "") {
			t.Errorf("%q: String is %q", filter, f)
		}
	}
}

// A filter says what times have to be read at all; a term that is turned round
// does not.
func TestFilterTimes(t *testing.T) {
	for filter, want := range map[string][2]string{
		"x": {"", ""}, "since=-1h": {"11:00", ""}, "until=-1h": {"", "11:00"}, "since=-1h since=-30m until=now until=-10m": {"11:30", "11:50"},
		"since=-30m since=-1h until=-10m until=now": {"11:30", "11:50"}, "-since=-1h !until=-2h": {"", ""}, "-x since=-1h": {"11:00", ""},
	} {
		f, err := ParseFilter(filter, noon, SmartCase)
		since, until := f.Times()
		for i, got := range []time.Time{since, until} {
			if err != nil || !got.IsZero() && got.Format("15:04") != want[i] || got.IsZero() != (want[i] == "") {
				t.Errorf("%q: %v, %v, want %v", filter, err, got, want[i])
			}
		}
	}
}

// What is not known is neither more nor less than anything, and nothing that is
// dropped.
func TestFilterOfTheUnknown(t *testing.T) {
	for filter, want := range map[string]bool{
		"level>=debug": false, "level<emerg": false, "level=debug": false, "stream=stdout": false, "since=-1h": false, "until=now": false, "name=web": false,
		"-level>=warn": true, "level!=warn": true, "!level!=warn": false, "stream!=stdout": true, "-stream=stdout": true, "-since=-1h": true,
		"name!=web": true, "name!~web": true,
	} {
		f, err := ParseFilter(filter, noon, SmartCase)
		if err != nil || f.Match(&Line{Text: "hello"}) != want {
			t.Errorf("%q: %v, want %t", filter, err, want)
		}
	}
}

// The level of an event, a gap or a claim is no matter of its words.
func TestLevelIsOfOutputOnly(t *testing.T) {
	for kind := range kinds {
		l := Line{Kind: kind, Text: "ERROR x"}
		want := Unknown
		if kind == Output || kind == Unit {
			want = Err
		}
		if got := l.KnownLevel(); got != want {
			t.Errorf("%v: %v", kind, got)
		}
	}
	if l := (Line{Kind: Unit, Level: Info, Text: "ERROR x"}); l.KnownLevel() != Info {
		t.Error("its own level counts")
	}
}

func TestFilterFaults(t *testing.T) {
	for filter, want := range map[string]model.FilterError{
		"a level>=wran":    {At: 9, Reason: `there is no level "wran"; did you mean warn?`},
		"level>=5":         {At: 7, Reason: `there is no level "5"; there are: debug info notice warn err crit alert emerg`},
		"level~warn":       {At: 5, Reason: "levels have an order: compare them with > >= < <= = or !=, not ~"},
		"a level>=":        {At: 7, Reason: "after level>= a value is missing"},
		`name=""`:          {At: 4, Reason: "after name= a value is missing"},
		"stream=stdrr":     {At: 7, Reason: `there is no stream "stdrr"; did you mean stderr?`},
		"stream>stderr":    {At: 6, Reason: "stream is a word: compare it with = or !=, not >"},
		"kind=xxxxxxx":     {At: 5, Reason: `there is no kind "xxxxxxx"; there are: output event unit oom gap claim start`},
		"name>web":         {At: 4, Reason: "name is a text: compare it with = != ~ or !~, not >"},
		"since>-1h":        {At: 5, Reason: "since is written with =, as in since=-1h, not >"},
		"status=500":       {At: 0, Reason: `there is no "status"; there are: kind level name since stream until. A text is found in quotes: "status=500"`},
		"x leve=warn":      {At: 2, Reason: `there is no "leve"; did you mean level? A text is found in quotes: "leve=warn"`},
		"a -":              {At: 2, Reason: "after - a term is missing, as in -timeout"},
		"! a":              {At: 0, Reason: "after ! a term is missing, as in !timeout"},
		"a --verbose b":    {At: 2, Reason: `a text that begins with - is found in quotes: "--verbose"`},
		`a "b`:             {At: 2, Reason: `a closing " is missing`},
		`a ""`:             {At: 3, Reason: "a text is missing"},
		"a ~":              {At: 3, Reason: "after ~ a regular expression is missing"},
		"a ~b(c":           {At: 4, Reason: "this is no regular expression: missing closing )"},
		`-~"b c(d"`:        {At: 6, Reason: "this is no regular expression: missing closing )"},
		"a ~b*|* c":        {At: 6, Reason: "this is no regular expression: missing argument to repetition operator"},
		"since=nonesuch x": {At: 6},
	} {
		_, err := ParseFilter(filter, noon, SmartCase)
		var got *model.FilterError
		if want.Reason == "" && errors.As(err, &got) {
			want.Reason = got.Reason
		}
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%q:\ngot  %+v\nwant %+v", filter, got, want)
		}
	}
	if _, err := ParseFilter(strings.Repeat("x ", maxTerms+1), noon, SmartCase); err == nil {
		t.Error("too many terms")
	}
}

func TestFilterHelp(t *testing.T) {
	for _, h := range FilterHelp {
		if _, err := ParseFilter(h.Filter, noon, SmartCase); err != nil {
			t.Errorf("%q: %v", h.Filter, err)
		}
	}
}

func TestFilterAllocatesNothing(t *testing.T) {
	l := Line{Stamp: Stamp{Time: noon}, Container: web, Stream: Stderr, Text: `{"level":"error","msg":"Connection timed out\n"}`}
	f, err := ParseFilter(`timed level>=warn stream=stderr name=web since=-1h -refused "Connection"`, noon, SmartCase)
	if err != nil || !f.Match(&l) {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(20, func() { f.Match(&l) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzFilter(f *testing.F) {
	for _, h := range FilterHelp {
		f.Add(h.Filter)
	}
	f.Add(`a ~"b(" --x !! level >= `)
	l := Line{Stamp: Stamp{Time: noon}, Container: web, Stream: Stderr, Text: "ERROR x"}
	f.Fuzz(func(t *testing.T, s string) {
		filter, err := ParseFilter(s, noon, SmartCase)
		var fault *model.FilterError
		if err != nil && (!errors.As(err, &fault) || fault.At < 0 || fault.At > len(s) || fault.Reason == "") {
			t.Errorf("%q: %v", s, err)
		}
		filter.Match(&l)
	})
}
