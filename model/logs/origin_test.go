package logs

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

var (
	webID = model.ID(strings.Repeat("a1", 32))
	dbID  = model.ID(strings.Repeat("b2", 32))

	web = Container{ID: webID, Name: "web", UID: 0}
	db  = Container{ID: dbID, Name: "db", UID: 1000, Generation: 3}

	owners = wanted()
)

// wanted are web, of root in web.service, and db, of op in a unit of its own.
func wanted() Owners {
	who := Owners{Kill: func(text []byte) (k model.OOMKill, ok bool) {
		_, id, ok := bytes.Cut(text, []byte("task_memcg="))
		return model.OOMKill{ID: model.ID(id), PID: 7, Comm: "dd", Host: bytes.Contains(text, []byte("global_oom"))}, ok
	}}
	addMeta(&who, &model.Meta{ID: webID, Name: "web", Unit: "web.service", LogDriver: "journald"}, 0)
	addMeta(&who, &model.Meta{ID: dbID, Name: "db", UID: 1000, Unit: "db.service", UserUnit: true, LogDriver: "passthrough"}, 3)
	return who
}

// addMeta adds a container of the inventory and the unit that runs it.
func addMeta(who *Owners, m *model.Meta, generation int) {
	c := Container{ID: m.ID, Name: m.Name, UID: m.UID, Generation: generation}
	who.Add(c)
	name, passthrough := UnitOf(m)
	who.AddUnit(name, c, passthrough)
}

// entry is an entry with fields as journalctl -o export writes them, one a line.
func entry(text string) *Entry {
	e := Entry{Cursor: "s=1;i=2", Stamp: Stamp{Time: time.Unix(1_796_000_000, 0), MonoUsec: model.Known(7), Boot: "b"}}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		value = strings.NewReplacer("WEB", string(webID), "DB", string(dbID)).Replace(value)
		e.Fields = append(e.Fields, Field{Name: []byte(name), Value: []byte(value)})
	}
	return &e
}

