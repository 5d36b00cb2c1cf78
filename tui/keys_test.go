package tui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/logs"
	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/feed/feedtest"
	"podtop/tui/page/bench/benchtest"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
	"podtop/tui/widget"
)

// line returns the line of the screen that holds text.
func line(screen, text string) string {
	for l := range strings.Lines(screen) {
		if strings.Contains(l, text) {
			return strings.TrimRight(l, "\n")
		}
	}
	return ""
}

// cursorOn reports whether the cursor is on the row of name.
func cursorOn(name string) func(string) bool {
	return func(screen string) bool {
		l := line(screen, "▸")
		return strings.HasPrefix(l, "▸") && strings.Contains(l, name)
	}
}

// at reports whether the cursor is on what begins with text, wherever on the
// screen that is.
func at(text string) func(string) bool {
	return func(screen string) bool {
		return strings.Contains(screen, "▸"+text) || strings.Contains(screen, "▸ "+text)
	}
}

func shows(text string) func(string) bool {
	return func(screen string) bool { return strings.Contains(screen, text) }
}

func hides(text string) func(string) bool {
	return func(screen string) bool { return !strings.Contains(screen, text) }
}

// inOrder reports whether one text stands before another.
func inOrder(one, another string) func(string) bool {
	return func(screen string) bool {
		_, behind, found := strings.Cut(screen, one)
		return found && strings.Contains(behind, another)
	}
}

// both is what holds if all of some do.
func both(holds ...func(string) bool) func(string) bool {
	return func(screen string) bool {
		return !slices.ContainsFunc(holds, func(h func(string) bool) bool { return !h(screen) })
	}
}

