package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/actions/audit"
	"podtop/model"
	"podtop/model/demo"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/tuitest"
)

// hostileSnapshot is what a host means on which every text is hostile.
func hostileSnapshot(samples []*model.Sample) *model.Snapshot {
	var tracker model.Tracker
	var snap *model.Snapshot
	for _, s := range samples {
		s = new(*s)
		modeltest.Poison(s, model.State(""), model.Runtime(""))
		s.Notes = append(s.Notes, model.Note{Severity: model.Bad, Source: modeltest.Payload, Text: modeltest.Payload})
		snap = tracker.Push(s)
	}
	return snap
}

func checkPrinted(t *testing.T, what, printed string) {
	t.Helper()
	if heeded := modeltest.Heeded(printed); heeded != "" {
		t.Errorf("%.60q prints what a terminal heeds: %.300s", what, heeded)
	}
}

// Whatever others write, no format has anything in it that a terminal heeds, and
// JSON says the same as they.
func TestHostileStats(t *testing.T) {
	snap := hostileSnapshot(modeltest.Busy().Samples(30))
	for format := range maps.Keys(formats) {
		for _, columns := range [][]string{nil, columnNames()} {
			if format == "openmetrics" && columns != nil {
				continue
			}
			checkPrinted(t, format, print(t, statsOptions{format: format, all: true, columns: columns}, snap))
		}
	}
	var got struct{ Containers []struct{ Name string } }
	if err := json.Unmarshal([]byte(print(t, statsOptions{format: "json", all: true}, snap)), &got); err != nil || !strings.HasSuffix(got.Containers[0].Name, strings.ToValidUTF8(modeltest.Payload, "\ufffd")) {
		t.Errorf("%v: %q", err, got.Containers[0].Name)
	}
	var b bytes.Buffer
	said := notes{to: &b}
	said.print(snap.Notes)
	checkPrinted(t, "notes", b.String())
	if !strings.Contains(b.String(), "owned") {
		t.Errorf("no note: %q", b.String())
	}
}

// liar answers with hostile words for what it knows of the cgroups.
type liar struct{ pane.Prober }

func (l liar) Cgroups(ctx context.Context, s probe.Target) (*probe.Cgroups, error) {
	modeltest.Cure(&s)
	c, err := l.Prober.Cgroups(ctx, s)
	if err != nil {
		return nil, errors.New("no" + modeltest.Payload)
	}
	modeltest.Poison(&c)
	return c, nil
}

func TestHostileLimits(t *testing.T) {
	world := demo.New(1, demoNow)
	prober := tuitest.NewProber(world)
	snap := hostileSnapshot([]*model.Sample{prober.Next(time.Second), prober.Next(time.Second)})
	for _, fails := range []error{nil, errors.New("no" + modeltest.Payload)} {
		h := &host{prober: liar{prober}, inspect: func(_ context.Context, _ model.Target, reply any) error {
			modeltest.Fill(reply)
			modeltest.Poison(reply)
			return fails
		}}
		for _, format := range []string{"table", "json"} {
			var b bytes.Buffer
			lo := limitsOptions{format: format}
			if err := lo.show(t.Context(), &b, h, snap, snap.Containers); err != nil {
				t.Fatal(err)
			}
			if checkPrinted(t, format, b.String()); !strings.Contains(b.String(), "owned") {
				t.Errorf("nothing of it: %s", b.String())
			}
		}
	}
	var b bytes.Buffer
	var plan model.Plan
	modeltest.Fill(&plan)
	modeltest.Poison(&plan)
	writePlan(&b, &plan)
	plan.Changes = nil
	writePlan(&b, &plan)
	h := &host{actor: refusing{}}
	printError(&b, h.doAll(t.Context(), &b, []model.Plan{plan, plan}))
	for _, name := range []string{"x" + modeltest.Payload, snap.Containers[0].Name + "x"} {
		_, err := findOne(snap, name)
		printError(&b, err)
	}
	checkPrinted(t, "a change", b.String())
}

// refusing is an Actor that refuses, in hostile words.
type refusing struct{ interrupted }

func (refusing) Do(context.Context, model.Plan) error {
	return errors.Join(errors.New("no"+modeltest.Payload), errors.New("nor"+modeltest.Payload))
}

