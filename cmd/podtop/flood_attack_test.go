//go:build attack || (e2e && bench)

package main_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A flood is a Podman service that answers each question with the worst there
// is, one kind after the other; or, as long as it is honest, as Podman does.
type flood struct {
	honest bool
	asked  atomic.Int64
}

const floodID = "%064x"

// payload is a text that a terminal must not see: it sets the clipboard and the
// title, asks questions, and turns the direction of writing.
const payload = "\x1b]52;c;cm0gLXJmIC8=\x07\x1b]0;owned\x07\x1b[6n\u009b6n\x00\x7f\u202e\r\n" + "\xff"

func (f *flood) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Libpod-Api-Version", "5.4.2")
	path := strings.TrimPrefix(r.URL.Path, "/v4.0.0/libpod")
	n := int(f.asked.Add(1))
	switch {
	case strings.HasSuffix(path, "/_ping"):
		if !f.honest {
			w.Header().Set("Server", strings.Repeat("9", 30<<10))
		}
		io.WriteString(w, "OK")
	case path == "/events":
		f.events(w, r)
	case f.honest && path == "/containers/json":
		fmt.Fprintf(w, "[%s]", joined(50, func(i int) string { return floodListed(i, "web") }))
	case f.honest && path == "/pods/json":
		io.WriteString(w, "[]")
	case f.honest:
		fmt.Fprintf(w, `{"Id":%q,"Name":"web","State":{"Status":"exited"},"Config":{"Labels":{"a":"b"}}}`, idOf(path))
	case path == "/containers/json", path == "/pods/json":
		f.list(w, r, n)
	default:
		f.object(w, r, idOf(path), n)
	}
}

// idOf is the container a path is about.
func idOf(path string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/containers/"), "/")
	return id
}

func joined(n int, one func(int) string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = one(i)
	}
	return strings.Join(all, ",")
}

func floodListed(i int, text string) string {
	b, _ := json.Marshal(map[string]any{
		"Id": fmt.Sprintf(floodID, i), "Names": []string{fmt.Sprint(text, i)}, "Image": text, "Pod": fmt.Sprintf(floodID, 1<<20+i),
		"PodName": text, "State": []string{"exited", "running", "created"}[i%3], "Labels": map[string]string{"com.docker.compose.project": text},
		"Name": fmt.Sprint(text, i), "Status": text, "ExitCode": i,
	})
	return string(b)
}