// keyTests has a row for every key of the key map: the last of keys, which are
// pressed one after the other, makes so what was not.
var keyTests = []struct {
	keys string
	then func(string) bool
}{
	{"j", cursorOn("nginx")},
	{"down", cursorOn("nginx")},
	{"j j k", cursorOn("nginx")},
	{"j j up", cursorOn("nginx")},
	{"G", cursorOn("op/scratch")},
	{"end", cursorOn("op/scratch")},
	{"G g", cursorOn("pod web")},
	{"G home", cursorOn("pod web")},
	{"pgdown", cursorOn("op/scratch")},
	{"G pgup", cursorOn("pod web")},
	{"a", shows("○ inactive")},
	{"a a", hides("○ inactive")},
	{"M P", shows("CPU▾")},
	{"M", shows("MEM▾")},
	{"P I", shows("CPU▴")},
	{"s", shows("sort by")},
	{"s esc", hides("sort by")},
	{"s q", hides("sort by")},
	{"s j j enter", shows("THR▾")},
	{"s j", shows("▸ cpu.limit%")},
	{"s down", shows("▸ cpu.limit%")},
	{"s j j k", shows("▸ cpu.limit%")},
	{"s j j up", shows("▸ cpu.limit%")},
	{"s g", shows("▸ name ")},
	{"s home", shows("▸ name ")},
	{"s G", shows("▸ alert ")},
	{"s end", shows("▸ alert ")},
	{"s G pgup G", shows("▸ alert ")},
	{"s G pgup", hides("▸ alert ")},
	{"s pgdown", hides("▸ cpu ")},
	{"s pgdown pgup", shows("▸ cpu ")},
	{"? f1", hides("everywhere")},
	{"c j = = = enter", shows("STATE           CPU▾")},
	{"s G enter", shows("ALERT▾")},
	{"s G k enter", shows("RUNTIME▴")},
	{"s g enter", shows("NAME▴")},
	{"s j j j enter", shows("MEM▾")},
	{"s j j j j enter", shows("WS▾")},
	{"?", shows("everywhere")},
	{"? ?", hides("everywhere")},
	{"? esc", hides("everywhere")},
	{"? q", hides("everywhere")},
	{"? G", shows("CPU quota ran out")},
	{"Z", shows("FROZEN 12:05:")},
	{"Z Z", hides("FROZEN")},
	{"-", shows("sampling at 5 Hz")},
	{"+", shows("sampling at 10 Hz")},
	{"=", shows("sampling at 10 Hz")},
	{"- - - -", shows("sampling at every 2s")},
	{"- - - - -", shows("sampling at every 5s")},
	{"- - +", shows("sampling at 5 Hz")},
	{"- esc", hides("sampling at")},
	{"F", shows("this is a pod")},
	{"j F", shows("$ podman pause nginx")},
	{"j S", shows("$ podman stop nginx")},
	{"j S y", shows("stop nginx: done")},
	{"j enter S", shows("$ podman stop nginx")},
	{"enter S", shows("$ podman stop nginx")},
	{"j space space S", shows("stop 2 containers?")},
	{"/ e x i t = 1 enter S", shows("$ podman start migrate")},
	{"j R", shows("$ podman restart nginx")},
	{"j K", shows("▸ TERM")},
	{"j K esc", hides("▸ TERM")},
	{"j K j enter", shows("send SIGHUP to nginx?")},
	{"j D", shows("write nginx to do it")},
	{"j D n g i n x enter", shows("remove nginx: done")},
	{"j D n g i n x backspace", hides("enter do it")},
	{"j D esc", hides("write nginx")},
	{"j space space D", shows("write 2 to do it")},
	{"j C", shows("run the health check of nginx?")},
	{"j L", shows("limits of nginx")},
	{"j L j", shows("is not a number of cores")},
	{"j L down", at("cpu-quota")},
	{"j L down up", at("cpus")},
	{"j L ctrl+n", at("cpu-quota")},
	{"j L ctrl+n ctrl+p", at("cpus")},
	{"j L 2 enter", shows("change the limits of nginx?")},
	{"j L enter", shows("nothing is changed")},
	{"j L esc", hides("limits of nginx")},
	{"j L 2 enter plan y", shows("change the limits of nginx: done")},
	{"j F y", shows("pause nginx: done")},
	{"j F n", hides("$ podman pause nginx")},
	{"/", shows("enter keep it")},
	{"/ w o r k", shows("filter: work  1 of 21")},
	{"/ w", hides("nginx")},
	{"/ w o r k enter", both(hides("enter keep it"), shows("filter: work  1 of 21"))},
	{"/ w o r k esc", shows("nginx")},
	{"/ w o r k enter esc", shows("nginx")},
	{"/ c p u > x", shows("^ \"x\" is not a number")},
	{"/ c p u > x backspace 1", shows("filter: cpu>1  1 of 21")},
	{"/ t h r tab > 1", shows("filter: throttled%>1  2 of 21")},
	{"/ n e t . tab", shows(" net.drops net.errs net.rx net.tx")},
	{"/ d b enter / ctrl+u w e b enter / up", shows("filter: db")},
	{"/ d b enter / ctrl+u w e b up up down", shows("filter: web")},
	{"/ d b enter / ctrl+u w e b ctrl+p", shows("filter: db")},
	{"/ d b enter / ctrl+u w e b up ctrl+n", shows("filter: web")},
	{"/ f1", shows("image~nginx")},
	{"/ d b f1 esc", both(shows("filter: db"), hides("image~nginx"))},
	{"/ s t a t e = e x i t e d", shows("seed")},
	{"/ z z", shows("No container matches  zz")},
	{"/ s h o p enter n", cursorOn("shop-worker-1")},
	{"n n", cursorOn("app")},
	{"n n N", cursorOn("nginx")},
	{"N", cursorOn("op/scratch")},
	{"j space", shows("✓ 1 marked")},
	{"j space", cursorOn("app")},
	{"j space k space", hides("marked")},
	{"space", shows("✓ 2 marked")},
	{"space k space", hides("marked")},
	{"j space space", shows("✓ 2 marked")},
	{"G space", shows("✓ 1 marked")},
	{"j space space U", hides("marked")},
	{"j space space F", shows("pause 2 containers?")},
	{"/ e x i t = 1 enter space F", shows("nothing to do: migrate is exited")},
	{"0", shows("CPU▾ 1s to ")},
	{"1", shows("graphs: all; history goes back 30 s")},
	{"1", shows("CPU▾ 30s to ")},
	{"3 2", shows("CPU▾ 60s to ")},
	{"3", shows("CPU▾ 30s/5m ")},
	{"4", shows("CPU▾ 30s/15m ")},
	{"5", shows("CPU▾ 30s/30m ")},
	{"6", shows("CPU▾ 30s/60m ")},
	{"7", shows("CPU▾ 30s/6h ")},
	{"8", shows("CPU▾ 30s/24h ")},
	{"v", shows("CPU%H▾")},
	{"v", shows("MEM%H")},
	{"v", shows("% of host")},
	{"v v", shows("CPU%L▾")},
	{"v v", shows("CPU%L▾ 60s ")},
	{"v v v", hides("CPU%L▾")},
	{"p", shows("grouped by project: 1 group, 15 containers outside")},
	{"p", shows("▾ project shop")},
	{"p p", hides("▾ project")},
	{"p p p", shows("▾ user op")},
	{"p p p p", hides("▾ user")},
	{"p p p p p", shows("▾ pod web")},
	{"enter", shows("NAME, by CPU")},
	{"j enter", both(shows("nginx  running, healthy"), shows("CPU 1.10 cores"))},
	{"j enter q", hides("nginx  running, healthy")},
	{"j enter esc", hides("nginx  running, healthy")},
	{"j enter w", hides("CPU 1.10 cores")},
	{"j enter w q k enter", both(shows("NAME, by CPU"), hides("NET  ↓"))},
	{"j enter w w", shows("CPU 1.10 cores")},
	{"j enter left", shows("now, not at the cursor")},
	{"j enter left", shows("nginx  at 12:")},
	{"j enter left left right", shows("nginx  at 12:05:00.0")},
	{"j enter shift+left", shows(" ago  running, healthy")},
	{"j enter left shift+left shift+right", hides("s ago  running")},
	{"j enter left .", hides("nginx  at 12:")},
	{"enter s", shows("NAME, by MEM")},
	{"enter j", at("app")},
	{"enter down", at("app")},
	{"enter j k", at("nginx")},
	{"enter j up", at("nginx")},
	{"enter G", at("web-infra")},
	{"enter end", at("web-infra")},
	{"enter pgdown", at("web-infra")},
	{"enter G pgup", at("nginx")},
	{"enter G g", at("nginx")},
	{"enter G home", at("nginx")},
	{"enter enter", shows("nginx  running, healthy")},
	{"enter tab", hides("NAME, by CPU")},
	{"enter ]", hides("NAME, by CPU")},
	{"enter [", hides("NAME, by CPU")},
	{"enter shift+tab", hides("NAME, by CPU")},
	{":", shows("go, or do it")},
	{": esc", hides("go, or do it")},
	{": o r d e r ctrl+n", at("sort by cpu")},
	{": o r d e r down", at("sort by cpu")},
	{": o r d e r down up", at("sort by name")},
	{": o r d e r down ctrl+p", at("sort by name")},
	{": n g i n x enter", shows("nginx  running, healthy")},
	{"j e", shows("no shell: nginx is not for real")},
	{"j y", shows("copy to the terminal’s clipboard")},
	{"j i", shows("Created: ")},
	{"j i answer z", shows("StartedAt")},
	{"j i answer x", hides("x shows it")},
	{"j i answer / i m a g e enter n", shows("2 of 5 found")},
	{"j i answer / i m a g e enter N", shows("5 of 5 found")},
	{"H", shows("the past")},
	{"H q", hides("the past")},
	{"H esc", hides("the past")},
	{"H j", hides("host  podhost")},
	{"H down", hides("host  podhost")},
	{"H j k", shows("host  podhost")},
	{"H j up", shows("host  podhost")},
	{"H pgdown", hides("the past")},
	{"H G pgup", hides("RECLAIMABLE")},
	{"H G", shows("RECLAIMABLE")},
	{"H end", shows("RECLAIMABLE")},
	{"H G g", shows("host  podhost")},
	{"H G home", shows("host  podhost")},
	{"H G s", shows("by memory, s sorts")},
	{"H r", shows("Linux asked twice")},
	{"E", both(shows("what happened  7, newest first"), at("12:04:51"))},
	{"E q", hides("what happened")},
	{"E esc", hides("what happened")},
	{"E j", at("12:04:46")},
	{"E down", at("12:04:46")},
	{"E j k", at("12:04:51")},
	{"E j up", at("12:04:51")},
	{"E G", at("12:02:30")},
	{"E end", at("12:02:30")},
	{"E pgdown", at("12:02:30")},
	{"E G pgup", at("12:04:51")},
	{"E G g", at("12:04:51")},
	{"E G home", at("12:04:51")},
	{"E j enter", both(hides("what happened"), shows("search  at 12:04:4"))},
	{"E h", shows("what happened  9, newest first")},
	{"E h h", shows("2 health checks hidden")},
	{"E / o o m", shows("what happened  1 of 7 match  oom")},
	{"E / o o m enter esc", shows("what happened  7, newest first")},
	{"j l", both(shows("logs  nginx  following"), shows("line 299"))},
	{"l", both(shows("logs  pod web  following"), shows("line 299"))},
	{"j space space l", shows("logs  2 containers  following")},
	{"j l log q", hides("logs  nginx")},
	{"j l log esc", hides("logs  nginx")},
	{"j enter l", shows("logs  nginx  following")},
	{"j enter left l", shows("logs  nginx  at 12:04:")},
	{"E l", shows("logs  op/scratch")},
	{"j l log k", shows("▸12:04:58.000 | line 298")},
	{"j l log up", shows("▸12:04:58.000 | line 298")},
	{"j l log k j", shows("▸12:04:59.000 | line 299")},
	{"j l log k down", shows("▸12:04:59.000 | line 299")},
	{"j l log pgup", shows("▸12:04:38.000 | line 278")},
	{"j l log g pgdown", shows("▸12:00:21.000 | line 21")},
	{"j l log left", shows("▸12:04:59.000 | line 299")},
	{"j l log left right", shows("logs  nginx  following")},
	{"j l log shift+left", shows("▸12:04:30.000 | line 270")},
	{"j l log shift+left shift+left shift+right", shows("▸12:04:30.000 | line 270")},
	{"j l log d", hides(" MEM ")},
	{"j l log d d", shows(" LOG ")},
	{"j l log g", shows("▸12:00:00.000 | line 0")},
	{"j l log home", shows("▸12:00:00.000 | line 0")},
	{"j l log g G", both(shows("following"), shows("line 299"))},
	{"j l log g end", both(shows("following"), shows("line 299"))},
	{"j l log g .", both(shows("following"), shows("line 299"))},
	{"j l log [", shows("▸12:03:20.000 * start")},
	{"j l log g ]", shows("▸12:01:40.000 * start")},
	{"j l log / l i n e space 7 enter", shows("▸12:01:19.000 | line 79")},
	{"j l log / l i n e space 7 enter hit n", shows("▸12:01:18.000 | line 78")},
	{"j l log / l i n e space 7 enter hit n hit2 N", shows("▸12:01:19.000 | line 79")},
	{"j l log / ~ a (", shows("^ this is no regular expression")},
	{"j l log / f1", shows("What is found is a text")},
	{"j l log &", shows("F1 how to write one")},
	{"j l log & f1", shows("level>=warn")},
	{"j l log & l e v e l > x", shows("^ there is no level")},
	{"j l log & l i n e space 9 9 enter", both(shows("only line 99"), shows("297 left out"))},
	{"j l log & l i n e space 9 9 enter esc", hides("only line 99")},
	{"j l log space", shows("1 selected")},
	{"j l log space k k space y", shows("▸ 3 selected lines")},
	{"j l log ctrl+s", shows("save 300 lines that are loaded")},
	{"j l log space k k ctrl+s", shows("save 3 selected lines")},
	{"j l log t", shows("12:04:59.000Z | line 299")},
	{"j l log w", shows("the end of it")},
	{"j l log a", shows("logs  all containers")},
	{"j l log a a", shows("logs  nginx")},
	{"j l log o", shows("with what others only say")},
	{"left", shows("▹ pod web 2")},
	{"left right", shows("nginx")},
	{"j j left", both(cursorOn("pod web"), shows("nginx"))},
	{"j j left left", hides("nginx")},
	{"j right", both(cursorOn("nginx"), shows("nothing to unfold: nginx"))},
	{"G left", shows("nothing to unfold: scratch")},
	{"G", both(shows("exited with 127, 50m ago"), shows("more: !"))}, // first what is wrong with the row itself
	{"j s", hides("▸   nginx")},
	{"left space", shows("✓ 2 marked")},
	{"c", shows("[x] limit")},
	{"c esc", hides("[x] limit")},
	{"c j space", shows("▸ [ ] state")},
	{"c j j j J", inOrder("] mem ", "▸ [x] graph")},
	{"c j j j j K", inOrder("▸ [x] mem ", "] graph")},
	{"c j +", shows("▸ [x] state        13  State,")},
	{"c j =", shows("▸ [x] state        13  State,")},
	{"c j + -", shows("▸ [x] state            State,")},
	{"c j space d", both(shows("▸ [x] name "), hides("[ ] state"))},
	{"c j space enter", both(hides("[x] limit"), hides("STATE"))},
	{"c j space esc", shows("STATE")},
	{"c j space q", shows("STATE")},
	{"c j j space enter", shows("CPU▾ STATE")}, // what rows are sorted by is shown
	{"c G space enter", shows("RUNTIME")},
	{"c j j j J enter", shows("CPU▾    MEM 60s")},
	{"c j j j j K enter", shows("CPU▾    MEM 60s")},
	{"c space J enter", both(hides("[x] limit"), shows("  NAME"))},
	{"c j + + + enter", shows("STATE           CPU▾")},
	{"c j + + - enter", shows("STATE         CPU▾")},
	{"c j + - enter", shows("STATE         CPU▾")},
	{"c j space d enter", shows("STATE")},
	{"!", both(shows("what is wrong"), shows("app: memory 97% of its limit"))},
	{"! esc", hides("since")},
	{"! G enter", cursorOn("migrate")},
	{"! l", both(shows("app has written nothing"), hides("its log then"))},
	{"ctrl+o", shows("mouse  10 Hz")},
	{"ctrl+o", shows("mouse on")},
	{"ctrl+o ctrl+o", hides("mouse  10 Hz")},
	{"t", shows("there is no key t; ? lists them")},
	{"j B", shows("benchmark  nginx")},
	{"j B choices j", at("cpu: work a second")},
	{"j B choices down", at("cpu: work a second")},
	{"j B choices j k", at("start: its image")},
	{"j B choices j up", at("start: its image")},
	{"j B choices G", both(at("http: load"), shows("It cannot run here: no port"))},
	{"j B choices end", at("http: load")},
	{"j B choices pgdown", at("http: load")},
	{"j B choices G g", at("start: its image")},
	{"j B choices G home", at("start: its image")},
	{"j B choices G pgup", at("start: its image")},
	{"j B choices j left", shows("--for 5s")},
	{"j B choices j right", shows("--for 30s")},
	{"j B choices j enter", shows("run cpu: work a second under its limits for 10 s?")},
	{"j B choices j enter asked y", shows("kept as")},
	{"j B choices j enter asked y kept r", shows("run cpu: work a second under its limits for 10 s?")},
	{"j B choices j enter asked y kept esc", at("cpu: work a second")},
	{"j B choices j j enter", shows("how to write one")},
	{"j B choices a", shows("results of benchmarks")},
	{"j B choices a results j", cursorOn("11:00")},
	{"j B choices a results down", cursorOn("11:00")},
	{"j B choices a results j k", cursorOn("12:00")},
	{"j B choices a results j up", cursorOn("12:00")},
	{"j B choices a results G", cursorOn("10:00")},
	{"j B choices a results end", cursorOn("10:00")},
	{"j B choices a results pgdown", cursorOn("10:00")},
	{"j B choices a results G g", cursorOn("12:00")},
	{"j B choices a results G home", cursorOn("12:00")},
	{"j B choices a results G pgup", cursorOn("12:00")},
	{"j B choices a results space", shows("one is marked")},
	{"j B choices a results enter", shows("result  ab")},
	{"j B choices a results j enter report right", shows("in their order  no. 1 of 20")},
	{"j B choices a results j enter report left", shows("in their order  no. 20 of 20")},
	{"j B choices a results enter report ]", shows("result  cpu1")},
	{"j B choices a results G enter report [", shows("result  cpu1")},
	{"j B choices a results enter report ctrl+s", shows("ab.json")},
}