func TestFromFields(t *testing.T) {
	for name, c := range map[string]struct {
		fields string
		want   Line
	}{
		"stdout": {"CONTAINER_ID_FULL=WEB\nPRIORITY=6\n_UID=0\nMESSAGE=hello", Line{Container: web, Stream: Stdout, Text: "hello"}},
		"stderr": {"MESSAGE=oh\n_UID=1000\nPRIORITY=3\nCONTAINER_ID_FULL=DB", Line{Container: db, Stream: Stderr, Text: "oh"}},
		"no priority": {
			"MESSAGE=oh\n_UID=1000\nCONTAINER_ID_FULL=DB", Line{Container: db, Text: "oh"},
		},
		"a part": {
			"MESSAGE=oh\n_UID=1000\nPRIORITY=6\nCONTAINER_ID_FULL=DB\nCONTAINER_PARTIAL_MESSAGE=true",
			Line{Container: db, Stream: Stdout, Text: "oh", Partial: true},
		},
		"an event": {
			"PODMAN_EVENT=died\nPODMAN_TYPE=container\nPODMAN_ID=DB\nPODMAN_EXIT_CODE=137\n_UID=1000\nMESSAGE=2026-… container died",
			Line{Kind: Event, Container: db, Text: "died, exit code 137"},
		},
		"health": {
			"PODMAN_EVENT=health_status\nPODMAN_TYPE=container\nPODMAN_ID=WEB\nPODMAN_HEALTH_STATUS=unhealthy\n_UID=0",
			Line{Kind: Event, Container: web, Text: "health_status: unhealthy"},
		},
		"the unit": {
			"_SYSTEMD_UNIT=web.service\n_UID=0\nPRIORITY=4\n_TRANSPORT=syslog\nMESSAGE=hm", Line{Kind: Unit, Container: web, Level: Warn, Text: "hm"},
		},
		"the unit's stdout": {
			"_SYSTEMD_UNIT=web.service\n_UID=33\nPRIORITY=6\n_TRANSPORT=stdout\nMESSAGE=hm", Line{Kind: Unit, Container: web, Text: "hm"},
		},
		"passthrough": {
			"_SYSTEMD_UNIT=user@1000.service\n_SYSTEMD_USER_UNIT=db.service\n_SYSTEMD_OWNER_UID=1000\n_UID=100998\nPRIORITY=6\n_TRANSPORT=stdout\nMESSAGE=hm",
			Line{Kind: Output, Container: db, Text: "hm"},
		},
		"systemd": {"UNIT=web.service\n_PID=1\n_UID=0\nPRIORITY=5\nMESSAGE=Started", Line{Kind: Unit, Container: web, Level: Notice, Text: "Started"}},
		"the user's systemd": {
			"USER_UNIT=db.service\n_UID=1000\n_PID=77\nPRIORITY=6\nMESSAGE=Started", Line{Kind: Unit, Container: db, Level: Info, Text: "Started"},
		},
		"OOM": {
			"_TRANSPORT=kernel\nSYSLOG_FACILITY=0\nPRIORITY=6\nMESSAGE=oom-kill:task_memcg=WEB",
			Line{Kind: OOM, Container: web, Level: Err, Text: "out of memory: killed process 7 (dd)"},
		},
		"OOM, by an old journald": {
			"_TRANSPORT=kernel\nMESSAGE=oom-kill:global_oom,task_memcg=DB", Line{Kind: OOM, Container: db, Level: Err, Text: "the host is out of memory: killed process 7 (dd)"},
		},
		"suppressed": {
			"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nN_DROPPED=1520\nMESSAGE=Suppressed 1520 messages from libpod-conmon-WEB.scope",
			Line{Kind: Gap, Container: web, Level: Warn, Dropped: 1520, Text: "Suppressed 1520 messages from libpod-conmon-" + string(webID) + ".scope"},
		},
		"suppressed, in a unit": {
			"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nN_DROPPED=2\nMESSAGE=Suppressed 2 messages from /system.slice/web.service",
			Line{Kind: Gap, Container: web, Level: Warn, Dropped: 2, Text: "Suppressed 2 messages from /system.slice/web.service"},
		},
		"suppressed, of a user": {
			"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nN_DROPPED=2\nMESSAGE=Suppressed 2 messages from user@1000.service",
			Line{Kind: Gap, Container: Container{UID: 1000}, Level: Warn, Dropped: 2, Text: "Suppressed 2 messages from user@1000.service"},
		},
		"what looks like the kernel's": {
			"CONTAINER_ID_FULL=DB\n_UID=1000\nPRIORITY=6\n_TRANSPORT=journal\nMESSAGE=oom-kill:task_memcg=WEB",
			Line{Container: db, Stream: Stdout, Text: "oom-kill:task_memcg=" + string(webID)},
		},
		"a unit that says it is another's container": {
			"_SYSTEMD_UNIT=web.service\n_UID=33\n_TRANSPORT=journal\nCONTAINER_ID_FULL=DB\nMESSAGE=x", Line{Kind: Unit, Container: web, Text: "x"},
		},
		"one of two ids is the sender's": {
			"CONTAINER_ID_FULL=WEB\nCONTAINER_ID_FULL=DB\n_UID=1000\nPRIORITY=6\nMESSAGE=x", Line{Container: db, Stream: Stdout, Text: "x"},
		},
	} {
		got, ok := FromFields(entry(c.fields), &owners)
		c.want.Stamp, c.want.Cursor, c.want.Size = entry("").Stamp, "s=1;i=2", uint64(len(c.want.Text))
		if !ok || got != c.want {
			t.Errorf("%s: %v\ngot  %+v\nwant %+v", name, ok, got, c.want)
		}
	}
}

