package tui

import (
	"context"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/pane"
)

// sudo knows every container by a command of its user's.
type sudo struct{}

func (sudo) Shells(context.Context, probe.Target, model.State) ([]Shell, error) { return nil, nil }

func (sudo) Podman(s probe.Target) string {
	if s.UID == 0 {
		return "podman"
	}
	return "podman --url unix:///run/user/1000/podman/podman.sock"
}

// copies is what can be copied now, a line each.
func copies(a *App) string {
	m := a.copyWhat()().(copyMsg)
	text := ""
	for i := range m.names {
		text += m.names[i] + "=" + m.texts[i] + "\n"
	}
	return text
}

// Commands that are copied know the container; those of which no command knows
// have none.
func TestCopiedCommands(t *testing.T) {
	for _, tt := range []struct {
		shell     Sheller
		user      int
		want, not string
	}{
		{sudo{}, 0, "inspect command=podman inspect ", "--url"},
		{sudo{}, 1000, "logs command=podman --url unix:///run/user/1000/podman/podman.sock logs --tail 100 ", "=podman logs"},
		{nil, 0, "shell command=podman exec -it ", "--url"},
		{nil, 1000, "name=", "podman"},
	} {
		a := appOn(modeltest.Busy().Samples(301), Options{Shell: tt.shell})
		for i := range a.shown().Containers {
			if c := &a.shown().Containers[i]; c.UID == tt.user && c.ID != "" && c.Runtime == model.Podman && !strings.Contains(c.Image, "podman") {
				a.visit(pane.Detail{Key: c.Key})
				break
			}
		}
		if got := copies(a); !strings.Contains(got, tt.want) || strings.Contains(got, tt.not) {
			t.Errorf("of user %d's, with %v: %q is not in, or %q is in\n%s", tt.user, tt.shell, tt.want, tt.not, got)
		}
	}
}

// Of a group its name and id are copied, on its row and on its page.
func TestCopiedOfGroup(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	pod := a.shown().Pods[0]
	a.send(listID, pane.GoTo{Key: pod.Key})
	a.env(listID)
	for range 2 {
		if got := copies(a); !strings.Contains(got, "name of the pod="+pod.Name+"\n") || !strings.Contains(got, "id of the pod="+pod.ID+"\n") {
			t.Errorf("of the pod:\n%s", got)
		}
		a.visit(pane.Members{By: model.ByPod, Key: pod.Key})
	}
}

// What is copied may be pasted into a shell of root's: it is one line without an
// end, and has nothing in it that a terminal heeds.
func TestCopiedIsOneLine(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(301), Options{})
	for text, want := range map[string]string{"web": "web", " 名 前": " 名 前", "reboot\n": "reboot", "a\nb\r\n": "a b", "a\x1b]52;c;eA\a\u009b\x7f\x00b\u202e": "a?]52;c;eA????b?"} {
		if got, ok := copied(a.copy("it", text)()); got != want || !ok {
			t.Errorf("of %q it copies %q, want %q", text, got, want)
		}
		if says := a.message.text; strings.Contains(says, "copied on one line") != (want != text) {
			t.Errorf("of %q it says\n%s", text, says)
		}
	}
}

// copied is the text that msg has the terminal put in its clipboard.
func copied(msg tea.Msg) (text string, ok bool) {
	v := reflect.ValueOf(msg)
	if ok = msg != nil && v.Type() == reflect.TypeOf(tea.SetClipboard("")()); ok {
		text = v.String()
	}
	return text, ok
}