// stillTests has what a key leaves as it is.
var stillTests = []struct {
	keys string
	then func(string) bool
}{
	{"", cursorOn("pod web")},
	{"- - - - - -", shows("sampling at every 5s")}, // there is no slower
	{"/ c p u > x", shows("pod web")},              // what cannot be meant hides nothing
	{"/ c p u > x enter", shows("is not a number")},
	{"t j t", hides("no key t")}, // which is said once
}

// opens is what the dialog of a key shows, where it takes a while to open.
var opens = map[string]string{"F": "$ podman pause", "S": "$ podman", "R": "$ podman", "D": "write ", "L": "on record", "H": "MOUNTED ON"}

// waits is what those wait for among keys that are none: what was asked for.
var waits = map[string]string{
	"answer": "Created: ", "plan": "$ podman update", "log": "line 299", "hit": "▸12:01:19", "hit2": "▸12:01:18",
	"choices": "▸ start: its image", "asked": "y do it", "kept": "kept as", "results": "IN SHORT", "report": "in their order",
}

func TestKeys(t *testing.T) {
	samples := modeltest.Busy().Samples(301)
	for i, tt := range keyTests {
		if !tuitest.Sample(i) {
			continue
		}
		t.Run(strings.ReplaceAll(tt.keys, " ", ","), func(t *testing.T) {
			t.Parallel()
			s, _ := playWith(t, samples, 120, 40, tui.Options{Actor: &fakeActor{}, Prober: newHostProber(), Logs: newLog(), Saver: drawer{}, Bencher: newBencher()})
			before, last := cutLast(tt.keys)
			pressAll(s, before)
			waitUntil(t, s, func(screen string) bool { return !tt.then(screen) })
			s.Press(last)
			waitUntil(t, s, tt.then)
		})
	}
	for _, tt := range stillTests {
		t.Run("still "+strings.ReplaceAll(tt.keys, " ", ","), func(t *testing.T) {
			t.Parallel()
			s, _ := play(t, samples, 120, 40, &fakeActor{})
			pressAll(s, tt.keys)
			waitUntil(t, s, tt.then)
		})
	}
}