// Another user can write any field but those with a leading _, and is found out.
func TestForgeries(t *testing.T) {
	for name, c := range map[string]struct {
		fields string
		want   Kind
		text   string
	}{
		"a line":           {"CONTAINER_ID_FULL=WEB\nPRIORITY=6\n_UID=1000\nMESSAGE=x", Output, "says it is web, from uid 1000"},
		"by root":          {"CONTAINER_ID_FULL=DB\n_UID=0", Output, "says it is db, from uid 0"},
		"in a uid's range": {"CONTAINER_ID_FULL=DB\n_UID=100998", Output, "says it is db, from uid 100998"},
		"UID for _UID":     {"CONTAINER_ID_FULL=WEB\nUID=0\n_UID=1000", Output, "says it is web, from uid 1000"},
		"no _UID":          {"CONTAINER_ID_FULL=WEB\nMESSAGE=x", Output, "says it is web, from nobody knows whom"},
		"a strange _UID":   {"CONTAINER_ID_FULL=WEB\n_UID=-0\nMESSAGE=x", Output, "says it is web, from nobody knows whom"},
		"a huge _UID":      {"CONTAINER_ID_FULL=WEB\n_UID=4294967296\nMESSAGE=x", Output, "says it is web, from nobody knows whom"},
		"an event":         {"PODMAN_EVENT=died\nPODMAN_TYPE=container\nPODMAN_ID=WEB\n_UID=1000", Event, "says it is Podman, of web, from uid 1000"},
		"a unit":           {"UNIT=web.service\n_PID=2000\n_UID=1000\nMESSAGE=Stopped", Unit, "says it is systemd, of web, from uid 1000"},
		"a unit, by root":  {"UNIT=web.service\n_PID=2000\n_UID=0\nMESSAGE=Stopped", Unit, "says it is systemd, of web, from uid 0"},
		"a unit, as 1":     {"UNIT=web.service\n_PID=1\n_UID=1000\nMESSAGE=Stopped", Unit, "says it is systemd, of web, from uid 1000"},
		"OOM":              {"_TRANSPORT=journal\n_UID=1000\nMESSAGE=oom-kill:task_memcg=WEB", OOM, "says it is the kernel, of web, from uid 1000"},
		"OOM by syslog":    {"_TRANSPORT=syslog\n_UID=1000\nSYSLOG_FACILITY=0\nMESSAGE=oom-kill:task_memcg=WEB", OOM, "says it is the kernel, of web, from uid 1000"},
		"OOM by /dev/kmsg": {"_TRANSPORT=kernel\nSYSLOG_FACILITY=1\nSYSLOG_IDENTIFIER=kernel\nMESSAGE=oom-kill:task_memcg=WEB", OOM, "says it is the kernel, of web, from nobody knows whom"},
		"a gap": {
			"_TRANSPORT=journal\n_UID=1000\nMESSAGE_ID=" + DroppedID + "\nN_DROPPED=1520\nMESSAGE=Suppressed 1520 messages from web.service",
			Gap, "says it is journald, of web, from uid 1000",
		},
		"a gap, by root": {
			"_TRANSPORT=stdout\n_UID=0\n_COMM=systemd-journal\nMESSAGE_ID=" + DroppedID + "\nN_DROPPED=1\nMESSAGE=Suppressed 1 messages from user@1000.service",
			Gap, "says it is journald, of uid 1000, from uid 0",
		},
	} {
		got, ok := FromFields(entry(c.fields), &owners)
		if !ok || got.Kind != Claimed || got.Claim.Kind != c.want || got.ClaimText() != c.text {
			t.Errorf("%s: %v, %v, %q, want %v, %q", name, ok, got.Kind, got.ClaimText(), c.want, c.text)
		}
		if got.Level != Unknown || got.Dropped != 0 || got.Stream != UnknownStream || got.Partial {
			t.Errorf("%s: the claim is believed: %+v", name, got)
		}
	}
}

// A user's Podman may list the id of another's container, and a unit of the
// system: root's lines are root's all the same.
func TestAnIDOfTwo(t *testing.T) {
	for _, order := range []string{"before", "behind"} {
		var who Owners
		thief := model.Meta{ID: webID, Name: "thief", UID: 1000, Unit: "web.service"}
		if order == "before" {
			addMeta(&who, &thief, 0)
		}
		addMeta(&who, &model.Meta{ID: webID, Name: "web", Unit: "web.service"}, 0)
		if order == "behind" {
			addMeta(&who, &thief, 0)
		}
		who.Kill = owners.Kill
		for fields, want := range map[string]string{
			"CONTAINER_ID_FULL=WEB\n_UID=0":                      "web",
			"CONTAINER_ID_FULL=WEB\n_UID=1000":                   "thief",
			"PODMAN_EVENT=died\nPODMAN_ID=WEB\n_UID=0":           "web",
			"_SYSTEMD_UNIT=web.service\n_UID=0":                  "web",
			"UNIT=web.service\n_PID=1\n_UID=0":                   "web",
			"_TRANSPORT=kernel\nMESSAGE=oom-kill:task_memcg=WEB": "web",
			"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nMESSAGE=Suppressed 1 messages from libpod-conmon-WEB.scope": "web",
		} {
			if l, ok := FromFields(entry(fields), &who); !ok || l.Kind == Claimed || l.Container.Name != want {
				t.Errorf("the thief %s: %q is %v of %q, want %q", order, fields, l.Kind, l.Container.Name, want)
			}
		}
	}
}

