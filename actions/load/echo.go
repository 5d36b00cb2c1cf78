package load

import (
	"bytes"
	"net"
)

// echoed is what Echo answers.
const echoed = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"

// maxAsked is how long a request to Echo may be.
const maxAsked = 16 << 10

// Echo answers each request that comes to l in the same words, until l is closed.
// It does as little as a server can, so that what a client reaches with it is what
// the client itself can do.
func Echo(l net.Listener) error {
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		go echo(conn)
	}
}

func echo(conn net.Conn) {
	defer conn.Close()
	asked, reply := make([]byte, 0, maxAsked), []byte(echoed)
	for len(asked) < maxAsked {
		n, err := conn.Read(asked[len(asked):maxAsked])
		if err != nil {
			return
		}
		if asked = asked[:len(asked)+n]; !bytes.HasSuffix(asked, []byte("\r\n\r\n")) {
			continue
		}
		if _, err := conn.Write(reply); err != nil {
			return
		}
		asked = asked[:0]
	}
}
