package load

import (
	"strings"
	"testing"

	"podtop/model/bench"
)

// Whatever comes, it is read to an end within its bounds, and counts as something.
func FuzzResponse(f *testing.F) {
	for _, text := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 204 No Content\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n",
		"HTTP/1.1 302 Found\nLocation: http://192.0.2.1/\n\nbody",
		"HTTP/1.1 999\r\n\r\n", "HTTP/1.1 -1 x\r\n\r\n", "HTTP/9.9 200 \r\nA:\r\n b\r\n\r\n", "\x16\x03\x01",
	} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, head bool) {
		method := "GET"
		if head {
			method = "HEAD"
		}
		from := strings.NewReader(text)
		a, err := newResponseReader(from, method).read()
		end := ending(a.status, err)
		if a.bytes > int64(len(text)) || err == nil && (a.status < 200 || a.status > 599) {
			t.Errorf("%+v of %d bytes", a, len(text))
		}
		if err != nil && end <= bench.ServerError {
			t.Errorf("%v counts as %v", err, end)
		}
	})
}