// Each start of a Quadlet container makes a new one: the lines of those before it
// are known by the name and the owner, and are no others'.
func TestEarlierContainers(t *testing.T) {
	old := strings.Repeat("c3", 32)
	const unit = "_SYSTEMD_UNIT=web.service\n"
	for fields, want := range map[string]Line{
		unit + "_UID=0\nCONTAINER_NAME=web\nPRIORITY=3\nMESSAGE=x\nCONTAINER_ID_FULL=" + old: {
			Stream: Stderr, Container: Container{ID: model.ID(old), Name: "web", Generation: -1},
		},
		unit + "_UID=0\nPODMAN_NAME=web\nPODMAN_EVENT=x\nPRIORITY=6\nMESSAGE=a long text\nPODMAN_ID=" + old: {
			Kind: Event, Container: Container{ID: model.ID(old), Name: "web", Generation: -1},
		},
		unit + "_UID=33\nCONTAINER_NAME=web\nPRIORITY=3\nMESSAGE=x\nCONTAINER_ID_FULL=" + old:       {Kind: Unit, Level: Err, Container: web},
		unit + "_UID=0\nCONTAINER_NAME=other\nPRIORITY=3\nMESSAGE=x\nCONTAINER_ID_FULL=" + old:      {Kind: Unit, Level: Err, Container: web},
		unit + "_UID=0\nCONTAINER_NAME=web\nPRIORITY=3\nMESSAGE=x\nCONTAINER_ID_FULL=" + old + "00": {Kind: Unit, Level: Err, Container: web},
		unit + "_UID=0\nCONTAINER_NAME=web\nPRIORITY=3\nMESSAGE=x\nCONTAINER_ID_FULL=DB":            {Kind: Unit, Level: Err, Container: web},
	} {
		want.Stamp, want.Cursor, want.Text, want.Size = entry("").Stamp, "s=1;i=2", "x", 1
		if got, ok := FromFields(entry(fields), &owners); !ok || got != want {
			t.Errorf("%q: %v\ngot  %+v\nwant %+v", fields, ok, got, want)
		}
	}
}

// What has no name in it, of an earlier container, is found by its id.
func TestSeek(t *testing.T) {
	old := strings.Repeat("c3", 32)
	who := wanted()
	for _, fields := range []string{
		"_TRANSPORT=kernel\nMESSAGE=oom-kill:task_memcg=" + old,
		"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nMESSAGE=Suppressed 1 messages from libpod-conmon-" + old + ".scope",
	} {
		who.Seek = nil
		if l, ok := FromFields(entry(fields), &who); ok {
			t.Errorf("%q: %+v, without seeking it", fields, l)
		}
		who.Seek = func(id []byte, uid int) (Container, bool) {
			return Container{ID: model.ID(id), UID: uid}, string(id) == old
		}
		if l, ok := FromFields(entry(fields), &who); !ok || l.Kind == Claimed || l.Container.ID != model.ID(old) {
			t.Errorf("%q: %v %+v", fields, ok, l)
		}
		if l, ok := FromFields(entry(strings.ReplaceAll(fields, old, strings.Repeat("d4", 32))), &who); ok {
			t.Errorf("another's: %+v", l)
		}
	}
}

