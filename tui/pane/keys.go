package pane

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"

	"podtop/model"
)

// A Key is one thing that keys do.
type Key struct {
	Name string // in the configuration
	*key.Binding
}

// Named returns b under the name the configuration knows it by.
func Named(name string, b *key.Binding) Key { return Key{name, b} }

// A Group is keys, or words, that belong together, in the order help lists
// them.
type Group struct {
	Title string
	Keys  []Key
	Text  []string // what else there is to say, a paragraph each
}

// Bind returns the binding of keys, named as bubbletea names them, that help
// says does so.
func Bind(does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown(keys), does))
}

// keySigns are shorter than the names of keys.
var keySigns = map[string]string{
	"up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn", "f1": "F1",
}

// shown is keys as help shows them: the first, a second if there is room, or
// from where to where.
func shown(keys []string) string {
	const room = 6 // cells
	switch text := sign(keys, 0); {
	case len(keys) > 2:
		return text + "-" + sign(keys, len(keys)-1)
	case len(keys) == 2 && utf8.RuneCountInString(text+" "+sign(keys, 1)) <= room:
		return text + " " + sign(keys, 1)
	default:
		return text
	}
}

// sign is key i as it is shown.
func sign(keys []string, i int) string {
	if i >= len(keys) {
		return ""
	}
	return cmp.Or(keySigns[keys[i]], keys[i])
}

// First is the first key of b as it is shown, "" if there is none.
func First(b key.Binding) string { return sign(b.Keys(), 0) }

// Remap gives keys to the bindings that wanted names: several keys with blanks
// between them, none to unbind it. All groups of a layer work at the same time,
// so no key may have two meanings there; a name in two layers means the same in
// both.
func Remap(layers [][]Group, wanted map[string]string) error {
	names := map[string]int{} // how many keys it needs; 0: any number
	for k := range each(layers) {
		names[k.Name] = 0
		if n := len(k.Keys()); n > 2 {
			names[k.Name] = n
		}
	}
	for name, keys := range wanted {
		if err := check(names, name, strings.Fields(keys)); err != nil {
			return err
		}
	}
	for k := range each(layers) {
		if keys, ok := wanted[k.Name]; ok {
			fields := strings.Fields(keys)
			k.SetKeys(fields...)
			k.SetEnabled(len(fields) > 0)
			k.SetHelp(shown(fields), k.Help().Desc)
		}
	}
	return clash(layers)
}

func each(layers [][]Group) func(func(Key) bool) {
	return func(yield func(Key) bool) {
		for _, layer := range layers {
			for _, g := range layer {
				for _, k := range g.Keys {
					if !yield(k) {
						return
					}
				}
			}
		}
	}
}

// check refuses names there are none of, and keys nobody can press.
func check(names map[string]int, name string, keys []string) error {
	n, ok := names[name]
	if !ok {
		if near := model.Nearest(name, slices.Sorted(maps.Keys(names))); near != "" {
			return fmt.Errorf("there is no key named %q; did you mean %s?", name, near)
		}
		return fmt.Errorf("there is no key named %q", name)
	}
	if n > 0 && len(keys) != n {
		return fmt.Errorf("%s wants %d keys, one for each; there are %d", name, n, len(keys))
	}
	for _, k := range keys {
		if err := checkKey(k); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// clash refuses a key that means two things.
func clash(layers [][]Group) error {
	for _, layer := range layers {
		meaning := map[string]string{}
		for k := range each([][]Group{layer}) {
			for _, pressed := range k.Keys() {
				if other, taken := meaning[pressed]; taken && other != k.Name {
					return fmt.Errorf("key %s means both %s and %s: give one of them another", pressed, other, k.Name)
				}
				meaning[pressed] = k.Name
			}
		}
	}
	return nil
}

// special are the keys that have a name of their own.
var special = []string{
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert", "delete",
	"enter", "esc", "tab", "backspace", "space",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}

// checkKey reports what is wrong with the name of a key.
func checkKey(k string) error {
	base, modified := k, false
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		rest, cut := strings.CutPrefix(base, mod)
		base, modified = rest, modified || cut
	}
	r, size := utf8.DecodeRuneInString(base)
	switch {
	case slices.Contains(special, base):
		return nil
	case size < len(base) || size == 0 || !unicode.IsPrint(r):
		return fmt.Errorf("there is no key %q; keys are written as x, X, ctrl+x, alt+x, f5, space, pgdown", k)
	case strings.Contains(k, "shift+"):
		return fmt.Errorf("key %q is written as the letter it gives", k)
	case modified && unicode.IsUpper(r):
		return fmt.Errorf("key %q is written with a small letter", k)
	}
	return nil
}
