package containers

import (
	"cmp"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// describedFor is how long after the cursor was moved its row is described: then
// what is wrong elsewhere is worth more.
const describedFor = 8 * time.Second

// Describe implements pane.Describer. It says what the row under the cursor has
// no room for: what is wrong with its container, or a name that is cut off, with
// the image and the id.
func (p *Pane) Describe(env pane.Env) (model.Severity, string) {
	p.sync(env)
	since := env.Snapshot.Mono - p.moved
	if len(p.list.Rows) == 0 || !p.list.Moved || since < 0 || since > describedFor {
		return model.Info, ""
	}
	r := p.list.Current()
	if a := p.alerts[r.key]; r.container != nil && a != nil {
		return a.Severity, strings.TrimSuffix(a.Text+"; "+a.Advice, "; ")
	}
	if p.cutsName(env, r) {
		return model.Info, r.fullName()
	}
	return model.Info, ""
}

// cutsName reports whether the name of r is longer than its column is wide.
func (p *Pane) cutsName(env pane.Env, r *row) bool {
	cols, g := p.columns(env), env.Theme.Glyphs
	if len(cols) == 0 {
		return false
	}
	room := cols[0].width - lead
	uid, user := 0, ""
	switch {
	case r.group != nil:
		room -= 2 + len(r.group.By.String()) + 1
		uid, user = r.group.UID, r.group.User
	default:
		uid, user = r.container.UID, r.container.User
	}
	if r.in != nil {
		room -= inset
	}
	if uid != env.Snapshot.Host.UID && user != "" {
		room -= widget.Width(user, g) + 1
	}
	return widget.Width(r.name(), g) > room
}

// fullName is all there is to call the row by.
func (r *row) fullName() string {
	if r.group != nil {
		return r.group.By.String() + " " + r.group.Name
	}
	c := r.container
	text := c.Name
	if c.User != "" {
		text = c.User + "/" + text
	}
	return text + "  image " + cmp.Or(c.Image, model.Dash) + "  id " + c.ID.Short()
}
