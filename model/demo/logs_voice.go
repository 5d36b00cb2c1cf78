package demo

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"podtop/model/logs"
)

// A voice is what a container writes.
type voice struct {
	idle, busy float64  // lines a second: always, and with each unit of demand
	lines      []phrase // one of these each time
	first      []phrase // of a run, one after the other
	failing    []phrase // in between, while its health check fails
	full       []phrase // in between, while it holds almost all that it may
	last       map[int][]phrase
}

// A phrase is a line, with <words> that stand for what changes.
type phrase struct {
	weight int // how often it comes, beside the others; 0: once
	stream logs.Stream
	text   string
}

func out(weight int, text string) phrase  { return phrase{weight, logs.Stdout, text} }
func errs(weight int, text string) phrase { return phrase{weight, logs.Stderr, text} }

// voiceOf is that of the container called name.
func voiceOf(name string) *voice {
	if v, ok := voices[name]; ok {
		return v
	}
	return &voice{}
}

// peak is the most lines a second there are.
func (v *voice) peak() float64 { return v.rate(load{demand: maxDemand, heap: 1}) }

const (
	maxDemand = 3
	fullShare = 0.8 // of the limit, from which on a container complains
)

// rate is how many lines there are a second.
func (v *voice) rate(l load) float64 {
	if l.demand == 0 {
		return 0
	}
	rate := v.idle + v.busy*min(maxDemand, float64(l.demand))
	if l.heap > fullShare && v.full != nil {
		rate += 0.4
	}
	return rate
}

// choose is one of phrases, by their weights.
func choose(seed uint64, phrases []phrase) *phrase {
	all := 0
	for i := range phrases {
		all += max(1, phrases[i].weight)
	}
	n := int(seed>>32) % all
	for i := range phrases {
		if n -= max(1, phrases[i].weight); n < 0 {
			return &phrases[i]
		}
	}
	return nil
}

// A speaker fills in what changes in a phrase.
type speaker struct {
	rng   *rand.Rand
	at    time.Time
	run   *life
	heap  float64 // share of limit
	limit uint64  // bytes
}

// say is p as it is written. A <word> that it does not know it leaves alone.
func (s *speaker) say(p string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(p, "<")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		word, behind, ok := strings.Cut(rest, ">")
		text := s.word(word)
		if !ok || text == "" {
			b.WriteString("<")
			p = rest
			continue
		}
		b.WriteString(text)
		p = behind
	}
}

func (s *speaker) word(word string) string {
	if layout, ok := layouts[word]; ok {
		return s.at.UTC().Format(layout)
	}
	if words, ok := wordLists[word]; ok {
		return words[s.rng.IntN(len(words))]
	}
	if r, ok := numbers[word]; ok {
		return strconv.Itoa(r[0] + s.rng.IntN(r[1]-r[0]))
	}
	switch word {
	case "ip":
		return "203.0.113." + strconv.Itoa(1+s.rng.IntN(250))
	case "id":
		return strconv.FormatUint(1<<31|s.rng.Uint64()>>32, 16)
	case "heap":
		return strconv.Itoa(int(s.heap * float64(s.limit) / mb))
	case "limit":
		return strconv.Itoa(int(s.limit / mb))
	case "percent":
		return strconv.Itoa(int(100 * s.heap))
	case "run":
		return strconv.Itoa(s.run.number)
	}
	return ""
}

// layouts are the forms in which programs write the time.
var layouts = map[string]string{
	"clf":   "02/Jan/2006:15:04:05 -0700",
	"rfc":   "2006-01-02T15:04:05.000Z",
	"sql":   "2006-01-02 15:04:05.000 UTC",
	"slash": "2006/01/02 15:04:05",
	"redis": "02 Jan 2006 15:04:05.000",
	"comma": "2006-01-02T15:04:05,000",
}

// numbers are from one up to another.
var numbers = map[string][2]int{
	"ms": {1, 180}, "slow": {1100, 6400}, "n": {1, 60}, "bytes": {180, 48_000}, "order": {88_000, 99_999}, "pid": {20, 400},
	"port": {40_000, 60_000}, "kb": {200, 6000}, "pct": {3, 97},
}

var wordLists = map[string][]string{
	"path":   {"/", "/products", "/products/4711", "/cart", "/login", "/api/v1/orders", "/static/app.css", "/static/logo.svg", "/search?q=lamp", "/healthz"},
	"query":  {"lamp", "blue chair", "gift card", "o'neill", "desk 120cm"},
	"agent":  {"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X)", "curl/8.17.0", "Googlebot/2.1"},
	"status": {"200", "200", "200", "200", "200", "200", "304", "302", "404"},
	"image":  {"4711.jpg", "cover.png", "IMG_2041.HEIC", "banner-autumn.webp", "avatar.png"},
	"table":  {"orders", "order_items", "stock", "customers"},
	"job":    {"order.confirm", "order.ship", "mail.welcome", "mail.receipt", "stock.sync"},
	"blob":   {"registry.example/app", "registry.example/api", "library/nginx"},
	"pkg":    {"podtop/model", "podtop/sampler", "podtop/tui", "podtop/actions"},
}
