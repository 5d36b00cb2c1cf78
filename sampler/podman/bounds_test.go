package podman

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

// A flood is a service whose lists and events are as large as they may be.
type flood struct{ silence }

// A silence is a service that says nothing.
type silence struct{}

func (silence) Ping(context.Context) (string, error)               { return "5.4.2", nil }
func (silence) Get(context.Context, string, url.Values, any) error { return errors.New("no") }

func (silence) Stream(context.Context, string, url.Values) (io.ReadCloser, error) {
	return nil, errors.New("no")
}

func (silence) List(context.Context, string, url.Values, func([]byte) error) (int, error) {
	return 0, nil
}

func numbered(i int) string { return fmt.Sprintf("%064x", i) }

func (flood) List(_ context.Context, path string, _ url.Values, each func([]byte) error) (int, error) {
	if path != "/containers/json" {
		return 0, nil
	}
	large := strings.Repeat("x", 2<<10)
	names := strings.Repeat(`"",`, 1000)
	for i := range maxContainers {
		element := fmt.Sprintf(`{"Id":%q,"Names":["%d%s",%s"z"],"Image":%q,"PodName":%q,"State":%q,"Labels":{"PODMAN_SYSTEMD_UNIT":"a","com.docker.compose.project":%q}}`,
			numbered(i), i, large, names, large, large, large, large)
		if err := each([]byte(element)); err != nil {
			return 0, err
		}
	}
	return 0, nil
}

// heap is how many bytes are in use once f is through.
func heap(f func()) int {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.GC()
	runtime.ReadMemStats(&after)
	return int(after.HeapAlloc) - int(before.HeapAlloc)
}

func TestListsAreBounded(t *testing.T) {
	var l list
	if n := heap(func() { l = askList(t.Context(), flood{}) }); n > 24<<20 {
		t.Errorf("a list of %d containers takes %d bytes", len(l.containers), n)
	}
	e := newEngine(Endpoint{}, &usualPace, func() {}, func() {})
	s := newSession(e)
	s.touched = map[model.ID]bool{}
	s.takeList(l)
	if len(e.containers) != maxContainers || e.weight > maxWeight || e.weight < maxWeight/2 {
		t.Errorf("%d containers weigh %d", len(e.containers), e.weight)
	}
	s.asking[model.ID(numbered(1))] = true
	d := detail{id: model.ID(numbered(1))}
	d.got.ID, d.got.State.CgroupPath = numbered(1), strings.Repeat("/", maxText)
	s.takeDetail(d)
	if e.refused != 1 || !strings.Contains(e.refusal.Error(), "more than 4 MiB") {
		t.Errorf("%d refused: %v", e.refused, e.refusal)
	}
	for id := range e.containers {
		s.forget(id)
	}
	if e.weight != 0 {
		t.Errorf("nothing weighs %d", e.weight)
	}
}

func TestEventsAreBounded(t *testing.T) {
	var in strings.Builder
	in.WriteString(`{"Type":"container","Action":"create","Actor":{"ID":"` + strings.Repeat("x", maxEvent) + "\"}}\n\n")
	in.WriteString(`{"Type":"container","Action":"start","Actor":{"ID":"` + id1 + `","Attributes":{"name":"web","NAME":"odd"`)
	for i := range 20_000 {
		fmt.Fprintf(&in, `,"%d":""`, i)
	}
	in.WriteString("}}}\n" + `{"Type":"container","Action":"died","Actor":{"ID":"` + id1 + `"}}`)
	r := bufio.NewReaderSize(strings.NewReader(in.String()), maxEvent)
	var got []string
	for {
		line, err := nextLine(r)
		if err == io.EOF {
			break
		}
		ev, parseErr := parseEvent(line)
		if err != nil || parseErr != nil {
			t.Fatal(err, parseErr)
		}
		got = append(got, ev.Action+" "+ev.Actor.Attributes.name)
	}
	if want := []string{" ", " ", "start web", "died "}; strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q, want %q", got, want)
	}
}

