package probe

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

// outline is a tree as text, a line for each Node.
func outline(t *Tree) string {
	var b strings.Builder
	for i := range t.Nodes {
		n := &t.Nodes[i]
		fmt.Fprintf(&b, "%s%s", strings.Repeat("  ", n.Depth), n.Name)
		if n.Item >= 0 {
			fmt.Fprintf(&b, "[%d]", n.Item)
		}
		if n.Kind.Holds() {
			fmt.Fprintf(&b, " %s of %d\n", []string{"object", "list"}[n.Kind], n.Size)
			continue
		}
		fmt.Fprintf(&b, " %q\n", n.Text)
	}
	return b.String()
}

func TestParseTree(t *testing.T) {
	deep := strings.Repeat("[", 200) + "1" + strings.Repeat("]", 200)
	for _, tt := range []struct{ name, doc, want, cut string }{
		{"order", `{"b": 1, "a": {"y": null, "x": [true, "s"]}, "c": {}}`, "b \"1\"\na object of 2\n  y \"null\"\n  x list of 2\n    [0] \"true\"\n    [1] \"s\"\nc object of 0\n", ""},
		{"numbers", `[1.0, 1e400, -0, 123456789012345678901234567890]`, "[0] \"1.0\"\n[1] \"1e400\"\n[2] \"-0\"\n[3] \"123456789012345678901234567890\"\n", ""},
		{"names that come twice", `{"a": 1, "a": 2, "": 3}`, "a \"1\"\na \"2\"\n \"3\"\n", ""},
		{"a single value", `"x"`, " \"x\"\n", ""},
		{"nothing", ``, "", ""},
		{"empty", `{}`, "", ""},
		{"more than one", `{"a": 1} {"b": 2}`, "a \"1\"\n", ""},
		{"cut off", `{"a": {"b": 1, "c`, "a object of 1\n  b \"1\"\n", "it breaks off: unexpected EOF"},
		{"cut off after a name", `{"a": 1, "b"`, "a \"1\"\n", "it ends too soon"},
		{"no JSON", `{"a": 1, nonsense`, "a \"1\"\n", "it breaks off: invalid character 'n' looking for beginning of object key string"},
		{"escapes", `{"\u001b[2J": "\u0000\ud800\n"}`, "\x1b[2J \"\\x00\uFFFD\\n\"\n", ""},
		{"deep", `{"a": ` + deep + `, "b": 2}`, "", "what is nested deeper than 100 is left out"},
	} {
		tree := ParseTree([]byte(tt.doc))
		if tree.Cut != tt.cut || outline(tree) != tt.want && tt.name != "deep" {
			t.Errorf("%s: %q,\n%swant %q,\n%s", tt.name, tree.Cut, outline(tree), tt.cut, tt.want)
		}
		if last := len(tree.Nodes) - 1; tt.name == "deep" && (len(tree.Nodes) != mostDepth+2 || tree.Nodes[last].Name != "b") {
			t.Errorf("of a deep document are there\n%s", outline(tree))
		}
	}
}

func TestParseTreeIsBounded(t *testing.T) {
	doc := []byte("[" + strings.Repeat("1,", 2*mostNodes) + "1]")
	if tree := ParseTree(doc); len(tree.Nodes) != mostNodes || tree.Cut != "it has more than 20000 values" {
		t.Errorf("%d values, %q", len(tree.Nodes), tree.Cut)
	}
}

// A value is found again in the next document, where others came before it.
func TestFind(t *testing.T) {
	a := ParseTree([]byte(`{"x": 1, "list": [{"b": 2}, {"b": 3}]}`))
	b := ParseTree([]byte(`{"new": 0, "x": 5, "list": [{"a": 1, "b": 2}, {"b": 7}]}`))
	for i := range a.Nodes {
		j := b.Find(a.Nodes[i].ID)
		if j < 0 || b.Path(j) != a.Path(i) {
			t.Errorf("%s is not found again", a.Path(i))
		}
	}
	if last := len(a.Nodes) - 1; a.Path(last) != "list[1].b" {
		t.Errorf("the last is called %s", a.Path(last))
	}
	if b.Find(1) != -1 {
		t.Error("what was never there is found")
	}
}

