package logs

import (
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/when"
)

// FilterWords are the names a filter can ask for.
func FilterWords() []string { return []string{"kind", "level", "name", "since", "stream", "until"} }

// compare reads the value of a comparison and makes a term of it.
func (p *filterParser) compare(name, op piece) (term, error) {
	p.more()
	value, err := p.piece()
	if err != nil {
		return nil, err
	}
	word := strings.ToLower(name.text)
	switch {
	case !slices.Contains(FilterWords(), word):
		return nil, unknownWord(name, op, value)
	case value.text == "":
		return nil, op.errorf("after %s%s a value is missing", name.text, op.text)
	}
	switch word {
	case "level":
		return compareLevel(op, value)
	case "since", "until":
		return p.compareTime(word, op, value)
	case "name":
		return p.compareName(op, value)
	}
	return compareWord(word, op, value)
}

func unknownWord(name, op, value piece) error {
	whole := name.text + op.text + value.text
	if near := model.Nearest(name.text, FilterWords()); near != "" {
		return name.errorf("there is no %q; did you mean %s? A text is found in quotes: %q", name.text, near, whole)
	}
	return name.errorf("there is no %q; there are: %s. A text is found in quotes: %q", name.text, strings.Join(FilterWords(), " "), whole)
}

func compareLevel(op, value piece) (term, error) {
	unequal := op.text == "!="
	holds, ok := comparisons[strings.TrimPrefix(op.text, "!")]
	if !ok {
		return nil, op.errorf("levels have an order: compare them with > >= < <= = or !=, not %s", op.text)
	}
	level, ok := ParseLevel(value.text)
	if !ok {
		return nil, unknownValue("level", value, LevelNames())
	}
	if unequal {
		return levelTerm(holds, level).not(), nil
	}
	return levelTerm(holds, level), nil
}

func (p *filterParser) compareTime(word string, op, value piece) (term, error) {
	if op.text != "=" {
		return nil, op.errorf("%s is written with =, as in %[1]s=-1h, not %s", word, op.text)
	}
	t, err := when.Parse(value.text, p.now)
	if err != nil {
		return nil, value.errorf("%v", err)
	}
	since := word == "since"
	if !p.turned {
		p.f.narrow(t, since)
	}
	return timeTerm(t, since), nil
}

func (p *filterParser) compareName(op, value piece) (term, error) {
	switch op.text {
	case "=":
		return nameTerm(value.text), nil
	case "!=":
		return nameTerm(value.text).not(), nil
	}
	pattern, err := Literal(value.text, AnyCase)
	switch {
	case err != nil:
		return nil, moved(err, value.at)
	case op.text == "~":
		return nameHasTerm(pattern), nil
	case op.text == "!~":
		return nameHasTerm(pattern).not(), nil
	}
	return nil, op.errorf("name is a text: compare it with = != ~ or !~, not %s", op.text)
}

// compareWord compares the stream or the kind, which have words of their own.
func compareWord(word string, op, value piece) (term, error) {
	if op.text != "=" && op.text != "!=" {
		return nil, op.errorf("%s is a word: compare it with = or !=, not %s", word, op.text)
	}
	var t term
	small := strings.ToLower(value.text)
	if word == "stream" {
		stream, ok := parseStream(small)
		if !ok {
			return nil, unknownValue(word, value, []string{"stdout", "stderr"})
		}
		t = streamTerm(stream)
	} else {
		kind := slices.Index(kindNames[:], small)
		if kind < 0 {
			return nil, unknownValue(word, value, kindNames[:])
		}
		t = kindTerm(Kind(kind))
	}
	if op.text == "!=" {
		t = t.not()
	}
	return t, nil
}

func unknownValue(word string, value piece, words []string) error {
	if near := model.Nearest(value.text, words); near != "" {
		return value.errorf("there is no %s %q; did you mean %s?", word, value.text, near)
	}
	return value.errorf("there is no %s %q; there are: %s", word, value.text, strings.Join(words, " "))
}

// FilterHelp explains the language by examples, the simplest first. Each is a
// filter that can be typed.
var FilterHelp = []model.FilterExample{
	{Filter: `timeout`, Meaning: "lines with these letters in them; a capital finds capitals only"},
	{Filter: `"no such file"`, Meaning: "quotes hold blanks together"},
	{Filter: `~time(d|s).out`, Meaning: "a regular expression"},
	{Filter: `-healthz`, Meaning: "drops such lines: - or ! turns any term round"},
	{Filter: `timeout -healthz`, Meaning: "all terms must hold"},
	{Filter: `level>=warn`, Meaning: "as grave as that or more: " + strings.Join(LevelNames(), " ")},
	{Filter: `stream=stderr`, Meaning: "or stdout"},
	{Filter: `name=web`, Meaning: "of one of several containers; name~web has these letters in it"},
	{Filter: `kind=oom`, Meaning: "output event unit oom gap claim start"},
	{Filter: `since=-1h until="2026-11-30 12:00"`, Meaning: "from one time to another"},
}
