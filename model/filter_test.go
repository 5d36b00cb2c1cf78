package model

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestFilter(t *testing.T) {
	c := Container{
		Meta:    Meta{Name: "web-1", User: "op", UID: 1000, State: Running, Image: "docker.io/nginx:1", PodName: "shop"},
		Figures: unknownFigures,
	}
	c.CPU, c.Mem, c.MemLimitPct, c.Uptime, c.NetRx = 1.5, 200<<20, 91, 300, 0
	for filter, want := range map[string]bool{
		"": true, "  ": true,
		"web": true, "WEB": true, "b-1": true, "db": false, "!db": true, "!web": false,
		"cpu>1.4": true, "cpu>1.5": false, "cpu>=1.5": true, "cpu<2 web": true, "cpu<2 db": false, "cpu=1.5": true, "cpu!=1.5": false,
		"mem>=200M": true, "mem>200m": false, "mem<0.5G": true, "mem>209715199": true,
		"mem.limit%>=90": true, "mem.limit%>90%": true, "age<10m": true, "age<1d": true, "uptime>6m": false,
		"state=running": true, "state=RUNNING": true, "!state=running": false, "state!=paused": true,
		"image~nginx": true, "image!~nginx": false, "pod=shop": true, "!pod=db": true, "user=op": true,
		"net.rx=0":      true,  // known to be 0
		"swap>0":        false, // not known
		"!swap>0":       false,
		"swap<=0":       false,
		"exit!=1":       true,
		"cpu > 1.4":     true,
		"cpu>= 2 web":   false,
		"!cpu >= 2":     true,
		`image~"nginx"`: true,
		`"web-1"`:       true,
		"op/web":        true, "OP/w": true, "p/w": true, "root/web": false, "/web-1": true, "op": false, "!op/web": false,
		"running": true, "Running": true, "runnin": false, "!running": false, "paused": false, "unhealthy": false, "oom": false, "state=up": false,
		`"eb 1"`:       false,
		`health=""`:    true, // it has none
		`pod=""`:       false,
		"!!web":        true,
		"image~r.i":    true,
		"throttled%<1": false,
	} {
		f, err := ParseFilter(filter)
		if err != nil {
			t.Errorf("%q: %v", filter, err)
			continue
		}
		if got := f.Match(&c); got != want {
			t.Errorf("%q: %v, want %v", filter, got, want)
		}
	}
}

func TestFilterErrorsSayWhere(t *testing.T) {
	for filter, want := range map[string]FilterError{
		"web cpu>x":        {8, `"x" is not a number, such as 1.5`},
		"web cpu > x":      {10, `"x" is not a number, such as 1.5`},
		"!":                {0, "after ! a term is missing, as in !state=running"},
		"web ! db":         {4, "after ! a term is missing, as in !state=running"},
		"a  cpu>":          {6, "after cpu> a value is missing"},
		"pod= cpu>1":       {3, "after pod= a value is missing"},
		"web >":            {4, "after web> a value is missing"},
		">5":               {0, "before > a name is missing, as in cpu>1.5"},
		"cpu~1":            {3, "cpu is a number: compare it with > >= < <= = or !=, not ~"},
		"name>1":           {4, "name is a text: compare it with = != ~ or !~, not >"},
		"mem>-1":           {4, `"-1" is not a size, such as 512M or 1.5G`},
		"mem>9e30":         {4, `"9e30" is not a size, such as 512M or 1.5G`},
		"age<5 cpu>1":      {4, `"5" is not an age, such as 90s, 10m, 3h or 2d`},
		"web cppu>1":       {4, `there is no "cppu"; did you mean cpu?`},
		"stat=running":     {0, `there is no "stat"; did you mean state?`},
		"mem.limt%>90":     {0, `there is no "mem.limt%"; did you mean mem.limit%?`},
		"db 200M<=mem":     {3, "the name comes first: mem>=200M"},
		`web image~"my a`:  {10, `a closing " is missing`},
		"cpu>50%":          {4, "cpu is in cores; for a share of the limit there is cpu.limit%>50%"},
		"mem>=50%":         {5, "mem is in bytes; for a share of the limit there is mem.limit%>=50%"},
		"swap>50%":         {5, `"50%" is not a size, such as 512M or 1.5G`},
		"state=runing":     {6, `there is no state "runing"; did you mean running?`},
		"health!=unhelthy": {8, `there is no health "unhelthy"; did you mean unhealthy?`},
		`""`:               {0, "a name or a term is missing"},
	} {
		_, err := ParseFilter(filter)
		var fe *FilterError
		if !errors.As(err, &fe) || *fe != want {
			t.Errorf("%q: %+v, want %+v", filter, fe, want)
		}
	}
	if _, err := ParseFilter("whatever>1"); err == nil || !strings.Contains(err.Error(), "there are: age anon") {
		t.Errorf("an unknown word: %v", err)
	}
}

// A word for how a container is finds it, whatever its name.
func TestAWordFindsWhatIsSo(t *testing.T) {
	for word, c := range map[string]Container{
		"exited":    {Meta: Meta{Name: "x", State: Exited}},
		"unhealthy": {Meta: Meta{Name: "x", State: Running, Health: "unhealthy"}},
		"oom":       {Meta: Meta{Name: "x", State: Exited, OOMKilled: true}},
		"OOM":       {Meta: Meta{Name: "x", State: Running}, Figures: Figures{OOMKills: 131}},
		"ooms":      {Meta: Meta{Name: "booms", State: Running}},
	} {
		f, err := ParseFilter(word)
		if err != nil || !f.Match(&c) || f.Match(&Container{Meta: Meta{Name: "x", State: Created, Health: "healthy"}}) {
			t.Errorf("%q: %v", word, err)
		}
	}
}

