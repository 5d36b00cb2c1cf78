package actions

import (
	"strconv"

	"podtop/model"
)

// propertyWords is the command that sets a property of a unit of who t belongs
// to, typed by user self: a user's systemd refuses root.
func propertyWords(self int, t model.Target, unit, property string) []string {
	words := []string{"systemctl"}
	if t.UID != 0 {
		words = userSystemctl(self, t)
	}
	return append(words, "set-property", "--runtime", "--", unit, property)
}

// userSystemctl is the command of the systemd of the user whom t belongs to.
func userSystemctl(self int, t model.Target) []string {
	words := []string{"systemctl", "--user"}
	if t.UID == self {
		return words
	}
	return append([]string{"runuser", "-u", t.User, "--", "env", "XDG_RUNTIME_DIR=/run/user/" + strconv.Itoa(t.UID)}, words...)
}