// What is about none of the containers is no line, nor a claim.
func TestLinesOfOthers(t *testing.T) {
	for _, fields := range []string{
		"",
		"MESSAGE=x\n_UID=0",
		"CONTAINER_ID_FULL=" + strings.Repeat("c", 64) + "\n_UID=0\nMESSAGE=x",
		"_SYSTEMD_UNIT=web.service\nPODMAN_EVENT=init\nPODMAN_TYPE=container\nPODMAN_ID=WEB\n_UID=0\nMESSAGE=a step",
		"PODMAN_EVENT=init\nPODMAN_TYPE=container\nPODMAN_ID=WEB\n_UID=0",
		"PODMAN_EVENT=create\nPODMAN_TYPE=pod\nPODMAN_ID=WEB\n_UID=0",
		"_SYSTEMD_UNIT=other.service\n_UID=0\nMESSAGE=x",
		"_SYSTEMD_UNIT=user@2000.service\n_SYSTEMD_USER_UNIT=db.service\n_SYSTEMD_OWNER_UID=2000\n_UID=2000\nMESSAGE=another's unit called so",
		"_SYSTEMD_UNIT=user@2000.service\n_SYSTEMD_USER_UNIT=web.service\n_SYSTEMD_OWNER_UID=2000\n_UID=2000\nMESSAGE=another's unit called so",
		"USER_UNIT=db.service\n_UID=2000\nMESSAGE=another's unit called so",
		"SYSTEMD_UNIT=web.service\n_UID=2000\nMESSAGE=x",
		"_SYSTEMD_UNIT=" + strings.Repeat("w", 300),
		"_TRANSPORT=kernel\nSYSLOG_FACILITY=0\nMESSAGE=oom-kill:nothing",
		"_TRANSPORT=kernel\nSYSLOG_FACILITY=0\nMESSAGE=task_memcg=WEB",
		"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nMESSAGE=Suppressed 1 messages from libpod-conmon-DB.scope",
		"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nMESSAGE=Suppressed 1 messages from user@2000.service",
		"_TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nMESSAGE=",
	} {
		if l, ok := FromFields(entry(fields), &owners); ok {
			t.Errorf("%q: %+v", fields, l)
		}
	}
	strange := wanted()
	strange.Kill = func([]byte) (model.OOMKill, bool) { return model.OOMKill{ID: webID, UID: 1000}, true }
	if l, ok := FromFields(entry("_TRANSPORT=kernel\nMESSAGE=oom-kill:"), &strange); ok {
		t.Errorf("a kill in another's slice: %+v", l)
	}
}

// conmon leaves the newline behind a line, and cuts a line without one.
func TestNewlineOfALine(t *testing.T) {
	for _, c := range []struct {
		message, partial string
		size             uint64
		want             string
		wantSize         uint64
	}{
		{"hello\n", "", 0, "hello", 5},
		{"hello\n", "", 6, "hello", 5},
		{"hello\n\n", "", 0, "hello\n", 6},
		{"\n", "", 0, "", 0},
		{"", "", 0, "", 0},
		{"hello\n", "true", 0, "hello\n", 6},
		{"hello\n", "", 100, "hello\n", 100}, // the first bytes of a longer one
	} {
		e := entry("CONTAINER_ID_FULL=WEB\n_UID=0\nCONTAINER_PARTIAL_MESSAGE=" + c.partial)
		e.Fields = append(e.Fields, Field{Name: []byte("MESSAGE"), Value: []byte(c.message), Size: c.size})
		if l, ok := FromFields(e, &owners); !ok || l.Text != c.want || l.Size != c.wantSize {
			t.Errorf("%q, %d bytes: %v %q, %d bytes", c.message, c.size, ok, l.Text, l.Size)
		}
	}
}

// A message is kept to MaxText, the rest is known by its size.
func TestTextIsBounded(t *testing.T) {
	e := entry("CONTAINER_ID_FULL=WEB\n_UID=0")
	long := bytes.Repeat([]byte("ü"), MaxText)
	e.Fields = append(e.Fields, Field{Name: []byte("MESSAGE"), Value: append([]byte("x"), long...), Size: 768 << 20})
	l, _ := FromFields(e, &owners)
	if len(l.Text) != MaxText-1 || l.Size != 768<<20 || !l.IsCut() || l.ShownText() != l.Text {
		t.Errorf("%d bytes, %d in all, cut %v", len(l.Text), l.Size, l.IsCut())
	}
}

// A line costs its text.
func TestFromFieldsAllocates(t *testing.T) {
	for fields, most := range map[string]float64{
		"CONTAINER_ID_FULL=WEB\n_UID=0\nPRIORITY=6\nMESSAGE=a line of some words": 1,
		"CONTAINER_ID_FULL=other\n_UID=0\nPRIORITY=6\nMESSAGE=another's":          0,
	} {
		e := entry(fields)
		if n := testing.AllocsPerRun(20, func() { FromFields(e, &owners) }); n > most {
			t.Errorf("%q: %v allocations", fields, n)
		}
	}
}

