package load

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// A URL is what is asked, before its host was looked up.
type URL struct {
	Socket    string // path of a unix socket; "" for a host
	Host      string // a name or an address
	Port      string
	Header    string // Host
	Path      string // with the query, escaped
	Encrypted bool
}

// IsURL reports whether text is meant as a URL, and not as a name.
func IsURL(text string) bool { return strings.Contains(text, "://") }

// ParseURL reads http://HOST:PORT/PATH, https://… or unix:///PATH/OF/SOCKET, of
// which path is then asked.
func ParseURL(text, path string) (URL, error) {
	u, err := url.Parse(text)
	var bad *url.Error
	switch {
	case errors.As(err, &bad):
		return URL{}, fmt.Errorf("%q: %w", text, bad.Err)
	case err != nil:
		return URL{}, err
	case u.User != nil:
		return URL{}, errors.New("a user or a password in a URL is not sent: leave it out")
	case u.Scheme == "unix":
		return parseSocket(u, path)
	case u.Scheme != "http" && u.Scheme != "https":
		return URL{}, fmt.Errorf("%q: want http://, https:// or unix://", text)
	case u.Hostname() == "":
		return URL{}, fmt.Errorf("%q names no host", text)
	case path != "" && u.RequestURI() != "/":
		return URL{}, errors.New("the URL has a path of its own: leave out --path")
	}
	if path == "" {
		path = u.RequestURI()
	}
	path, err = ParsePath(path)
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return URL{Host: u.Hostname(), Port: port, Header: u.Host, Path: path, Encrypted: u.Scheme == "https"}, err
}

func parseSocket(u *url.URL, path string) (URL, error) {
	if u.Host != "" || !filepath.IsAbs(u.Path) || u.RawQuery != "" {
		return URL{}, errors.New("a socket is written unix:///run/app.sock, and what it is asked for --path /health")
	}
	path, err := ParsePath(path)
	return URL{Socket: u.Path, Header: "localhost", Path: path}, err
}

// ParsePath reads what is asked of a server: "" is /.
func ParsePath(path string) (string, error) {
	if path == "" {
		return "/", nil
	}
	u, err := url.ParseRequestURI(path)
	if err != nil || !strings.HasPrefix(path, "/") || u.Host != "" {
		return "", fmt.Errorf("%q is no path, such as /health", path)
	}
	return u.RequestURI(), nil
}

var methodWord = regexp.MustCompile(`^[A-Z]{1,20}$`)

// CheckMethod says why a method cannot be used.
func CheckMethod(method string) error {
	switch {
	case method == http.MethodConnect:
		return errors.New("CONNECT makes a tunnel, and has no answer that can be timed")
	case !methodWord.MatchString(method):
		return fmt.Errorf("%q is no method, such as GET or POST", method)
	}
	return nil
}

// Address is where the URL leads at that address of its host.
func (u *URL) Address(addr string) string { return net.JoinHostPort(addr, u.Port) }
