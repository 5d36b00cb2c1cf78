package conn

import (
	"context"
	"fmt"
	"net"

	"golang.org/x/sys/unix"
)

// dial connects to the socket and asks the kernel who listens there. Behind a
// socket that systemd opened for a service this is systemd itself: user 0, or
// the user whose systemd it is.
func (c *Conn) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	s, err := new(net.Dialer).DialContext(ctx, "unix", c.path)
	if err != nil {
		return nil, err
	}
	uid, err := peer(s.(*net.UnixConn))
	if err == nil && uid != c.uid {
		err = &StrangerError{Want: c.uid, Got: uid}
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// peer is the uid of the process that listens at the other end, from
// SO_PEERCRED (unix(7)).
func peer(s *net.UnixConn) (uid int, err error) {
	raw, err := s.SyscallConn()
	if err != nil {
		return 0, fmt.Errorf("asking who listens: %w", err)
	}
	var cred *unix.Ucred
	var optErr error
	if err := raw.Control(func(fd uintptr) {
		cred, optErr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return 0, fmt.Errorf("asking who listens: %w", err)
	}
	if optErr != nil {
		return 0, fmt.Errorf("asking who listens: %w", optErr)
	}
	return int(cred.Uid), nil
}
