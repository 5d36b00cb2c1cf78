package containers

import "podtop/model"

// A cursor stays with its container while rows move. The zero cursor is on the
// first row, whichever that is.
type cursor struct {
	chosen bool
	key    model.Key
	at     int // where the row was last, for when it is gone
}

// index is the row of the cursor; that of a row that went is now its
// neighbour's, until it comes back.
func (c *cursor) index(rows []row) int {
	if !c.chosen || len(rows) == 0 {
		return 0
	}
	for i := range rows {
		if rows[i].key == c.key {
			c.at = i
			return i
		}
	}
	return min(c.at, len(rows)-1)
}

// step moves the cursor by n rows, as far as there are any.
func (c *cursor) step(rows []row, n int) {
	if len(rows) == 0 {
		return
	}
	i := min(max(c.index(rows)+n, 0), len(rows)-1)
	*c = cursor{chosen: true, key: rows[i].key, at: i}
}

// seek moves the cursor by n rows, round the ends, and on until it is on a
// container: with a filter, on one that was looked for.
func (c *cursor) seek(rows []row, n int) {
	at := c.index(rows)
	for range rows {
		at = (at + n + len(rows)) % len(rows)
		if rows[at].container != nil {
			*c = cursor{chosen: true, key: rows[at].key, at: at}
			return
		}
	}
}

// to moves the cursor to the row of k and reports whether there is one.
func (c *cursor) to(rows []row, k model.Key) bool {
	for i := range rows {
		if rows[i].key == k {
			*c = cursor{chosen: true, key: k, at: i}
			return true
		}
	}
	return false
}