// drawer is a Saver that keeps nothing.
type drawer struct{}

func (drawer) Path(name string) string { return "/home/op/" + name }

func (drawer) Save(context.Context, string, []byte) error { return nil }

// newBencher has a run that is over soon.
func newBencher() *benchtest.Bencher {
	b := &benchtest.Bencher{All: benchtest.Choices(model.Key{Name: "nginx"}), Steps: []bench.Progress{benchtest.CPU(12), benchtest.CPU(20)}}
	for i, name := range []string{"ab", "cpu1", "cpu2"} {
		r := benchtest.CPU(20).Report
		if i == 0 {
			r = benchtest.AB(40).Report
		}
		r.Time = r.Time.Add(-time.Duration(i) * time.Hour)
		b.Kept = append(b.Kept, benchtest.Kept{Name: name, Report: r})
	}
	return b
}

// newLog is a log of nginx, a line a second, with two starts in it.
func newLog() *feedtest.Reader {
	var all []logs.Line
	for n := range 300 {
		l := logs.Line{
			Stamp: logs.Stamp{Time: time.Date(2026, 11, 20, 12, 0, n, 0, time.UTC)}, Stream: logs.Stdout,
			Container: logs.Container{ID: "a", Name: "nginx"}, Text: fmt.Sprint("line ", n),
		}
		switch n {
		case 100, 200:
			l.Kind, l.Stream, l.Text = logs.Event, logs.UnknownStream, "start"
		case 298:
			l.Text += strings.Repeat(" and on", 20) + " to the end of it"
		}
		all = append(all, l)
	}
	log := feedtest.New(all...)
	log.Patience = time.Second
	return log
}

