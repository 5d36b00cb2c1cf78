package tui

import (
	"strings"
	"testing"

	"podtop/model"
)

// The command reaches the systemd that has the unit, from whoever watches.
func TestFailedUnitsCommand(t *testing.T) {
	unit := func(uid int, user string) model.Container {
		return model.Container{Key: model.Key{UID: uid, Name: "web"}, Meta: model.Meta{
			Name: "web", Unit: "web.service", UID: uid, User: user, UserUnit: uid != 0, State: model.Failed,
		}}
	}
	for _, tt := range []struct {
		self int
		c    model.Container
		want string
	}{
		{0, unit(0, "root"), "look at: systemctl status web.service"},
		{1000, unit(0, "root"), "look at: systemctl status web.service"},
		{1000, unit(1000, "op"), "look at: systemctl --user status web.service"},
		{0, unit(1000, "op"), "look at: systemctl --user -M op@ status web.service"},
		{0, unit(1000, ""), "look at: systemctl --user -M 1000@ status web.service"},
	} {
		notes := warnings(&model.Snapshot{Host: model.Host{UID: tt.self}, Containers: []model.Container{tt.c}})
		if len(notes) != 1 || !strings.HasSuffix(notes[0].Text, tt.want) {
			t.Errorf("to user %d: %v, want %q", tt.self, notes, tt.want)
		}
	}
}
