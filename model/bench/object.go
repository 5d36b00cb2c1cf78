package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// An object is a JSON object whose members stay in their order: the first
// series of a report is what its verdict is about.
type object []member

type member struct {
	name  string
	value any // when read, a json.RawMessage
}

// MarshalJSON implements json.Marshaler.
func (o *object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range *o {
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (o *object) UnmarshalJSON(b []byte) error {
	*o = nil
	from := json.NewDecoder(bytes.NewReader(b))
	if open, err := from.Token(); err != nil || open != json.Delim('{') {
		return errors.New("not an object")
	}
	for from.More() {
		name, err := from.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := from.Decode(&value); err != nil {
			return err
		}
		*o = append(*o, member{name.(string), value}) // the name of a member is no other token
	}
	return nil
}

// set puts a value at a path, below objects that it makes. It is an error if
// something is there.
func (o *object) set(path string, value any) error {
	at := o
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		below, ok := at.get(name)
		if !ok {
			below = &object{}
			*at = append(*at, member{name, below})
		}
		inner, isObject := below.(*object)
		if !isObject {
			return fmt.Errorf("two results are called %s", path)
		}
		at = inner
	}
	last := names[len(names)-1]
	if _, taken := at.get(last); taken {
		return fmt.Errorf("two results are called %s", path)
	}
	*at = append(*at, member{last, value})
	return nil
}

func (o *object) get(name string) (any, bool) {
	for _, m := range *o {
		if m.name == name {
			return m.value, true
		}
	}
	return nil, false
}