// cutLast cuts the last of keys off.
func cutLast(keys string) (before, last string) {
	i := strings.LastIndexByte(keys, ' ')
	return keys[:max(0, i)], keys[i+1:]
}

// pressAll presses keys one after the other, each once the dialog before it is
// open.
func pressAll(s *tuitest.Screen, all string) {
	keys := strings.Fields(all)
	for _, k := range keys {
		if text := waits[k]; text != "" {
			s.WaitFor(text)
			continue
		}
		s.Press(k)
		if text := opens[k]; keys[0] != "/" && text != "" {
			s.WaitFor(text)
		}
	}
}

// waitUntil waits for what comes home from a command.
func waitUntil(t *testing.T, s *tuitest.Screen, ok func(string) bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ok(s.Settle()); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not what was expected:\n%s", s.Text())
		}
	}
}

// A layer is the keys that work at the same time.
type layer int

const (
	onPage layer = iota
	onDetail
	onHost
	onEvents
	onLogs
	onBench
	onResults
	inPalette
	inPrompt
	inDialog
)

// pages are those that keys of the list open.
var pages = map[string]layer{"enter": onDetail, "i": onDetail, "H": onHost, "E": onEvents, "l": onLogs, "B": onBench}

func (l layer) isPage() bool {
	return l == onPage || l == onDetail || l == onHost || l == onEvents || l == onLogs || l == onBench || l == onResults
}

