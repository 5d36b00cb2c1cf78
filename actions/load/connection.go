package load

import (
	"context"
	"net"
	"syscall"
	"time"
)

// A connection sends one request after the other, and is made anew where the
// server has closed it.
type connection struct {
	target  *Target
	request []byte

	conn    net.Conn    // nil: there is none now
	stop    func() bool // detaches conn from the context of the load
	replies *responseReader
	used    time.Time // when the last answer had come
	made    int       // connections so far
}

// idle is how long a connection has to have been unused for podtop to look
// whether the server has closed it meanwhile.
const idle = 50 * time.Millisecond

// past is a deadline that ends all that waits for a connection.
var past = time.Unix(1, 0)

// exchange sends the request and reads the answer, before the deadline.
func (c *connection) exchange(ctx context.Context, now time.Time, timeout time.Duration) (a answer, err error) {
	if c.conn != nil && now.Sub(c.used) > idle && hasEnded(c.conn) {
		c.close()
	}
	deadline := now.Add(timeout)
	if c.conn == nil {
		if err := c.open(ctx, deadline); err != nil {
			return a, dialError{err}
		}
	}
	_ = c.conn.SetDeadline(deadline)
	if err = ctx.Err(); err != nil { // the deadline above has undone that of the context's end
		c.close()
		return a, err
	}
	if _, err = c.conn.Write(c.request); err == nil {
		a, err = c.replies.read()
	}
	if err != nil || a.last {
		c.close()
	}
	return a, err
}

func (c *connection) open(ctx context.Context, deadline time.Time) error {
	conn, err := c.target.dial(ctx, deadline)
	if err != nil {
		return err
	}
	c.made++
	c.conn, c.replies = conn, newResponseReader(conn, c.target.Method)
	c.endWith(ctx)
	return nil
}

// endWith has what waits for the connection, if there is one, wait no longer than
// until ctx ends.
func (c *connection) endWith(ctx context.Context) {
	if conn := c.conn; conn != nil {
		c.stop = context.AfterFunc(ctx, func() { _ = conn.SetDeadline(past) })
	}
}

// leave undoes endWith.
func (c *connection) leave() {
	if c.conn != nil {
		c.stop()
	}
}

func (c *connection) close() {
	if c.conn == nil {
		return
	}
	c.stop()
	_ = c.conn.SetDeadline(past) // a goodbye of TLS is not waited for
	c.conn.Close()
	c.conn = nil
}

// hasEnded reports whether something can be read of conn on which nothing was
// asked: its end, most often.
func hasEnded(conn net.Conn) bool {
	if encrypted, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = encrypted.NetConn()
	}
	s, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return true
	}
	ended := true
	var b [1]byte
	err = raw.Read(func(fd uintptr) bool {
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		ended = err != syscall.EAGAIN
		return true
	})
	return ended || err != nil
}
