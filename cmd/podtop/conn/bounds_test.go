package conn

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestElements(t *testing.T) {
	odd := errors.New("odd")
	for _, c := range []struct {
		name, in string
		want     []string
		left     int
		err      string
	}{
		{"none", "[]", nil, 0, ""},
		{"null", "null", nil, 0, ""},
		{"blanks", " [ 1 , [ 2 , 3 ] ] \n", []string{"1", "[ 2 , 3 ]"}, 0, ""},
		{"brackets in a text", `["],[","\\\",]",{"a":"}"}]`, []string{`"],["`, `"\\\",]"`, `{"a":"}"}`}, 0, ""},
		{"no array", `{"a":1}`, nil, 0, "no array"},
		{"nothing", "", nil, 0, "it ends too early"},
		{"cut", `[1,"2`, []string{"1"}, 0, "it ends too early"},
		{"as large as may be", `["` + strings.Repeat("a", maxElement-2) + `"]`, []string{`"` + strings.Repeat("a", maxElement-2) + `"`}, 0, ""},
		{"too large", `["` + strings.Repeat("a", maxElement-1) + `",2]`, []string{"2"}, 1, ""},
		{"too many values", "[[" + strings.Repeat("1,", maxValues) + "1],2]", []string{"2"}, 1, ""},
		{"too many", "[1" + strings.Repeat(",1", maxElements+9) + "]", strings.Fields(strings.Repeat("1 ", maxElements)), 10, ""},
		{"one refused", "[1,odd,2]", []string{"1", "2"}, 1, ""},
		{"all refused", "[odd,odd]", nil, 2, "not the JSON expected: odd"},
	} {
		var got []string
		left, err := elements(strings.NewReader(c.in), func(element []byte) error {
			if string(element) == "odd" {
				return odd
			}
			got = append(got, strings.TrimSpace(string(element)))
			return nil
		})
		if !reflect.DeepEqual(got, c.want) || left != c.left || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %.200q, %d left, %v", c.name, got, left, err)
		}
	}
}

// Whatever the list, no more of it is kept than one element.
func TestElementsAreNotKept(t *testing.T) {
	deep := strings.Repeat("[", 1<<20)
	for name, r := range map[string]io.Reader{
		"many":  io.MultiReader(strings.NewReader("["), io.LimitReader(endless("{},"), 8<<20)),
		"large": io.MultiReader(strings.NewReader(`["`), io.LimitReader(endless("a"), 8<<20)),
		"deep":  strings.NewReader(deep),
	} {
		s := splitter{}
		_, err := elements(r, func(element []byte) error {
			s.size = max(s.size, cap(element))
			return nil
		})
		if err == nil || s.size > 2*maxElement {
			t.Errorf("%s: %d bytes kept, %v", name, s.size, err)
		}
	}
}

// An endless reader repeats a text.
type endless string

func (e endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		n += copy(p[n:], e)
	}
	return n, nil
}

// A list is what encoding/json makes of it.
func FuzzElements(f *testing.F) {
	f.Add([]byte(`[ {"a":["],","\\\""]} , 2.5e3,null,"ü" ]`))
	f.Fuzz(func(t *testing.T, in []byte) {
		var want []json.RawMessage
		if json.Unmarshal(in, &want) != nil || len(in) > maxElement {
			return
		}
		var got []json.RawMessage
		left, err := elements(strings.NewReader(string(in)), func(element []byte) error {
			got = append(got, json.RawMessage(strings.TrimSpace(string(element))))
			return nil
		})
		if err != nil || left != 0 && len(want) <= maxElements && !tooManyValues(in) {
			t.Fatalf("%q: %d left, %v", in, left, err)
		}
		if left == 0 && !(len(got) == 0 && len(want) == 0) && !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	})
}
