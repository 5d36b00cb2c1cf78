package model

import "testing"

func TestShare(t *testing.T) {
	for _, c := range []struct {
		of    map[int]int
		total int
		want  map[int]int // what each keeps
	}{
		{map[int]int{0: 5}, 10, map[int]int{0: 5}},
		{map[int]int{0: 50}, 10, map[int]int{0: 10}},
		{map[int]int{0: 3, 1: 500}, 10, map[int]int{0: 3, 1: 7}},
		{map[int]int{0: 500, 1: 600, 2: 1}, 11, map[int]int{0: 5, 1: 5, 2: 1}},
		{map[int]int{}, 10, nil},
	} {
		s := fairShare(c.of, c.total)
		for uid, n := range c.of {
			if got := min(n, s); got != c.want[uid] {
				t.Errorf("%v in %d: user %d keeps %d, want %d", c.of, c.total, uid, got, c.want[uid])
			}
		}
	}
}

// A storm of one user's events leaves the others theirs.
func TestAStormOfOneUsersEvents(t *testing.T) {
	var log eventLog
	for i := range maxEvents[marked] * 3 {
		e := Event{Kind: StartEvent, Key: Key{UID: 1000, Name: "storm"}}
		if i == 0 {
			e.Key = Key{Name: "db"}
		}
		log.events = append(log.events, e)
		log.count[marked]++
		log.dropOldest()
	}
	if n := log.count[marked]; len(log.events) != n || n > maxEvents[marked]+maxEvents[marked]/10 || n < maxEvents[marked] || log.events[0].Key.Name != "db" {
		t.Errorf("%d events, %d counted, the first %v", len(log.events), n, log.events[0].Key)
	}
}