// next is the layer after a key was pressed in l.
func (l layer) next(key string) layer {
	switch {
	case l == onPage && key == "/":
		return inPrompt
	case l == onPage && pages[key] != 0:
		return pages[key]
	case l == onBench && key == "a":
		return onResults
	case l == onPage && key == ":":
		return inPalette
	case (l == onPage || l == onDetail) && (key == "L" || key == "D"):
		return inPalette
	case l.isPage() && slices.Contains([]string{"q", "esc"}, key):
		return onPage
	case l == inPrompt && key == "f1", l == onPage && slices.Contains([]string{"s", "c", "?", "!", "F", "S", "R", "K", "C"}, key):
		return inDialog
	case !l.isPage() && slices.Contains([]string{"enter", "esc"}, key):
		return onPage
	}
	return l
}

// Every key has a row that ends with it, and one of its own in each layer where
// it works.
func TestEveryKeyIsTested(t *testing.T) {
	type press struct {
		layer layer
		key   string
	}
	tested := map[press]bool{}
	for _, tt := range keyTests {
		before, last := cutLast(tt.keys)
		l := onPage
		for _, k := range strings.Fields(before) {
			l = l.next(k)
		}
		tested[press{l, last}] = true
	}
	for _, k := range []string{"q", "ctrl+c", "ctrl+z", "ctrl+l"} { // see below
		tested[press{onPage, k}] = true
	}
	groups := tui.AllKeys()
	layers := map[string]layer{"graphs": onDetail, "tabs": onDetail, "host": onHost, "events": onEvents, "logs": onLogs, "benchmark": onBench, "results": onResults, "palette, forms": inPalette, "while a filter is written": inPrompt, "dialogs": inDialog}
	for _, g := range groups {
		for _, b := range g.Keys {
			for _, k := range b.Keys() {
				if !tested[press{layers[g.Title], k}] {
					t.Errorf("%s: key %q (%s) has no test", g.Title, k, b.Help().Desc)
				}
			}
			if b.Help().Key == "" || b.Help().Desc == "" {
				t.Errorf("keys %q have no help", b.Keys())
			}
		}
	}
}