// Where a name repeats, no ID is sought among those of its namesakes: that would
// take as many steps as there are.
func TestNamesThatRepeat(t *testing.T) {
	const many = 1000
	tree := ParseTree([]byte("{" + strings.Repeat(`"a": 1, `, many) + `"b": 2}`))
	if len(tree.Nodes) != many+1 || tree.Nodes[0].ID != ParseTree([]byte(`{"a": 1}`)).Nodes[0].ID {
		t.Errorf("%d values, the first with another ID", len(tree.Nodes))
	}
	for i := range tree.Nodes {
		if id := tree.Nodes[i].ID; tree.Find(id) != i || tree.Find(id+1) >= 0 {
			t.Fatalf("member %d: the next ID is another's", i)
		}
	}
}

func TestTreeValue(t *testing.T) {
	tree := ParseTree([]byte(`{"Env": ["A=b", "TOKEN=x"], "o": {"n": 1.0, "e": {}, "l": [], "q": "a\"<\n"}}`))
	for _, tt := range []struct {
		path     string
		revealed bool
		want     string
	}{
		{"Env[0]", false, "A=b"},
		{"Env[1]", false, "TOKEN=" + stars},
		{"Env[1]", true, "TOKEN=x"},
		{"Env", false, `["A=b", "TOKEN=` + stars + `"]`},
		{"o.q", false, "a\"<\n"},
		{"o", false, `{"n": 1.0, "e": {}, "l": [], "q": "a\"<\n"}`},
	} {
		for i := range tree.Nodes {
			if tree.Path(i) == tt.path && tree.Value(i, tt.revealed) != tt.want {
				t.Errorf("the value of %s is %q, want %q", tt.path, tree.Value(i, tt.revealed), tt.want)
			}
		}
	}
}

func TestTreeOf(t *testing.T) {
	tree := TreeOf(
		Pairs{"environment", []Pair{{"A", "b"}, {"DB_PASSWORD", "x"}}},
		Pairs{"labels", nil},
	)
	if want := "environment object of 2\n  A \"b\"\n  DB_PASSWORD \"x\"\nlabels object of 0\n"; outline(tree) != want {
		t.Errorf("got\n%swant\n%s", outline(tree), want)
	}
	if tree.Covered != 1 || !tree.Nodes[2].Secret() {
		t.Errorf("%d are covered", tree.Covered)
	}
}

// tokens are those of a document.
func tokens(doc []byte) (all []json.Token, err error) {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, token)
	}
}

// Whatever is sent, the tree holds together; and a whole document is in it
// whole.
func FuzzParseTree(f *testing.F) {
	f.Add([]byte(`{"b": 1, "a": {"y": null, "x": [true, "s"]}, "c": {}, "a": 5}`))
	f.Add([]byte(`{"a": [[[[{"b": "password=x"`))
	f.Add([]byte(`[1, {}, [] ] {"x": 1} 5`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		tree := ParseTree(doc)
		seen := map[uint64]bool{}
		for i := range tree.Nodes {
			n := &tree.Nodes[i]
			if n.Parent >= i || n.End <= i || n.End > len(tree.Nodes) || seen[n.ID] || tree.Find(n.ID) != i {
				t.Fatalf("%q: node %d is %+v", doc, i, n)
			}
			seen[n.ID] = true
			size := 0
			for at := i + 1; at < n.End; at = tree.Nodes[at].End {
				if tree.Nodes[at].Parent != i || tree.Nodes[at].Depth != n.Depth+1 {
					t.Fatalf("%q: node %d is not in node %d", doc, at, i)
				}
				size++
			}
			if size != n.Size {
				t.Fatalf("%q: in node %d are %d, and it says %d", doc, i, size, n.Size)
			}
		}
		want, err := tokens(doc)
		if err != nil || tree.Cut != "" || !json.Valid(doc) || !bytes.HasPrefix(bytes.TrimLeft(doc, " \t\r\n"), []byte("[")) {
			return
		}
		again := []byte("[")
		for at := 0; at < len(tree.Nodes); at = tree.Nodes[at].End {
			if at > 0 {
				again = append(again, ',')
			}
			again = tree.appendJSON(again, at, true)
		}
		if got, err := tokens(append(again, ']')); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q became %q", doc, again)
		}
	})
}
