package model

import "testing"

func TestShellWord(t *testing.T) {
	for word, want := range map[string]string{
		"web": "web", "alice/web": "alice/web", "cpus=1.5,memory=512m": "cpus=1.5,memory=512m", "": "''",
		"x;touch /tmp/owned;#": "'x;touch /tmp/owned;#'", "it's": `'it'\''s'`, "$(reboot)": "'$(reboot)'", "a b": "'a b'", "é": "'é'",
	} {
		if got := ShellWord(word); got != want {
			t.Errorf("%q: %s, want %s", word, got, want)
		}
	}
}
