package probe

import "strings"

// blocks finds PEM blocks, but for those that are made to be shown.
func (s *search) blocks() {
	const begin, end, dashes = "-----BEGIN ", "-----END ", "-----"
	for at := 0; ; {
		i := strings.Index(s.text[at:], begin)
		if i < 0 {
			return
		}
		from := at + i
		label, _, _ := strings.Cut(s.text[from+len(begin):], dashes)
		to := len(s.text)
		if j := strings.Index(s.text[from:], end); j >= 0 {
			to = from + j + len(end)
			if k := strings.Index(s.text[to:], dashes); k >= 0 {
				to += k + len(dashes)
			}
		}
		if !strings.HasSuffix(label, "CERTIFICATE") && !strings.Contains(label, "PUBLIC KEY") && !strings.HasSuffix(label, "REQUEST") {
			s.add(from, to)
		}
		at = to
	}
}

// mostAuthority is how many bytes of a URL are looked through for a password.
const mostAuthority = 512

// passwords finds those of URLs, "postgres://app:PASSWORD@db/app", and of MySQL
// for Go, "app:PASSWORD@tcp(db)/app".
func (s *search) passwords() {
	const begin = "://"
	for at := 0; ; {
		i := strings.Index(s.text[at:], begin)
		if i < 0 {
			break
		}
		at += i + len(begin)
		s.passwordOf(at, at+authority(s.text[at:]))
	}
	for _, host := range []string{"@tcp(", "@unix("} {
		if to := strings.Index(s.text, host); to > 0 {
			from := strings.LastIndexAny(s.text[:to], " \t\n\"'=") + 1
			s.passwordOf(from, to+1)
		}
	}
}

// authority is how many bytes of text, what follows "://", name a user and a
// host. A password that nobody escaped may have a slash in it; a port has only
// digits.
func authority(text string) int {
	text = text[:min(len(text), mostAuthority)]
	if i := strings.IndexAny(text, " \t\n\r\"'<>,"); i >= 0 {
		text = text[:i]
	}
	end := len(text)
	if i := strings.IndexAny(text, "/?#"); i >= 0 {
		end = i
	}
	if strings.Contains(text[:end], "@") {
		return end
	}
	_, port, ok := strings.Cut(text[:end], ":")
	if i := strings.LastIndexByte(text, '@'); ok && i > end && !isNumber(port) && port != "" && text[0] != '[' {
		return i + 1
	}
	return end
}

// passwordOf finds the password in "user:password@host".
func (s *search) passwordOf(from, to int) {
	login := s.text[from:to]
	at := strings.LastIndexByte(login, '@')
	colon := strings.IndexByte(login, ':')
	if colon >= 0 && at > colon {
		s.add(from+colon+1, from+at)
	}
}

// assignments finds what is given to a name that is a secret's: in
// "password=…", in `{"password": "…"}` and in "password: …".
func (s *search) assignments() {
	for i := range len(s.text) {
		switch s.text[i] {
		case '=':
			s.assigned(i, i+1, keyName)
		case ':':
			s.mapped(i)
		}
	}
}

// assigned takes the value at from, if what ends at end is a name of that kind
// at least.
func (s *search) assigned(end, from int, least nameKind) {
	name, quote := s.nameBefore(end)
	kind := kindOf(name)
	if kind < least {
		return
	}
	to := s.valueEnd(&from, quote)
	if value := s.text[from:to]; kind == secretName && !saysNothing(name, value) || kind == keyName && !saysLittle(value) {
		s.add(from, to)
	}
}

// mapped is assigned for a colon. There is a quote before it, or a blank after
// it: an image has a colon before its tag.
func (s *search) mapped(colon int) {
	end, from := colon, colon+1
	quoted := end > 0 && isQuote(s.text[end-1])
	for end > 0 && (isQuote(s.text[end-1]) || s.text[end-1] == '\\') {
		end--
	}
	for from < len(s.text) && (s.text[from] == ' ' || quoted && s.text[from] == '\\') {
		from++
	}
	switch {
	case quoted:
		s.assigned(end, from, keyName)
	case from > colon+1:
		s.assigned(end, from, secretName)
	}
}

func isQuote(c byte) bool { return c == '"' || c == '\'' }

// nameBefore is the name that ends at end, and the quote before it, or 0.
func (s *search) nameBefore(end int) (name string, quote byte) {
	from := end
	for from > 0 && end-from < mostName && isNameByte(s.text[from-1]) {
		from--
	}
	if from > 0 && isQuote(s.text[from-1]) {
		quote = s.text[from-1]
	}
	return s.text[from:end], quote
}

// valueEnd is where the value at from ends, which loses its own quote: at the
// quote that began it or its name, else where a word does. What says how a
// token is to be used is none of it.
func (s *search) valueEnd(from *int, quote byte) int {
	switch {
	case *from < len(s.text) && isQuote(s.text[*from]):
		quote = s.text[*from]
		*from++
	case s.text[*from-1] != '=':
		quote = 0 // it was the name's alone
	}
	for _, scheme := range []string{"Bearer ", "Basic ", "bearer ", "basic "} {
		if strings.HasPrefix(s.text[*from:], scheme) {
			*from += len(scheme)
		}
	}
	for i := *from; i < len(s.text); i++ {
		c := s.text[i]
		switch {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote, quote == 0 && strings.IndexByte(" \t\n\r;&,\"'|)}", c) >= 0:
			return i
		}
	}
	return len(s.text)
}

// flags finds what follows a flag that is a secret's, "--password …", and the
// password of curl's -u.
func (s *search) flags() {
	curl := strings.Contains(s.text, "curl ")
	word, _, end := nextWord(s.text, 0)
	for word != "" {
		next, from, to := nextWord(s.text, end)
		flag, long := strings.CutPrefix(word, "--")
		switch colon := strings.IndexByte(next, ':'); {
		case long && isName(flag) && kindOf(flag) == secretName && !strings.HasPrefix(next, "-") && !saysNothing(flag, next):
			s.add(from, s.quoted(from, to))
		case curl && colon >= 0 && (word == "-u" || word == "--user"):
			s.add(from+colon+1, to)
		}
		word, end = next, to
	}
}

// quoted is where the quotes around the word from from to to are closed, if it
// begins with one.
func (s *search) quoted(from, to int) int {
	if from < to && isQuote(s.text[from]) {
		if i := strings.IndexByte(s.text[from+1:], s.text[from]); i >= 0 {
			return from + i + 2
		}
	}
	return to
}

// nextWord is the first word of text at or after at, and where it begins and
// ends.
func nextWord(text string, at int) (word string, from, to int) {
	for at < len(text) && isBlank(text[at]) {
		at++
	}
	to = at
	for to < len(text) && !isBlank(text[to]) {
		to++
	}
	return text[at:to], at, to
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
