package load

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"podtop/model/bench"
)

// of is a target at a server of this test.
func of(s *httptest.Server) Target {
	return Target{Network: "tcp", Address: s.Listener.Addr().String(), Host: "x", Method: "GET", Path: "/"}
}

// serve starts a server that answers with f.
func serve(t *testing.T, f http.HandlerFunc) Target {
	s := httptest.NewServer(f)
	t.Cleanup(s.CloseClientConnections)
	t.Cleanup(s.Close)
	return of(s)
}

// speak starts a server that speaks with each connection as f does.
func speak(t *testing.T, f func(net.Conn)) Target {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				f(c)
			}()
		}
	}()
	return Target{Network: "tcp", Address: l.Addr().String(), Host: "x", Method: "GET", Path: "/"}
}

func put(t *testing.T, target Target, l bench.Load) *bench.Tally {
	t.Helper()
	c := NewClient(target)
	defer c.Close()
	tally, err := c.Run(t.Context(), l)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// stalling is a server that answers nothing in the first fifth of each period.
func stalling(period time.Duration) http.HandlerFunc {
	begin := time.Now()
	var mu sync.Mutex
	return func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		if at := time.Since(begin) % period; at < period/5 {
			time.Sleep(period/5 - at)
		}
		mu.Unlock()
	}
}

// A server that stalls for 200 ms in each second: of what was due then, the open
// load sees the wait, and the closed one only what its one connection met.
func TestStall(t *testing.T) {
	t.Parallel()
	open := put(t, serve(t, stalling(time.Second)), bench.Load{Rate: 200, Connections: 10, Time: 2 * time.Second, Timeout: 5 * time.Second})
	if p90 := open.Latency(90); p90 < 60*time.Millisecond {
		t.Errorf("open: p90 is %v", p90)
	}
	if n := open.Total(); n != 400 || open.Failed() > 0 {
		t.Errorf("open: %d requests, %s failed", n, open.Failures())
	}
	if open.Late == 0 {
		t.Error("open: none was late")
	}
	closed := put(t, serve(t, stalling(time.Second)), bench.Load{Connections: 1, Time: 2 * time.Second, Timeout: 5 * time.Second})
	if p90 := closed.Latency(90); p90 > 60*time.Millisecond {
		t.Errorf("closed: p90 is %v", p90)
	}
	if service := open.Service(50); service > open.Latency(50)+time.Millisecond {
		t.Errorf("a service time of %v, and a latency of %v", service, open.Latency(50))
	}
}