// What help says of keys can be read in every charset.
func TestKeySignsAreShown(t *testing.T) {
	groups := tui.AllKeys()
	for _, charset := range []theme.Charset{theme.Braille, theme.Blocks, theme.ASCII} {
		g := theme.Default(charset).Glyphs
		for _, group := range groups {
			texts := slices.Clone(group.Text)
			for _, k := range group.Keys {
				texts = append(texts, k.Help().Key, k.Help().Desc)
			}
			for _, text := range texts {
				if own := g.Own(text); widget.Clean(own, g) != own {
					t.Errorf("charset %v: %q is shown as %q", charset, text, widget.Clean(own, g))
				}
			}
		}
	}
	s, _ := playWith(t, modeltest.Busy().Samples(21), 120, 60, tui.Options{Charset: theme.ASCII})
	s.Press("?")
	for _, want := range []string{"j down  down", "k up    up", "left    fold", "right   unfold", "sort by ..."} {
		s.WaitFor(want)
	}
}

// What something else wrote on the screen goes when it is drawn anew, and only
// then.
func TestRedraw(t *testing.T) {
	s, _ := play(t, modeltest.Busy().Samples(21), 80, 24, nil)
	s.Settle()
	s.Write([]byte("\x1b[7;1Hspoilt"))
	s.Press("g")
	if time.Sleep(50 * time.Millisecond); !strings.Contains(s.Text(), "spoilt") {
		t.Fatalf("it went by itself:\n%s", s.Text())
	}
	s.Press("ctrl+l")
	waitUntil(t, s, hides("spoilt"))
}

// Help has room for all it says of keys on the smallest usual screen.
func TestHelpCutsNothing(t *testing.T) {
	groups := tui.AllKeys()
	screen := ""
	for _, open := range append(tui.PageKeys(), "", "enter", "j B", "j B a") {
		s, _ := playWith(t, modeltest.Busy().Samples(21), 80, 130, tui.Options{Prober: newHostProber(), Actor: &fakeActor{}})
		pressAll(s, open+" ?")
		s.WaitFor("dialogs")
		screen += s.Settle()
	}
	for _, g := range groups {
		for _, k := range g.Keys {
			if !strings.Contains(screen, k.Help().Desc) {
				t.Errorf("%s: %q is cut off in\n%s", k.Help().Key, k.Help().Desc, screen)
			}
		}
	}
}

