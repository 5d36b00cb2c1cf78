package proc

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

func inodeOf(t testing.TB, path string) model.NetworkID {
	t.Helper()
	fi, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return model.NetworkID(fi.Sys().(*syscall.Stat_t).Ino)
}

// A world is a /proc with containers, numbered from 1: container i has the
// process 100+i.
type world struct {
	t    testing.TB
	proc string
	now  time.Duration
	pids map[model.ID]int
	asks int // for a pid
	n    *Networks
}

func newWorld(t testing.TB, budget *kernel.Budget) *world {
	o := machine(t)
	w := &world{t: t, proc: o.Proc, now: time.Second, pids: map[model.ID]int{}}
	o.Budget, o.Clock = budget, func() time.Duration { return w.now }
	w.n = OpenNetworks(o)
	t.Cleanup(func() {
		w.n.Close()
		if kept := budget.Kept(); kept != 0 {
			t.Errorf("%d descriptors left open", kept)
		}
	})
	return w
}

func (w *world) path(pid int) string {
	return filepath.Join(w.proc, strconv.Itoa(pid), "net/dev")
}

// run starts the process pid of container i, in a namespace that has received
// rx bytes.
func (w *world) run(i, pid, rx int) model.Reading {
	w.t.Helper()
	r := model.Reading{ID: model.ID(strings.Repeat(strconv.Itoa(i), 64)), Inode: uint64(i)}
	write(w.t, w.path(pid), netdevHead+netdevLo+"  eth0: "+strconv.Itoa(rx)+" 1 0 0 0 0 0 0 2 2 0 0 0 0 0 0\n")
	write(w.t, filepath.Join(w.proc, strconv.Itoa(pid), "cgroup"), "0::/machine.slice/libpod-"+string(r.ID)+".scope/container\n")
	w.pids[r.ID] = pid
	return r
}

