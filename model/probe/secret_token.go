package probe

import (
	"math"
	"strings"
)

// forms are how the tokens of well-known services begin, and how many bytes
// follow at least.
var forms = []struct {
	prefix string
	least  int
}{
	{"AKIA", 16},
	{"ASIA", 16}, // AWS
	{"ghp_", 20},
	{"gho_", 20},
	{"ghu_", 20},
	{"ghs_", 20},
	{"ghr_", 20},
	{"github_pat_", 20},
	{"glpat-", 16},
	{"gldt-", 16},
	{"glrt-", 16}, // GitLab
	{"xoxb-", 10},
	{"xoxp-", 10},
	{"xoxa-", 10},
	{"xoxr-", 10},
	{"xoxs-", 10},
	{"xapp-", 10}, // Slack
	{"sk_live_", 10},
	{"rk_live_", 10},
	{"sk_test_", 10},
	{"whsec_", 16}, // Stripe
	{"sk-", 20},
	{"AIza", 30}, // Google
	{"npm_", 30},
	{"pypi-", 20},
	{"dckr_pat_", 20},
	{"hvs.", 20}, // Vault
	{"SG.", 20},  // SendGrid
	{"dop_v1_", 20},
	{"shpat_", 20},
	{"AGE-SECRET-KEY-1", 20},
}

// hooks are the addresses of which the rest is a secret.
var hooks = []string{"hooks.slack.com/services/", "discord.com/api/webhooks/", "discordapp.com/api/webhooks/"}

// tokens finds those of a known form, and with random set what only looks
// random.
func (s *search) tokens(random bool) {
	for _, hook := range hooks {
		if i := strings.Index(s.text, hook); i >= 0 {
			_, _, to := nextWord(s.text, i)
			s.add(i+len(hook), to)
		}
	}
	for at := 0; at < len(s.text); {
		if !isTokenByte(s.text[at]) {
			at++
			continue
		}
		end := at
		for end < len(s.text) && isTokenByte(s.text[end]) {
			end++
		}
		s.token(at, end, random)
		at = end
	}
}

// isTokenByte reports bytes of base64 in all its dialects, and the dot of a
// JWT.
func isTokenByte(c byte) bool {
	return isAlnum(c) || c == '+' || c == '/' || c == '_' || c == '-' || c == '.'
}

// token looks at one.
func (s *search) token(from, to int, random bool) {
	t := s.text[from:to]
	switch {
	case isJWT(t), isForm(t):
		s.add(from, to)
	case !random || isPlace(t) || len(t) < 24:
	case strings.Contains(t, "."): // a name, a version, a file
	case from > 0 && s.text[from-1] == ':' && (isHex(t) || afterPlace(s.text[:from])):
	case strings.HasPrefix(s.text[to:], ":/"): // a volume, and where it is mounted
	case isRandom(t):
		s.add(from, to)
	}
}

// isJWT reports a JSON Web Token: three parts, the first an object.
func isJWT(t string) bool {
	if !strings.HasPrefix(t, "eyJ") || strings.Count(t, ".") < 2 {
		return false
	}
	head, rest, _ := strings.Cut(t, ".")
	body, _, _ := strings.Cut(rest, ".")
	return len(head) >= 10 && len(body) >= 4
}

func isForm(t string) bool {
	for _, f := range forms {
		if strings.HasPrefix(t, f.prefix) && len(t)-len(f.prefix) >= f.least {
			return strings.ContainsAny(t, "0123456789") || strings.ToUpper(t) == t // else it is words
		}
	}
	return false
}

// isPlace reports a path.
func isPlace(t string) bool { return t[0] == '/' || t[0] == '.' }

// afterPlace reports whether the word at the end of text names an image, of
// which the tag comes next, or a checksum's kind.
func afterPlace(text string) bool {
	word := text[strings.LastIndexAny(text, " \t\n\"'=,")+1:]
	return strings.Contains(word, "/") || strings.HasPrefix(word, "sha") || strings.HasPrefix(word, "md5")
}

// Lengths from which something random is worth covering.
const (
	leastHex    = 32
	leastBase64 = 24
)

// isRandom reports whether t looks as if dice had made it: a long hexadecimal
// number, or letters of both cases and digits without any order.
func isRandom(t string) bool {
	switch {
	case isUUID(t) || hasHashPrefix(t):
		return false
	case isHex(t):
		return len(t) >= leastHex && strings.ContainsAny(t, "0123456789") && entropy(t) >= 3
	case len(t) < leastBase64:
		return false
	}
	var upper, lower, digit, changes int
	for i := range len(t) {
		switch c := t[i]; {
		case isUpper(c):
			upper++
		case isLower(c):
			lower++
		case isDigit(c):
			digit++
		}
		if i > 0 && class(t[i]) != class(t[i-1]) {
			changes++
		}
	}
	return upper > 1 && lower > 1 && digit > 1 && changes*100 >= 45*len(t) && entropy(t) >= 0.8*math.Log2(float64(min(len(t), 64)))
}

// class is 0 for a capital, 1 for a small letter, 2 for a digit, and 3.
func class(c byte) int {
	switch {
	case isUpper(c):
		return 0
	case isLower(c):
		return 1
	case isDigit(c):
		return 2
	}
	return 3
}

// isHex reports whether t is a hexadecimal number in one case.
func isHex(t string) bool {
	return strings.Trim(t, "0123456789abcdef") == "" || strings.Trim(t, "0123456789ABCDEF") == ""
}

// isUUID reports whether t is in the form of a UUID, which names things.
func isUUID(t string) bool {
	return len(t) == 36 && t[8] == '-' && t[13] == '-' && t[18] == '-' && t[23] == '-' && isHex(strings.ReplaceAll(t, "-", ""))
}

// hasHashPrefix reports a checksum such as "sha256-…".
func hasHashPrefix(t string) bool {
	kind, _, ok := strings.Cut(t, "-")
	return ok && strings.HasPrefix(kind, "sha") && isNumber(kind[len("sha"):])
}

// entropy is how many bits each byte of t tells, by how often each comes.
func entropy(t string) float64 {
	var n [256]int
	for i := range len(t) {
		n[t[i]]++
	}
	bits := 0.0
	for _, k := range n {
		if k > 0 {
			p := float64(k) / float64(len(t))
			bits -= p * math.Log2(p)
		}
	}
	return bits
}

// hashes finds passwords as crypt(3) and Apache keep them: "$2y$10$…".
func (s *search) hashes() {
	for i := 0; i < len(s.text); i++ {
		if s.text[i] != '$' || !isHashKind(s.text[i+1:]) {
			continue
		}
		to := i
		for to < len(s.text) && (isAlnum(s.text[to]) || strings.IndexByte("$./+=,", s.text[to]) >= 0) {
			to++
		}
		if to-i >= 12 {
			s.add(i, to)
		}
		i = to - 1
	}
}

// isHashKind reports whether text begins as the name of a way to hash does.
func isHashKind(text string) bool {
	for _, kind := range []string{"1$", "2a$", "2b$", "2x$", "2y$", "5$", "6$", "7$", "y$", "apr1$", "argon2id$", "argon2i$", "argon2d$", "scrypt$"} {
		if strings.HasPrefix(text, kind) {
			return true
		}
	}
	return false
}