func TestQuit(t *testing.T) {
	for _, keys := range []string{"q", "ctrl+c", "? ctrl+c"} {
		s, _ := play(t, modeltest.Empty().Samples(3), 80, 24, nil)
		s.Press(strings.Fields(keys)...)
		select {
		case <-s.Done():
		case <-time.After(10 * time.Second):
			t.Errorf("%s does not quit", keys)
		}
	}
}

func TestPaceIsAskedOfTheSource(t *testing.T) {
	s, src := play(t, modeltest.Busy().Samples(11), 120, 40, nil)
	s.Press("-", "-", "+")
	s.Settle()
	src.mu.Lock()
	defer src.mu.Unlock()
	want := []time.Duration{200 * time.Millisecond, 500 * time.Millisecond, 200 * time.Millisecond}
	if !slices.Equal(src.paces, want) {
		t.Errorf("asked for %v, want %v", src.paces, want)
	}
}

func TestFreezePinsWhatIsShown(t *testing.T) {
	samples := modeltest.Busy().Samples(3000)
	s, src := play(t, samples[:701], 120, 40, nil)
	before := s.Settle()
	s.Press("Z")
	frozen := s.Settle()
	rows := func(screen string) string { return strings.SplitN(screen, "\n", 2)[1] }
	if rows(frozen) != rows(before) {
		t.Errorf("freezing changed\n%s\nto\n%s", before, frozen)
	}
	for _, sample := range samples[701:] {
		src.more <- sample
	}
	if after := s.Settle(); after != frozen {
		t.Errorf("frozen, but\n%s\nbecame\n%s", frozen, after)
	}
	s.Press("j") // drawn anew, after history has forgotten that minute
	if got, want := line(s.Settle(), "batch-8"), line(frozen, "batch-8"); got != want {
		t.Errorf("frozen row became\n%s\nwas\n%s", got, want)
	}
	s.Press("Z")
	if after := s.Settle(); rows(after) == rows(frozen) || strings.Contains(after, "FROZEN") {
		t.Errorf("still frozen:\n%s", after)
	}
}

// Keys the user chose work, those they replace do not, and help and hints know.
func TestChosenKeys(t *testing.T) {
	wanted := map[string]string{"sort": "o", "down": "ctrl+n", "leave": "x", "help": "ctrl+e", "freeze": ""}
	src := newTape(modeltest.Busy().Samples(301))
	ended := src.ended
	s := tuitest.Run(t, tui.New(t.Context(), tui.Options{Source: src, Keys: wanted}), 160, 40)
	<-ended
	s.Press("ctrl+n", "j", "down")
	if got := s.Settle(); !cursorOn("nginx")(got) || !strings.Contains(got, "o sort") || !strings.Contains(got, "ctrl+e help") || strings.Contains(got, "freeze") {
		t.Errorf("with other keys:\n%s", got)
	}
	s.Press("o")
	s.WaitFor("enter choose  ctrl+n k move  x leave")
	s.Press("x", "ctrl+e")
	s.WaitFor("ctrl+n  down")
}

func TestKeysRefuses(t *testing.T) {
	for name, keys := range map[string]string{"sort": "P", "pause": "q", "agree": "j", "filter-keep": "ctrl+c", "window": "0 1"} {
		if _, err := tui.Keys(map[string]string{name: keys}); err == nil {
			t.Errorf("%s on %s is taken", name, keys)
		}
	}
}

// A name is listed once, however many pages have it, and means the same keys on
// all of them.
func TestKeysListsEachNameOnce(t *testing.T) {
	groups, err := tui.Keys(map[string]string{"down": "ctrl+n"})
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, g := range groups {
		for _, k := range g.Keys {
			if keys, twice := listed[k.Name]; twice {
				t.Errorf("%s is there twice: %s and %s", k.Name, keys, k.Keys())
			}
			listed[k.Name] = strings.Join(k.Keys(), " ")
		}
	}
	if listed["down"] != "ctrl+n" {
		t.Errorf("down is on %q", listed["down"])
	}
	for _, g := range tui.AllKeys() {
		for _, k := range g.Keys {
			if _, ok := listed[k.Name]; !ok {
				t.Errorf("%s: %s is not listed", g.Title, k.Name)
			}
		}
	}
}
