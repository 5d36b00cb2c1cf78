package proc

import (
	"os"
	"path/filepath"
	"testing"

	"podtop/model"
)

// sysBlock makes /sys/dev/block: a disk 8:0 with a partition, and the number
// 253:7, whose device is stacked on the partition.
func sysBlock(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{"8:0/slaves", "8:1", "253:7/slaves/sda1"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(dir, "8:1/partition"), "1\n")
	return dir
}

const diskstats = `   7       0 loop0 9 0 9 0 9 0 9 0 0 0 0
   8       0 sda 2152 569 237258 735 895 818 36920 664 0 884 1443 0 0 0 0 124 44
   8       1 sda1 2000 569 200000 735 895 818 36920 664 0 884 1443
 253       0 dm-0 2000 0 200000 735 895 0 36920 664 0 884 1443
 253       1 zram0 5 0 5 5 5 5 5 5 5 5 5
 253       7 stacked0 5 0 5 5 5 5 5 5 5 5 5
   9       0 md127 5 0 5 5 5 5 5 5 5 5 5
`

func TestDisksSum(t *testing.T) {
	block := sysBlock(t)
	sda := model.IO{RIOs: known(2152), RBytes: known(237258 * 512), WIOs: known(895), WBytes: known(36920 * 512)}
	for _, tt := range []struct {
		name, text string
		want       model.IO
	}{
		{"each byte once", diskstats, sda},
		{"torn", diskstats[:len(diskstats)-20] + "\n   8       16 sdb 1 2", sda},
		{"two disks", "8 0 sda 1 1 1 1 1 1 1\n8 16 sdb 2 2 2 2 2 2 2\n", model.IO{RIOs: known(3), RBytes: known(1536), WIOs: known(3), WBytes: known(1536)}},
		{"short line", "8 0 sda 4\n", model.IO{RIOs: known(4)}},
		{"too large", "8 0 sda 1 0 99999999999999999999 0 1 0 40000000000000000\n", model.IO{RIOs: known(1), WIOs: known(1)}},
		{"nonsense", "\nx\n8 0\nsda 1 2 3\n", model.IO{RIOs: known(0), RBytes: known(0), WIOs: known(0), WBytes: known(0)}},
		{"empty", "", model.IO{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := disks{block: block, known: map[device]disk{}}
			if got := d.sum([]byte(tt.text)); got != tt.want {
				t.Errorf("sum = %+v, want %+v", got, tt.want)
			}
		})
	}
}

// A number that has come to mean another device is looked up anew.
func TestDisksNumberReused(t *testing.T) {
	d := disks{block: sysBlock(t), known: map[device]disk{}}
	d.sum([]byte("7 0 loop0 1 1 1 1 1 1 1\n"))
	if got := d.sum([]byte("7 0 sdx 1 1 1 1 1 1 1\n")); got.RIOs != known(1) {
		t.Errorf("sum of the new device = %+v", got)
	}
}

func FuzzDisksSum(f *testing.F) {
	f.Add([]byte(diskstats))
	block := sysBlock(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		d := disks{block: block, known: map[device]disk{}}
		if first, again := d.sum(b), d.sum(b); first != again {
			t.Errorf("sum(%q) = %+v, then %+v", b, first, again)
		}
	})
}