// hostileFiles makes a log, a configuration and a state whose every text is
// hostile, in a directory that is called so.
func hostileFiles(t *testing.T, name string) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), name)
	var log []byte
	for _, outcome := range []audit.Outcome{audit.Done, audit.Failed, audit.Unknown} {
		var r audit.Record
		modeltest.Fill(&r)
		r.Seq, r.ID, r.Outcome = 1, string(outcome), outcome
		modeltest.Poison(&r, audit.Phase(""))
		r.Prev = strings.Repeat("0", 64)
		line, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		log = append(append(log, line...), '\n')
		log = append(log, modeltest.Payload...)
	}
	quoted := `"x\u001b]0;owned\u0007\u009b31m\u007f\u202e\n"`
	for path, text := range map[string]string{
		"audit.jsonl":                    string(log),
		"podtop/config.toml":             "theme = \"mono\"\n[filters]\nx = " + quoted + "\n",
		"podtop/threshold.toml":          "[threshold." + quoted + "]\nwhen = \"cpu>1\"\nshort = \"\\u009b\\u202e\"\nwords = " + quoted + "\nadvice = " + quoted + "\n",
		"podtop/name.toml":               "[filters]\n" + quoted + " = \"web\"\n",
		"podtop/key.toml":                quoted + " = 1\n",
		"podtop/value.toml":              "theme = " + quoted + "\nsort = " + quoted + "\n",
		"podtop/keys.toml":               "[keys]\nquit = " + quoted + "\n",
		"podtop/raw.toml":                "theme = \"" + modeltest.Payload + "\"\n",
		"podtop/state.toml":              "columns = [" + quoted + "]\nsort = " + quoted + "\n",
		"podtop/raw/podtop/config.toml":  modeltest.Payload,
		"podtop/raw/podtop/state.toml":   modeltest.Payload,
		"podtop/dir/podtop/config.toml/": "",
		"podtop/bench/report.json":       hostileReport(),
	} {
		path = filepath.Join(dir, path)
		if text == "" {
			path = filepath.Join(path, "x")
		}
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// hostileReport is a report of a benchmark whose every text is hostile.
func hostileReport() string {
	text, _ := json.Marshal("x" + modeltest.Payload)
	return strings.ReplaceAll(`{"kind":T,"timestamp":T,"subject":T,"image":T,"verdict":T,"notes":[T],"machine":{"kernel":T,"podman":T,"limits":{T:T}},
"arms":{"a":T,"b":T},"phases":[{"name":T}],"units":{T:T},"results":{T:{"title":T,"samples":[1,2,3]},"a":{"x":{"title":T,"unit":T,"samples":[1,2,3]}},
"b":{"x":{"title":T,"samples":[1,2,3]}}}}`, "T", string(text))
}

// Whatever stands in files, in the environment and in arguments, nothing that a
// command prints is heeded by a terminal.
func TestHostileCommands(t *testing.T) {
	word := strings.ReplaceAll(modeltest.Payload, "\x00", "")
	dir := hostileFiles(t, strings.ReplaceAll(word, "/", ""))
	log, report := filepath.Join(dir, "audit.jsonl"), filepath.Join(dir, "podtop/bench/report.json")
	commands := [][]string{
		{"audit", "--file", log},
		{"audit", "--file", log, "--format", "json"},
		{"audit", "--file", log, "--user", word, "--container", word},
		{"audit", "--file", log, "--verify"},
		{"audit", "--file", log, "--verify", "--format", "json"},
		{"audit", "--file", dir},
		{"audit", "--file", dir + "/none"},
		{"audit", "--since", word},
		{"audit", "--verb", word},
		{"audit", "--format", word},
		{"audit"},
		{"audit", "--verify"},
		{word},
		{"help", word},
		{"--" + word},
		{"stats", word},
		{"stats", "--filter", word},
		{"stats", "--filter", "name~" + word + " cpu>x"},
		{"stats", "--filter", "@" + word},
		{"stats", "--format", word},
		{"stats", "--columns", word},
		{"stats", "--sort", word},
		{"stats", "--interval", word},
		{"stats", "--host", word},
		{"stats", "--config", dir},
		{"stats", "--demo", "--debug", dir},
		{"--theme", word},
		{"--history", word},
		{"--seed", word},
		{"limits"},
		{"limits", word, "--memory", word},
		{"limits", word, "--format", word},
		{"limits", "web", "--restart", word},
		{"limits", "--demo", "--interval", "100ms", word},
		{"logs", word},
		{"logs", "--all", word},
		{"logs", "--grep", "~(" + word, word},
		{"logs", "--where", "level>" + word, word},
		{"logs", "--since", word, word},
		{"logs", "--format", word, word},
		{"logs", "--journal", dir, word},
		{"logs", "--journal", dir + "/" + word, word},
		{"bench", word},
		{"bench", "start", "--limit", word},
		{"bench", "start", "--fail-if", word},
		{"bench", "start", "--json", dir},
		{"bench", "start", word, "--read-only"},
		{"bench", "ab", word, "--command", word, "--command", word},
		{"bench", "ab", "--image", word + "," + word},
		{"bench", "http", word},
		{"bench", "http", "http://" + word},
		{"bench", "http", "http://127.0.0.1:1/" + word},
		{"bench", "http", "unix://" + dir + "/" + word},
		{"bench", "http", "http://127.0.0.1:1/", "--method", word},
		{"bench", "http", "web", "--path", word},
		{"bench", "list"},
		{"bench", "show"},
		{"bench", "show", report},
		{"bench", "show", report, "--format", "markdown"},
		{"bench", "show", report, "--format", "json"},
		{"bench", "show", word},
		{"bench", "compare", report, report},
		{"completion", word},
		{"completion", "bash"},
		{"__complete", "stats", "--filter", ""},
		{"__complete", word, ""},
		{"man"},
		{"version"},
		{"version", word},
	}
	for _, f := range []string{"config", "threshold", "name", "key", "value", "keys", "raw"} {
		commands = append(commands, []string{"config", "--config", dir + "/podtop/" + f + ".toml"})
	}
	commands = append(commands, []string{"stats"}, []string{"config"}, []string{"stats", "--demo", "--interval", "100ms"})
	t.Setenv("CONTAINER_HOST", "unix://"+dir+"/podman.sock")
	was := auditPath
	auditPath = func() string { return dir + "/none" }
	t.Cleanup(func() { auditPath = was })
	for i, home := range []string{dir, dir + "/podtop/raw", dir + "/podtop/dir"} {
		t.Setenv("XDG_CONFIG_HOME", home)
		t.Setenv("XDG_STATE_HOME", home)
		t.Setenv("HOME", home)
		if i > 0 {
			commands = commands[len(commands)-2:] // those that read what is there
		}
		for _, args := range commands {
			var b bytes.Buffer
			code := run(args, &b, &b)
			checkPrinted(t, strings.Join(args, " "), b.String())
			if code != exitDone && b.Len() == 0 {
				t.Errorf("%.60q fails with %d and says nothing", args, code)
			}
		}
	}
}
