package podman

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"podtop/model/clean"
	"podtop/model/probe"
)

// From a container of Podman 5.4 with crun, cgroup v2.
const mountinfo54 = `259 223 0:47 / / rw,relatime - overlay overlay rw,lowerdir=/var/lib/containers/storage/overlay/l/MX65,upperdir=/var/lib/containers/storage/overlay/24c1/diff,workdir=/var/lib/containers/storage/overlay/24c1/work,uuid=on
260 259 254:0 /var/lib/containers/storage/volumes/vol1/_data /data rw,nosuid,nodev,relatime - ext4 /dev/vda rw
261 259 0:33 /srv/a\040b /src ro,nosuid,nodev - tmpfs tmpfs rw,nr_inodes=1048576,inode64
262 259 0:53 / /scratch rw,nosuid,nodev,relatime - tmpfs tmpfs rw,size=1024k,inode64
263 259 0:54 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
264 259 0:55 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755,inode64
267 259 0:56 / /img rw,relatime - overlay /x/merge ro,lowerdir=/y/merged:/x/lower,redirect_dir=on
269 259 0:61 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs rw
271 259 0:25 /containers/storage/overlay-containers/d032/userdata/hostname /etc/hostname rw,relatime - tmpfs tmpfs rw,size=401556k,mode=755,inode64
273 264 0:52 / /dev/mqueue rw,nosuid,nodev,noexec,relatime - mqueue mqueue rw
276 264 0:46 / /dev/shm rw,nosuid,nodev,noexec,relatime - tmpfs shm rw,size=64000k,inode64
277 264 0:62 / /dev/pts rw,nosuid,noexec,relatime - devpts devpts rw,gid=5,mode=620,ptmxmode=666
278 269 0:27 /machine.slice/libpod-d032.scope/container /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot
279 263 0:63 / /proc/acpi ro,relatime - tmpfs tmpfs rw,size=0k,inode64
280 263 0:6 /null /proc/kcore ro,relatime - devtmpfs udev rw,size=1994728k,nr_inodes=498682,mode=755,inode64
`

const hostMountinfo = `29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
28 29 0:25 / /run rw,nosuid,nodev,noexec,relatime shared:5 - tmpfs tmpfs rw,size=401556k,mode=755,inode64
41 29 0:33 / /tmp rw,nosuid,nodev shared:18 - tmpfs tmpfs rw,nr_inodes=1048576,inode64
183 29 254:0 /var/lib/containers/storage/overlay /var/lib/containers/storage/overlay rw,relatime - ext4 /dev/vda rw
`

func TestMountsOf(t *testing.T) {
	got := mountsOf(parseMountinfo([]byte(mountinfo54)), parseMountinfo([]byte(hostMountinfo)))
	want := []probe.Mount{
		{Type: "overlay", Destination: clean.Of("/"), Source: clean.Of("/var/lib/containers/storage/overlay/24c1/diff"), Options: "rw,relatime"},
		{Type: "volume", Name: "vol1", Destination: clean.Of("/data"), Source: clean.Of("/var/lib/containers/storage/volumes/vol1/_data"), Options: "rw,nosuid,nodev,relatime"},
		{Type: "bind", Destination: clean.Of("/src"), Source: clean.Of("/tmp/srv/a b"), Options: "ro,nosuid,nodev", ReadOnly: true},
		{Type: "tmpfs", Destination: clean.Of("/scratch"), Options: "rw,nosuid,nodev,relatime,rw,size=1024k,inode64"},
		{Type: "overlay", Destination: clean.Of("/img"), Options: "rw,relatime"},
		{Type: "tmpfs", Destination: clean.Of("/dev/shm"), Options: "rw,nosuid,nodev,noexec,relatime,rw,size=64000k,inode64"},
	}
	if diff := cmp.Diff(want, got, counts, cmp.AllowUnexported(clean.String{})); diff != "" {
		t.Error(diff)
	}
}

func TestParseMountinfo(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []mounted
	}{
		{"", nil},
		{
			`36 35 98:0 /a\134b /m\012n\011o rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw,errors=continue`,
			[]mounted{{"98:0", `/a\b`, "/m\nn\to", "rw,noatime", "ext3", "rw,errors=continue"}},
		},
		{"36 35 98:0 / /mnt rw -\n36 35 98:0 / - ext3 /dev/root rw\nnonsense\n", nil},
		{`36 35 98:0 /\9 /\04 rw - ext3 d rw`, []mounted{{"98:0", `/\9`, `/\04`, "rw", "ext3", "rw"}}},
	} {
		if diff := cmp.Diff(c.want, parseMountinfo([]byte(c.in)), cmp.AllowUnexported(mounted{})); diff != "" {
			t.Errorf("%q: %s", c.in, diff)
		}
	}
}

func TestOnHost(t *testing.T) {
	host := parseMountinfo([]byte(hostMountinfo))
	for _, c := range []struct{ device, root, want string }{
		{"254:0", "/", "/"},
		{"254:0", "/srv", "/srv"},
		{"254:0", "/var/lib/containers/storage/overlay/x", "/var/lib/containers/storage/overlay/x"},
		{"0:33", "/srv", "/tmp/srv"},
		{"0:25", "/", "/run"},
		{"0:99", "/srv", ""},
	} {
		m := mounted{device: c.device, root: c.root}
		if got := m.onHost(host); got != c.want {
			t.Errorf("%s of %s is %q, want %q", c.root, c.device, got, c.want)
		}
	}
}

func FuzzMountinfo(f *testing.F) {
	f.Add([]byte(mountinfo54))
	f.Add([]byte("36 35 98:0 /volumes/\x1b/_data /m\\033 ro - ext3 /dev/root rw,upperdir=\x1b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		list := parseMountinfo(b)
		for _, m := range mountsOf(list, list) {
			all := m.Type + m.Name + m.Source.String() + m.Destination.String() + m.Options
			if clean.Text(all) != all || strings.ContainsAny(all, "\n\x1b") {
				t.Errorf("%+v", m)
			}
		}
	})
}
