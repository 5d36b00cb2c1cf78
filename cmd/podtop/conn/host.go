package conn

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
)

// ParseHost returns the socket's path in a --host or CONTAINER_HOST value,
// "unix:///run/podman/podman.sock". podtop reads the cgroups of the host it
// runs on, so for a host elsewhere the error is the line that works there.
func ParseHost(value string) (socket string, err error) {
	u, err := url.Parse(value)
	if err != nil {
		return "", malformed(value)
	}
	switch {
	case u.Scheme == "unix" && u.Host == "" && path.IsAbs(u.Path) && u.RawQuery == "" && u.Fragment == "":
		return path.Clean(u.Path), nil
	case u.Scheme == "ssh" && plainHost.MatchString(u.Hostname()):
		return "", fmt.Errorf("podtop runs on the host it watches: %s", sshLine(u))
	case u.Scheme == "tcp" && plainHost.MatchString(u.Hostname()):
		return "", fmt.Errorf("podtop runs on the host it watches: ssh -t %s podtop", u.Hostname())
	}
	return "", malformed(value)
}

// plainHost and plainUser match what can stand in a command line as it is.
var (
	plainHost = regexp.MustCompile(`^[[:alnum:]_:][[:alnum:]._:-]*$`)
	plainUser = regexp.MustCompile(`^[[:alnum:]_][[:alnum:]._-]*$`)
)

func sshLine(u *url.URL) string {
	line := "ssh "
	if p := u.Port(); p != "" {
		line += "-p " + p + " "
	}
	line += "-t "
	if name := u.User.Username(); plainUser.MatchString(name) {
		line += name + "@"
	}
	return line + u.Hostname() + " podtop"
}

func malformed(value string) error {
	return fmt.Errorf("%q is no Podman socket; it can be unix:///run/podman/podman.sock, unix:///run/user/UID/podman/podman.sock, or nothing", value)
}