// join puts the process pid into the namespace of the process other.
func (w *world) join(pid, other int) {
	w.t.Helper()
	w.kill(pid, "net/dev")
	if err := os.Link(w.path(other), w.path(pid)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) kill(pid int, name string) {
	w.t.Helper()
	if err := os.RemoveAll(filepath.Join(w.proc, strconv.Itoa(pid), name)); err != nil {
		w.t.Fatal(err)
	}
}

// tick is one tick: assign, then read.
func (w *world) tick(readings []model.Reading) []model.Network {
	w.now += 100 * time.Millisecond
	w.n.Assign(readings, func(i int) int { w.asks++; return w.pids[readings[i].ID] })
	var s model.Sample
	w.n.Fast(&s)
	return s.Networks
}

// rx are the bytes received by each network.
func rx(networks []model.Network) (sum []uint64) {
	for _, n := range networks {
		v, _ := n.RxBytes.Get()
		sum = append(sum, v)
	}
	return sum
}

func (w *world) want(readings []model.Reading, bytes ...uint64) {
	w.t.Helper()
	got := rx(w.tick(readings))
	if len(got) != len(bytes) {
		w.t.Fatalf("networks received %v, want %v", got, bytes)
	}
	for i := range got {
		if got[i] != bytes[i] {
			w.t.Errorf("networks received %v, want %v", got, bytes)
		}
	}
}

func TestNetworksSharedByAPodAreReadOnce(t *testing.T) {
	budget := &kernel.Budget{Max: 10}
	w := newWorld(t, budget)
	readings := []model.Reading{w.run(1, 101, 10), w.run(2, 102, 0), w.run(3, 103, 30)}
	w.join(102, 101)
	w.want(readings, 10, 30)
	if readings[0].Net != inodeOf(t, w.path(101)) || readings[1].Net != readings[0].Net || readings[2].Net == readings[0].Net {
		t.Errorf("namespaces %d, %d, %d", readings[0].Net, readings[1].Net, readings[2].Net)
	}
	if budget.Kept() != 2 {
		t.Errorf("%d descriptors kept, want 2", budget.Kept())
	}
	w.want(readings[1:], 10, 30) // the first left, its namespace is still used
	w.want(readings[2:], 30)
	if budget.Kept() != 1 {
		t.Errorf("%d descriptors kept, want 1: an open one keeps the namespace alive", budget.Kept())
	}
}

func TestNetworksOfTheHost(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	readings := []model.Reading{w.run(1, 101, 0), w.run(2, 102, 20)}
	w.join(101, 1)
	w.want(readings, 20)
	if !readings[0].HostNS || readings[0].Net != inodeOf(t, w.path(1)) || readings[1].HostNS {
		t.Errorf("readings = %+v", readings)
	}
}

func TestNetworksOfARestartedContainer(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	readings := []model.Reading{w.run(1, 101, 10)}
	w.want(readings, 10)
	w.kill(101, "")
	w.run(1, 109, 90)
	readings[0].Inode++
	w.want(readings, 90)
}

// The process is put into the cgroup before it enters its namespace.
func TestNetworksAreLookedAtAgain(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	readings := []model.Reading{w.run(1, 101, 10)}
	w.join(101, 1)
	w.want(readings)
	if !readings[0].HostNS {
		t.Error("not in the host's namespace")
	}
	w.kill(101, "")
	w.run(1, 101, 10)
	w.want(readings, 10)
	if readings[0].HostNS {
		t.Error("still in the host's namespace")
	}
	for range 100 {
		w.tick(readings)
	}
	if w.asks > lastLook+1 {
		t.Errorf("asked for a process %d times", w.asks)
	}
}

func TestNetworksOfOthersProcesses(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	r := w.run(1, 101, 10)
	w.run(2, 101, 20) // the number now is that of a process of another container
	readings := []model.Reading{r}
	w.want(readings)
	if readings[0].Net != 0 {
		t.Errorf("took the namespace %d of a reused number", readings[0].Net)
	}
	w.run(1, 101, 10)
	w.want(readings, 10) // found once it can be
}

func TestNetworksWithoutProcesses(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	readings := []model.Reading{{ID: "none"}}
	for range 50 {
		w.want(readings)
	}
	if w.asks > 10 {
		t.Errorf("asked %d times in 5 s", w.asks)
	}
}

// A kept file needs no process; without one, another process of the namespace
// takes the place of the one that died.
func TestNetworksOfADeadProcess(t *testing.T) {
	for _, most := range []int{0, 10} {
		w := newWorld(t, &kernel.Budget{Max: most})
		readings := []model.Reading{w.run(1, 101, 10), w.run(2, 102, 0)}
		w.join(102, 101)
		w.want(readings, 10)
		w.kill(101, "")
		w.tick(readings)
		w.want(readings, 10)
	}
}

// Nor does a process that got the dead one's number answer for it.
func TestNetworksOfAReusedNumber(t *testing.T) {
	w := newWorld(t, &kernel.Budget{})
	readings := []model.Reading{w.run(1, 101, 10)}
	w.want(readings, 10)
	w.run(2, 102, 99)
	w.kill(101, "")
	if err := os.Rename(filepath.Join(w.proc, "102"), filepath.Join(w.proc, "101")); err != nil {
		t.Fatal(err)
	}
	w.want(readings)
}

func TestNetworksAllocateNothing(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	readings := []model.Reading{w.run(1, 101, 10), w.run(2, 102, 20)}
	for range 100 { // until nobody is looked at any more
		w.tick(readings)
	}
	pid := func(int) int { t.Error("looked again"); return 0 }
	var s model.Sample
	if n := testing.AllocsPerRun(100, func() { w.n.Assign(readings, pid); w.n.Fast(&s) }); n != 0 {
		t.Errorf("a tick allocates %v times", n)
	}
}

// A namespace whose containers sleep is read now and then, one that is used at
// each tick, and once more.
func TestNetworksThatAreQuiet(t *testing.T) {
	w := newWorld(t, &kernel.Budget{Max: 10})
	readings := []model.Reading{w.run(1, 101, 10)}
	tick := func(usage uint64, rx int) time.Duration {
		t.Helper()
		write(t, w.path(101), netdevHead+"  eth0: "+strconv.Itoa(rx)+" 1 0 0 0 0 0 0 2 2 0 0 0 0 0 0\n")
		readings[0].CPU.UsageUsec = known(usage)
		networks := w.tick(readings)
		if len(networks) != 1 {
			t.Fatalf("networks: %+v", networks)
		}
		return w.now - networks[0].At
	}
	expect := func(what string, usage uint64, rx int, age time.Duration) {
		t.Helper()
		if got := tick(usage, rx); got != age {
			t.Errorf("%s: what is said is %v old, want %v", what, got, age)
		}
	}
	expect("new", 1, 10, 0)
	expect("used", 2, 20, 0)
	expect("seen to be quiet", 2, 20, 0)
	for age := 100 * time.Millisecond; age < quiet; age += 100 * time.Millisecond {
		expect("quiet", 2, 20, age)
	}
	expect("now and then", 2, 20, 0)
	expect("quiet again", 2, 20, 100*time.Millisecond)
	expect("awake, though nothing came", 3, 20, 0)
	expect("quiet once more", 3, 30, 100*time.Millisecond)
}