func TestSavedFilters(t *testing.T) {
	busy, err := ParseFilter("cpu>1 state=running")
	if err != nil {
		t.Fatal(err)
	}
	saved := Saved{"busy": busy}
	for filter, want := range map[string]bool{
		"@busy": true, "!@busy": false, "web @busy": true, "db @busy": false, "@busy cpu>3": false, `"@busy"`: false,
	} {
		f, err := saved.Parse(filter)
		if err != nil {
			t.Fatalf("%q: %v", filter, err)
		}
		c := &Container{Meta: Meta{Name: "web", State: Running}, Figures: Figures{CPU: 2}}
		if got := f.Match(c); got != want || f.String() != filter {
			t.Errorf("%q is %v, want %v; it says %q", filter, got, want, f)
		}
		if c.CPU = math.NaN(); f.Match(c) {
			t.Errorf("%q holds though the figure is not known", filter)
		}
	}
	for filter, want := range map[string]FilterError{
		"web @busi":  {4, `there is no filter "@busi"; did you mean @busy?`},
		"@xyz":       {0, `there is no filter "@xyz"; there are: @busy`},
		"!@":         {1, `there is no filter "@"; there are: @busy`},
		"@busy cpu>": {9, "after cpu> a value is missing"},
	} {
		_, err := saved.Parse(filter)
		var fe *FilterError
		if !errors.As(err, &fe) || *fe != want {
			t.Errorf("%q: %+v, want %+v", filter, fe, want)
		}
	}
	if _, err := ParseFilter("@busy"); err == nil || !strings.Contains(err.Error(), "cannot be used: write out") {
		t.Errorf("where none can be used: %v", err)
	}
	if _, err := (Saved{}).Parse("@busy"); err == nil || !strings.Contains(err.Error(), "podtop config") {
		t.Errorf("without saved filters: %v", err)
	}
}

func TestFilterHelp(t *testing.T) {
	said := ""
	for _, e := range FilterHelp {
		if _, err := (Saved{"busy": {}}).Parse(e.Filter); err != nil {
			t.Errorf("%q is no filter: %v", e.Filter, err)
		}
		said += " " + e.Meaning
	}
	for _, text := range Texts {
		if !strings.Contains(said+" ", " "+text.Name+" ") {
			t.Errorf("the help does not name %s", text.Name)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"cpu", "mem", "mem.limit%", "state", "unit"}
	for word, want := range map[string]string{
		"cpu": "cpu", "CPU": "cpu", "cup": "cpu", "pcu": "cpu", "me": "mem", "stat": "state", "status": "state", "memlimit": "mem.limit%",
		"x": "", "": "", "bananas": "", strings.Repeat("cpu", 1000): "",
	} {
		if got := Nearest(word, words); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{"cpu>1.5 mem.limit%>=90 name~web state=running !pod=db user=op age<10m", "!", "mem>0.5", "a=b=c", "=", "!!x", "\n", `image~"my app" pod="" !! cpu > 1`} {
		f.Add(s)
	}
	c := &Container{Meta: Meta{Name: "web", State: Running}, Figures: unknownFigures}
	f.Fuzz(func(t *testing.T, s string) {
		filter, err := ParseFilter(s)
		var fe *FilterError
		switch {
		case err == nil:
			again, err := ParseFilter(filter.String())
			if err != nil || again.Match(c) != filter.Match(c) {
				t.Errorf("%q does not mean what it says: %v", s, err)
			}
		case !errors.As(err, &fe) || fe.At < 0 || fe.At >= len(s) || fe.Reason == "":
			t.Errorf("%q: %#v", s, err)
		}
	})
}

func TestParseValue(t *testing.T) {
	for _, tt := range []struct {
		s    string
		d    Dimension
		want float64
	}{
		{"512m", Bytes, 512 << 20},
		{"1.5G", Bytes, 1.5 * (1 << 30)},
		{"0", Bytes, 0},
		{"10", BytesPerSec, 10},
		{"1k", BytesPerSec, 1024},
		{"90s", Seconds, 90},
		{"2d", Seconds, 2 * 86400},
		{(25 * time.Hour).String(), Seconds, 90000},
		{"25%", Percent, 25},
		{"0.5", Cores, 0.5},
	} {
		if got, err := ParseValue(tt.s, tt.d); err != nil || got != tt.want {
			t.Errorf("%q: %v, %v; want %v", tt.s, got, err, tt.want)
		}
	}
	for _, tt := range []struct {
		s string
		d Dimension
	}{{"0.5", Bytes}, {"99999999999G", Bytes}, {"-1", Bytes}, {"NaN", Cores}, {"Inf", Percent}, {"-5m", Seconds}, {"", Number}, {"1e400", Number}} {
		if got, err := ParseValue(tt.s, tt.d); err == nil {
			t.Errorf("%q in dimension %d is %v", tt.s, tt.d, got)
		}
	}
}
