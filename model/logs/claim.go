package logs

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"podtop/model"
	"podtop/model/clean"
)

// A Claim is what a line says it is without being it.
type Claim struct {
	Kind Kind
	UID  int // who says so; -1 if journald does not know
}

var claimFormats = [kinds]string{
	Output: "says it is %s",
	Event:  "says it is Podman, of %s",
	Unit:   "says it is systemd, of %s",
	OOM:    "says it is the kernel, of %s",
	Gap:    "says it is journald, of %s",
}

// ClaimText says in words who claims what: "says it is web, from uid 1000".
func (l *Line) ClaimText() string {
	return claimText(l.Claim, l.Container.Label())
}

func claimText(c Claim, name string) string {
	text := fmt.Sprintf(claimFormats[min(c.Kind, Gap)], clean.Text(name))
	if c.UID < 0 {
		return text + ", from nobody knows whom"
	}
	return text + ", from uid " + strconv.Itoa(c.UID)
}

// maxClaims is how many different claims are told apart.
const maxClaims = 256

// Claims counts the lines that were left out because they are not what they say.
type Claims struct {
	Total  int
	counts map[claimant]int
}

// A claimant is one uid that claims to be one container.
type claimant struct {
	Claim
	key model.Key
}

// Add counts l if it is a claim.
func (c *Claims) Add(l *Line) {
	if l.Kind != Claimed {
		return
	}
	c.Total++
	if c.counts == nil {
		c.counts = map[claimant]int{}
	}
	who := claimant{l.Claim, l.Container.Key()}
	if _, known := c.counts[who]; known || len(c.counts) < maxClaims {
		c.counts[who]++
	}
}

// Texts says how many lines claim what, most first: "3 lines: says it is web,
// from uid 1000". What is past the first 256 different claims is one line more.
func (c *Claims) Texts() []string {
	all := make([]claimant, 0, len(c.counts))
	rest := c.Total
	for who, n := range c.counts {
		all = append(all, who)
		rest -= n
	}
	slices.SortFunc(all, func(a, b claimant) int {
		return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(a.key.Name, b.key.Name), cmp.Compare(a.key.UID, b.key.UID),
			cmp.Compare(a.UID, b.UID), cmp.Compare(a.Kind, b.Kind))
	})
	texts := make([]string, 0, len(all)+1)
	for _, who := range all {
		name := cmp.Or(who.key.Name, "uid "+strconv.Itoa(who.key.UID))
		texts = append(texts, model.Plural(c.counts[who], "line: ", "lines: ")+claimText(who.Claim, name))
	}
	if rest > 0 {
		texts = append(texts, model.Plural(rest, "line", "lines")+" with other claims")
	}
	return texts
}
