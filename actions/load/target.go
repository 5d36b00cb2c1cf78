// Package load puts a server under load and measures how it answers: requests of
// HTTP/1.1 on connections of its own, timed from when they were due. No redirect
// is followed, no proxy is used, and what a server sends is bounded in time and
// in size.
package load

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"time"
)

// A Target is what is asked, again and again.
type Target struct {
	Network string      // tcp or unix
	Address string      // 127.0.0.1:8080, or the path of a socket
	Host    string      // the header of that name
	Method  string      // GET
	Path    string      // with the query, escaped: /search?q=x
	TLS     *tls.Config // nil: the connection is not encrypted
	Login   *Login      // who connects to a unix socket; nil: podtop itself
}

// request is what is sent.
func (t *Target) request() []byte {
	var b strings.Builder
	b.WriteString(t.Method + " " + t.Path + " HTTP/1.1\r\nHost: " + t.Host + "\r\nUser-Agent: podtop-bench\r\nAccept: */*\r\n")
	if t.Method != http.MethodGet && t.Method != http.MethodHead {
		b.WriteString("Content-Length: 0\r\n")
	}
	b.WriteString("\r\n")
	return []byte(b.String())
}

// dial makes a connection to the very address, within the time that the deadline
// leaves.
func (t *Target) dial(ctx context.Context, deadline time.Time) (net.Conn, error) {
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	conn, err := t.connect(ctx)
	if err != nil || t.TLS == nil {
		return conn, err
	}
	encrypted := tls.Client(conn, t.TLS)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return encrypted, nil
}

func (t *Target) connect(ctx context.Context) (net.Conn, error) {
	if t.Login != nil && t.Network == "unix" {
		return t.Login.dial(t.Address)
	}
	d := net.Dialer{FallbackDelay: -1, KeepAlive: -1}
	return d.DialContext(ctx, t.Network, t.Address)
}
