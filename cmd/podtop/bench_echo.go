package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"

	"podtop/actions/load"
	"podtop/cmd/podtop/child"
)

// Arguments that make podtop a server which does nothing but answer, on the
// listener that is its descriptor 3, until its standard input ends.
const (
	echoOnly    = "--bench-echo"
	echoOnlyTLS = "--bench-echo-tls"
)

// serveEcho is podtop as that server. Nobody hears how it fails: then it does not
// answer.
func serveEcho(encrypted bool) {
	runtime.GOMAXPROCS(runtime.NumCPU()) // it is not to be the slower one
	l, err := net.FileListener(os.NewFile(3, "listener"))
	if err != nil {
		return
	}
	if encrypted {
		own, err := load.SelfSigned()
		if err != nil {
			return
		}
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{own}})
	}
	go func() { _ = load.Echo(l) }()
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// startEcho starts such a server in a process of its own, so that it takes nothing
// from podtop's, and returns how it is asked: over the same kind of connection as
// t. It ends when stop is called, or podtop has ended.
func startEcho(t *load.Target) (echo load.Target, stop func(), err error) {
	address, argument := "127.0.0.1:0", echoOnly
	if t.Network == "unix" {
		address = "@" // a name that the kernel chooses
	}
	echo = load.Target{Network: t.Network, Host: "localhost", Method: "GET", Path: "/"}
	if t.TLS != nil {
		argument, echo.TLS = echoOnlyTLS, &tls.Config{InsecureSkipVerify: true} // its certificate is its own
	}
	l, err := net.Listen(t.Network, address)
	if err != nil {
		return echo, nil, err
	}
	defer l.Close()
	echo.Address = l.Addr().String()
	listener, err := l.(interface{ File() (*os.File, error) }).File()
	if err != nil {
		return echo, nil, err
	}
	defer listener.Close()
	stop, err = startBeside(listener, argument)
	return echo, stop, err
}

// startBeside starts podtop once more, which ends when its standard input does.
func startBeside(file *os.File, argument string) (stop func(), err error) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	defer null.Close()
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	if err := child.Beside(file, read, null, nil, argument); err != nil {
		write.Close()
		return nil, fmt.Errorf("starting what answers: %w", err)
	}
	return func() { write.Close() }, nil
}
