package probe

import (
	"cmp"
	"slices"
	"strings"
)

// stars stand for a secret, however long it is.
const stars = "********"

// Cover is value with stars for each part of it that looks like a secret, and
// how many parts these are. The name is what value is called, as an environment
// variable or a label is; "" if it has no name, as a line of a file or a
// command. What a name or a known form tells is believed; what only looks
// random is covered unless its name says that it may.
func Cover(name, value string) (shown string, covered int) {
	if !worthCovering(value) {
		return value, 0
	}
	kind := kindOf(name)
	if kind == secretName && !saysNothing(name, value) || kind == keyName && !saysLittle(value) {
		return stars, 1
	}
	s := search{text: value}
	s.blocks()
	s.passwords()
	s.assignments()
	s.flags()
	s.hashes()
	s.tokens(kind != publicName)
	return s.covered()
}

// CoverItem is Cover of one item of a list, such as a command's arguments, of
// which the one before may be a flag that says what this is.
func CoverItem(name, before, item string) (shown string, covered int) {
	if flag, ok := strings.CutPrefix(before, "--"); ok && !strings.Contains(flag, "=") && !strings.HasPrefix(item, "-") && kindOf(flag) == secretName {
		return Cover(flag, item)
	}
	if key, value, ok := strings.Cut(item, "="); ok && isName(strings.TrimLeft(key, "-")) {
		shown, covered = Cover(strings.TrimLeft(key, "-"), value)
		return key + "=" + shown, covered
	}
	return Cover(name, item)
}

// A search collects the parts of a text that look like secrets.
type search struct {
	text  string
	found []span
}

// A span is from one byte of a text up to another.
type span struct{ from, to int }

func (s *search) add(from, to int) {
	if from < to && worthCovering(s.text[from:to]) {
		s.found = append(s.found, span{from, to})
	}
}

// covered is the text with stars for what was found.
func (s *search) covered() (string, int) {
	if len(s.found) == 0 {
		return s.text, 0
	}
	slices.SortFunc(s.found, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	var b strings.Builder
	n, at := 0, 0
	for _, f := range s.found {
		if f.from >= at || n == 0 {
			b.WriteString(s.text[at:f.from])
			b.WriteString(stars)
			n++
		}
		at = max(at, f.to)
	}
	b.WriteString(s.text[at:])
	return b.String(), n
}

// worthCovering reports whether there is anything in value.
func worthCovering(value string) bool { return strings.Trim(value, "* \t\n\r\"'") != "" }

// saysNothing reports whether value is none of the kind name promises: a switch,
// a number of something, or another variable's name.
func saysNothing(name, value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "enabled", "disabled", "0", "1":
		return true
	}
	return strings.HasPrefix(value, "${") && strings.HasSuffix(value, "}") && !strings.Contains(value, ":") ||
		isNumber(value) && countsFirst(name)
}

// saysLittle reports the same for a name that promises less: a path or a number
// is no key.
func saysLittle(value string) bool {
	return saysNothing("", value) || isNumber(value) || isPath(value) || strings.Contains(value, "://")
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

// isPath reports whether s is an absolute path.
func isPath(s string) bool {
	return strings.HasPrefix(s, "/") && !strings.ContainsAny(s, "+= \t") && !isRandom(strings.ReplaceAll(s, "/", ""))
}