func TestClaims(t *testing.T) {
	var c Claims
	add := func(n int, l Line) {
		for range n {
			c.Add(&l)
		}
	}
	add(2, Line{Kind: Claimed, Container: web, Claim: Claim{Output, 1000}})
	add(3, Line{Kind: Claimed, Container: web, Claim: Claim{Event, 1000}})
	add(4, Line{Kind: Output, Container: web})
	add(1, Line{Kind: Claimed, Container: Container{Name: "a\x1b[31mb"}, Claim: Claim{Gap, -1}})
	want := "3 lines: says it is Podman, of web, from uid 1000|2 lines: says it is web, from uid 1000|" +
		"1 line: says it is journald, of a?[31mb, from nobody knows whom"
	if got := strings.Join(c.Texts(), "|"); got != want || c.Total != 6 {
		t.Errorf("%d: %s", c.Total, got)
	}
	for uid := range 2 * maxClaims {
		add(1, Line{Kind: Claimed, Container: db, Claim: Claim{Output, uid}})
	}
	texts := c.Texts()
	if len(texts) != maxClaims+1 || texts[maxClaims] != "259 lines with other claims" || c.Total != 6+2*maxClaims {
		t.Errorf("%d texts, %d lines, the last is %q", len(texts), c.Total, texts[len(texts)-1])
	}
}

func TestMarks(t *testing.T) {
	old := Container{ID: dbID, Name: "web"}
	var m Marks
	for i, c := range []Container{old, old, db, web, web} {
		mark, ok := m.Before(&Line{Container: c})
		if ok != (i == 3) || ok && (mark.Kind != Start || mark.Container != web) {
			t.Errorf("line %d: %v %+v", i, ok, mark)
		}
	}
}

// Whatever a stranger writes, it is no line of a container: journald takes the
// fields with a leading _ out, and puts in its own.
func FuzzFromFields(f *testing.F) {
	f.Add("CONTAINER_ID_FULL=WEB\nUID=0\nMESSAGE=x")
	f.Add("PODMAN_EVENT=died\nPODMAN_ID=DB\nPODMAN_EXIT_CODE=1")
	f.Add("UNIT=web.service\nPID=1")
	f.Add("USER_UNIT=db.service\nMESSAGE=oom-kill:task_memcg=WEB")
	f.Add("TRANSPORT=driver\nMESSAGE_ID=" + DroppedID + "\nN_DROPPED=99999999999999999999\nMESSAGE=Suppressed 1 messages from user@1000.service")
	f.Fuzz(func(t *testing.T, fields string) {
		e := entry(fields)
		e.Fields = slices.DeleteFunc(e.Fields, func(x Field) bool { return bytes.HasPrefix(x.Name, []byte("_")) })
		e.Fields = append(e.Fields, entry("_UID=4242\n_TRANSPORT=journal\n_PID=99\n_SYSTEMD_UNIT=user@4242.service").Fields...)
		l, ok := FromFields(e, &owners)
		if ok && (l.Kind != Claimed || l.Claim.UID != 4242 || len(l.Text) > MaxText) {
			t.Errorf("%q is believed: %+v", fields, l)
		}
	})
}

func BenchmarkFromFields(b *testing.B) {
	e := entry("CONTAINER_ID_FULL=WEB\nCONTAINER_ID=a1\nCONTAINER_NAME=web\nSYSLOG_IDENTIFIER=web\nCODE_FILE=src/ctr_logging.c\nCODE_LINE=326\nCODE_FUNC=write_journald\n" +
		"_UID=0\n_GID=0\n_PID=17840\n_COMM=conmon\n_TRANSPORT=journal\n_HOSTNAME=h\n_MACHINE_ID=m\n_BOOT_ID=b\n_CAP_EFFECTIVE=1\nPRIORITY=6\n" +
		"MESSAGE=GET /index.html HTTP/1.1 200 512 curl/8.14.1")
	b.ReportAllocs()
	for b.Loop() {
		FromFields(e, &owners)
	}
}