// A label is not found by another's name, and what is no object of texts is
// refused.
func TestPick(t *testing.T) {
	for in, want := range map[string]string{
		`{"a":"1","A":"2","b":null}`: "A=2 a=1 b=",
		`null`:                       "",
		`{"a":{"b":"c"}}`:            "cannot unmarshal object",
		`{"a":1}`:                    "cannot unmarshal number",
		`["a"]`:                      "cannot unmarshal array",
	} {
		var got []string
		err := pick([]byte(in), func(name, value string) { got = append(got, name+"="+value) })
		slices.Sort(got)
		said := strings.Join(got, " ")
		if err != nil {
			said = err.Error()
		}
		if said != want && !(err != nil && strings.Contains(said, want)) {
			t.Errorf("%s: %q, want %q", in, said, want)
		}
	}
}

// A thousand ports in a row are one range, whatever the order.
func TestManyPorts(t *testing.T) {
	m := portMap{}
	for i := range 1000 {
		m[fmt.Sprintf("%d/tcp", 8000+i)] = []struct{ HostIp, HostPort string }{{"", fmt.Sprint(8000 + i)}}
	}
	if got := ports(m, nil); len(got) != 1 || got[0].Range != 1000 {
		t.Errorf("%d ranges", len(got))
	}
	for i := range 1000 {
		m[fmt.Sprintf("%d/tcp", 8000+i)] = []struct{ HostIp, HostPort string }{{strings.Repeat("x", 1000), fmt.Sprint(8000 + 2*i)}}
	}
	if got := ports(m, nil); len(got) != maxPorts || len(got[0].HostIP) != maxWord {
		t.Errorf("%d ranges", len(got))
	}
}

// A user's directory of units that hangs costs that user's units, and no other
// look.
func TestUnitsThatHang(t *testing.T) {
	run := t.TempDir()
	unitDirs(t, run)
	w := New(Options{UID: os.Getuid(), Run: run, Child: (&memoryManager{}).child})
	d := systemd{uid: os.Getuid(), runDir: run}
	hold := make(chan bool)
	defer close(hold)
	w.dirs.Try(t.Context(), d.generated(), 0, func() { <-hold }, func() {})
	w.askSystemds(t.Context())
	found := <-w.found
	w.setManagers(found)
	if w.askingSystemds || len(found) != 1 || found[0].err == nil || !strings.Contains(found[0].err.Error(), "does not answer") {
		t.Errorf("%+v", found)
	}
	w.Close()
}

// What systemctl says beyond what is kept of it is not half believed.
func TestSystemctlThatSaysTooMuch(t *testing.T) {
	d := systemd{child: func(context.Context, int, ...string) ([]byte, error) { return make([]byte, maxShow), nil }}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if _, err := d.show(ctx, []string{"a.service"}); err == nil || !strings.Contains(err.Error(), "more than 8 MiB") {
		t.Error(err)
	}
}

// silentPods is a service that never answers about a pod.
type silentPods struct {
	silence
	asked chan string
}

func (s silentPods) Get(ctx context.Context, path string, _ url.Values, _ any) error {
	s.asked <- path
	<-ctx.Done()
	return ctx.Err()
}

// However many pods events name, a few are asked about at a time, and no more
// are remembered than there can be.
func TestPodsOfEventsAreBounded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	api := silentPods{asked: make(chan string, 5000)}
	s := newSession(newEngine(Endpoint{API: api}, &usualPace, func() {}, func() {}))
	s.touched = map[model.ID]bool{}
	for i := range 2 * maxTouched {
		ev := event{Type: "pod", Action: "create"}
		ev.Actor.ID = numbered(i)
		s.takePod(ctx, &ev)
	}
	if s.askingPods != inspecting || len(s.dirtyPods) != maxPods || len(s.touched) != maxTouched {
		t.Errorf("%d asked, %d to be asked, %d touched", s.askingPods, len(s.dirtyPods), len(s.touched))
	}
	cancel()
	s.calls.Wait()
	if n := len(api.asked); n != inspecting {
		t.Errorf("%d calls", n)
	}
	if s.takeList(list{}) || s.err == nil {
		t.Errorf("a list that is older than what happened: %v", s.err)
	}
}
