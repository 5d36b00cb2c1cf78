package model

import (
	"errors"
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
		"net.rx=0":     true,  // known to be 0
		"swap>0":       false, // not known
		"!swap>0":      false,
		"swap<=0":      false,
		"exit!=1":      true,
		"health=":      false, // an error, below
		"throttled%<1": false,
	} {
		f, err := ParseFilter(filter)
		if err != nil {
			if filter != "health=" {
				t.Errorf("%q: %v", filter, err)
			}
			continue
		}
		if got := f.Match(&c); got != want {
			t.Errorf("%q: %v, want %v", filter, got, want)
		}
	}
}

func TestFilterErrorsSayWhere(t *testing.T) {
	for filter, want := range map[string]FilterError{
		"web cpu>x":   {4, `"x" is not a number, such as 1.5`},
		"!":           {0, "after ! a term is missing, as in !state=running"},
		"a  cpu>":     {3, "after cpu> a value is missing"},
		"cpu~1":       {0, "cpu is a number: compare it with > >= < <= = or !=, not ~"},
		"name>1":      {0, "name is a text: compare it with = != ~ or !~, not >"},
		"mem>-1":      {0, `"-1" is not a size, such as 512M or 1.5G`},
		"mem>9e30":    {0, `"9e30" is not a size, such as 512M or 1.5G`},
		"age<5 cpu>1": {0, `"5" is not an age, such as 90s, 10m, 3h or 2d`},
	} {
		_, err := ParseFilter(filter)
		var fe *FilterError
		if !errors.As(err, &fe) || *fe != want {
			t.Errorf("%q: %+v, want %+v", filter, fe, want)
		}
	}
	if _, err := ParseFilter("cpuu>1"); err == nil {
		t.Error("an unknown word was taken")
	}
}

func FuzzParseFilter(f *testing.F) {
	for _, s := range []string{"cpu>1.5 mem.limit%>=90 name~web state=running !pod=db user=op age<10m", "!", "mem>0.5", "a=b=c", "=", "!!x", "\n"} {
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