// list answers with a list.
func (f *flood) list(w http.ResponseWriter, r *http.Request, n int) {
	io.WriteString(w, "[")
	defer io.WriteString(w, "]")
	switch n % 6 {
	case 0: // as many as there may be, each as large as it may be
		text := payload + strings.Repeat("x", 6<<10)
		for i := range 4096 {
			io.WriteString(w, floodListed(i, text)+",")
		}
		io.WriteString(w, floodListed(0, "last"))
	case 1:
		for range 1 << 16 {
			io.WriteString(w, strings.Repeat("{},", 256))
		}
		io.WriteString(w, "{}")
	case 2: // without end
		io.WriteString(w, `{"Id":"`)
		for range 1 << 10 {
			if _, err := io.WriteString(w, strings.Repeat("x", 64<<10)); err != nil {
				return
			}
		}
		io.WriteString(w, `"}`)
	case 3: // one as large as it may be, of many values
		io.WriteString(w, `{"Id":"`+fmt.Sprintf(floodID, 1)+`","Labels":{"":""`+strings.Repeat(`,"":""`, 10_000)+`}}`)
	case 4:
		io.WriteString(w, strings.Repeat("[", 1<<20))
	case 5: // nothing more comes
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
}

// object answers with what is no list.
func (f *flood) object(w http.ResponseWriter, r *http.Request, id string, n int) {
	const values = 19_000
	inspect := func(what string) {
		io.WriteString(w, `{"Id":"`+id+`","Name":"x","State":{"Status":"running","Pid":1},`+what+`}`)
	}
	text := payload + strings.Repeat("y", 60)
	quoted, _ := json.Marshal(text)
	if strings.HasPrefix(r.URL.Path, "/v4.0.0/libpod/pods/") {
		<-r.Context().Done()
	}
	switch n % 11 {
	case 0:
		inspect(`"Config":{"Labels":{` + joined(values, func(i int) string { return fmt.Sprintf(`"%d":%s`, i, quoted) }) + `}}`)
	case 1:
		inspect(`"HostConfig":{"PortBindings":{` + joined(values/3, func(i int) string {
			return fmt.Sprintf(`"%d/tcp":[{"HostIp":%s,"HostPort":"%d"}]`, i*7%65535+1, quoted, i+1)
		}) + `}}`)
	case 2:
		inspect(`"Mounts":[` + joined(values/4, func(i int) string {
			return fmt.Sprintf(`{"Type":"bind","Source":"/%d","Destination":%s}`, i, quoted)
		}) + `]`)
	case 3:
		inspect(`"State":{"Status":"running","Health":{"Status":"x","Log":[` + joined(values/3, func(int) string {
			return `{"Start":"x","Output":` + string(quoted) + `}`
		}) + `]}}`)
	case 4:
		inspect(`"Config":{"Env":[` + joined(values, func(int) string { return string(quoted) }) + `]}`)
	case 5:
		inspect(`"Config":{"Cmd":[` + strings.Repeat("{},", 1<<20) + `{}]}`)
	case 6:
		io.WriteString(w, strings.Repeat("[", 1<<20))
	case 7:
		io.WriteString(w, `{"Id":`+strings.Repeat("9", 1<<20)+`}`)
	case 8:
		http.Error(w, `{"message":"`+strings.Repeat("no", 1<<20)+`"}`, http.StatusInternalServerError)
	case 9: // it drips
		for range 100 {
			io.WriteString(w, " ")
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	case 10:
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	}
}

// events tells of everything without end.
func (f *flood) events(w http.ResponseWriter, r *http.Request) {
	if f.honest || r.URL.Query().Get("stream") == "false" {
		w.(http.Flusher).Flush()
		if f.honest {
			<-r.Context().Done()
		}
	}
	attributes := joined(12_000, func(i int) string { return fmt.Sprintf(`"%d":"12345678"`, i) })
	text, _ := json.Marshal(payload + strings.Repeat("z", 1000))
	for i := 0; r.Context().Err() == nil; i++ {
		action := []string{"create", "start", "died", "remove", "health_status", "rename"}[i%6]
		if i%2 == 0 { // of one that nobody knows, each time
			fmt.Fprintf(w, `{"Type":%q,"Action":"create","Actor":{"ID":"%064x","Attributes":{"name":"x"}}}`+"\n", []string{"pod", "container"}[i/2%2], 1<<30+i)
		}
		fmt.Fprintf(w, `{"Type":"container","Action":%q,"HealthStatus":%s,"Actor":{"ID":"%064x","Attributes":{"name":%s,"image":%s,%s}},"timeNano":%d}`+"\n",
			action, text, i%8192, text, text, attributes, time.Now().UnixNano())
	}
}

func statusMiB(t *testing.T, pid int, name string) int {
	t.Helper()
	return statusKiB(t, pid, name) >> 10
}

// statusKiB is a figure of proc_pid_status(5).
func statusKiB(t *testing.T, pid int, name string) int {
	t.Helper()
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	f := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(b)
	if f == nil {
		t.Fatalf("no %s", name)
	}
	n, _ := strconv.Atoi(string(f[1]))
	return n
}

// watched opens podtop's screen on f.
func (f *flood) watched(t *testing.T) *screen {
	t.Helper()
	path := filepath.Join(t.TempDir(), "podman.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: f}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	cmd := exec.Command(os.Getenv("PODTOP_BIN"), "--host", "unix://"+path, "--history", "2M")
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir(), "GOMEMLIMIT=")
	s := open(t, cmd, 120, 40)
	s.wait(t, "podtop")
	return s
}

// flooded is how much memory podtop takes at most while somebody goes through
// its pages and f answers.
func flooded(t *testing.T, f *flood, long time.Duration) int {
	t.Helper()
	s := f.watched(t)
	pid := s.Process.Pid
	began, told := time.Now(), time.Now()
	for time.Since(began) < long {
		for _, key := range []string{"j", "\r", "\t", "\t", "\t", "\t", "\t", "\t", "\t", "i", "\x1b", "E", "\x1b", "H", "\x1b", "G", "\r", "\x1b", "g"} {
			s.press(t, key)
			time.Sleep(150 * time.Millisecond)
		}
		s.press(t, "?") // it answers keys
		s.wait(t, "everywhere")
		s.press(t, "?")
		s.gone(t, "everywhere")
		if time.Since(told) > long/30 {
			told = time.Now()
			t.Logf("%4.0f s: %d MiB, at most %d", time.Since(began).Seconds(), statusMiB(t, pid, "VmRSS"), statusMiB(t, pid, "VmHWM"))
		}
	}
	peak := statusMiB(t, pid, "VmHWM")
	s.clean(t)
	s.press(t, "\x03")
	if state := s.exit(t); state.ExitCode() != 0 {
		t.Errorf("it ended with %d", state.ExitCode())
	}
	return peak
}

// clean looks for what only a container can have written to the terminal.
func (s *screen) clean(t *testing.T) {
	t.Helper()
	for _, bad := range []string{"\x1b]52", "\x1b]0;owned", "\u009b", "\x1b[6n", "\x00", "\u202e", "\x7f", "\xff"} {
		if s.wrote(0, bad) {
			t.Errorf("%q reached the terminal", bad)
		}
	}
}

// TestAttackByAService has a service say the worst there is for half a minute,
// or for PODTOP_FLOOD.
func TestAttackByAService(t *testing.T) {
	long := 30 * time.Second
	if d, err := time.ParseDuration(os.Getenv("PODTOP_FLOOD")); err == nil {
		long = d
	}
	honest := flooded(t, &flood{honest: true}, 20*time.Second)
	f := &flood{}
	peak := flooded(t, f, long)
	if n := f.asked.Load(); n < 50 {
		t.Errorf("the service was asked %d times", n)
	}
	t.Logf("%d MiB with an honest service, %d with this", honest, peak)
	if peak > honest+64 {
		t.Errorf("%d MiB, %d more than with an honest service", peak, peak-honest)
	}
}