func TestEndings(t *testing.T) {
	refused := of(httptest.NewServer(nil))
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	refused.Address = l.Addr().String()
	l.Close()
	say := func(text string) func(net.Conn) {
		return func(c net.Conn) {
			b := make([]byte, 1000)
			for {
				if _, err := c.Read(b); err != nil {
					return
				}
				if _, err := c.Write([]byte(text)); err != nil || !strings.HasPrefix(text, "HTTP/1.1 200 OK\r\nContent-Length: 0") {
					return
				}
			}
		}
	}
	endless := func(part string) func(net.Conn) {
		return func(c net.Conn) {
			for b := []byte(strings.Repeat(part, 1000)); ; {
				if _, err := c.Write(b); err != nil {
					return
				}
			}
		}
	}
	for name, c := range map[string]struct {
		target Target
		want   bench.Ending
	}{
		"200": {serve(t, func(http.ResponseWriter, *http.Request) {}), bench.Answered},
		"302": {serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusFound)
		}), bench.Answered},
		"404":          {serve(t, http.NotFound), bench.ClientError},
		"503":          {serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }), bench.ServerError},
		"refused":      {refused, bench.Refused},
		"hang":         {serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), bench.TimedOut},
		"garbage":      {speak(t, say("SSH-2.0-OpenSSH_9.2\r\n")), bench.BadResponse},
		"half a head":  {speak(t, say("HTTP/1.1 200 OK\r\nContent-")), bench.Reset},
		"half a body":  {speak(t, say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")), bench.Reset},
		"closes":       {speak(t, func(net.Conn) {}), bench.Reset},
		"more":         {speak(t, say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n")), bench.BadResponse},
		"switches":     {speak(t, say("HTTP/1.1 101 Switching Protocols\r\n\r\n")), bench.BadResponse},
		"100 for ever": {speak(t, endless("HTTP/1.1 100 Continue\r\n\r\n")), bench.BadResponse},
		"endless head": {speak(t, endless("HTTP/1.1 200 OK\r\nX: y\r\n")), bench.BadResponse},
		"endless line": {speak(t, endless("HTTP")), bench.BadResponse},
		"endless body": {speak(t, endless("HTTP/1.1 200 OK\r\n\r\nand so on")), bench.BadResponse},
		"status 999":   {speak(t, say("HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n")), bench.BadResponse},
		"bad length":   {speak(t, say("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")), bench.BadResponse},
		"bad chunk":    {speak(t, say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")), bench.BadResponse},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			timeout := 10 * time.Second
			if c.want == bench.TimedOut {
				timeout = 100 * time.Millisecond
			}
			tally := put(t, c.target, bench.Load{Rate: 20, Connections: 4, Time: 100 * time.Millisecond, Timeout: timeout})
			if tally.Ends[c.want] != 2 || tally.Total() != 2 {
				t.Errorf("%d answered; %s", tally.Ends[bench.Answered], tally.Failures())
			}
			if (name == "302") != (tally.Moved > 0) {
				t.Errorf("%d redirects", tally.Moved)
			}
		})
	}
}

// A connection is used again, and made anew once the server has closed it.
func TestKeepAlive(t *testing.T) {
	t.Parallel()
	kept := put(t, serve(t, func(http.ResponseWriter, *http.Request) {}), bench.Load{Rate: 100, Connections: 1, Time: 200 * time.Millisecond, Timeout: time.Second})
	if kept.Connects != 1 || kept.Ends[bench.Answered] != 20 {
		t.Errorf("%d connections for %d answers", kept.Connects, kept.Ends[bench.Answered])
	}
	closing := put(t, serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") }),
		bench.Load{Rate: 100, Connections: 1, Time: 200 * time.Millisecond, Timeout: time.Second})
	if closing.Connects != 20 || closing.Ends[bench.Answered] != 20 {
		t.Errorf("%d connections for %d answers", closing.Connects, closing.Ends[bench.Answered])
	}
	// One that closes after a while, without a word.
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.Config.IdleTimeout = 20 * time.Millisecond
	s.Start()
	defer s.Close()
	silent := put(t, of(s), bench.Load{Rate: 8, Connections: 1, Time: time.Second, Timeout: time.Second})
	if silent.Connects < 2 || silent.Failed() > 0 {
		t.Errorf("%d connections, %s", silent.Connects, silent.Failures())
	}
}

// What is cut off ends at once, whatever it waits for. Requests whose time had come
// and for which no connection was free count; those that were under way do not.
func TestCancel(t *testing.T) {
	hang := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	quick := serve(t, func(http.ResponseWriter, *http.Request) {})
	for name, c := range map[string]struct {
		target Target
		load   bench.Load
	}{
		"for an answer":     {hang, bench.Load{Connections: 3, Time: time.Minute, Timeout: time.Minute}},
		"for a connection":  {hang, bench.Load{Rate: 100, Connections: 3, Time: time.Minute, Timeout: time.Minute}},
		"for the next time": {quick, bench.Load{Rate: 0.1, Connections: 3, Time: time.Minute, Timeout: time.Minute}},
		"for nothing":       {quick, bench.Load{Connections: 3, Time: time.Minute, Timeout: time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			client := NewClient(c.target)
			defer client.Close()
			begin := time.Now()
			tally, err := client.Run(ctx, c.load)
			if err != context.DeadlineExceeded || time.Since(begin) > 5*time.Second {
				t.Errorf("%v after %v", err, time.Since(begin))
			}
			if unsent := tally.Ends[bench.Unsent]; tally.Failed() != unsent || (unsent > 0) != (name == "for a connection") || unsent > 20 {
				t.Errorf("counted %s", tally.Failures())
			}
			if tally.Load.Time > time.Second {
				t.Errorf("its time is %v", tally.Load.Time)
			}
		})
	}
}

// BenchmarkRequest prints the processor time of podtop for one request, beside
// that of a server which does next to nothing in the same process.
func BenchmarkRequest(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	go func() { _ = Echo(l) }()
	target := Target{Network: "tcp", Address: l.Addr().String(), Host: "x", Method: "GET", Path: "/"}
	for name, load := range map[string]bench.Load{
		"closed": {Connections: 16, Time: time.Second, Timeout: time.Second},
		"open":   {Rate: bench.MaxRate, Connections: 16, Time: time.Second, Timeout: time.Second},
	} {
		b.Run(name, func(b *testing.B) {
			c := NewClient(target)
			defer c.Close()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			tally, err := c.Run(b.Context(), load)
			runtime.ReadMemStats(&after)
			if err != nil {
				b.Fatal(err)
			}
			n := float64(tally.Ends[bench.Answered])
			b.ReportMetric(tally.CPU.Seconds()*1e6/n, "cpu-µs/request")
			b.ReportMetric(n/tally.Elapsed.Seconds(), "requests/s")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/n, "allocs/request")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/n, "B/request")
		})
	}
}
