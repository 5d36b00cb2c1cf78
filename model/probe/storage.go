package probe

import (
	"podtop/model"
	"podtop/model/clean"
)

// Storage is what a container writes to.
type Storage struct {
	Answer
	Mounts   []Mount
	Devices  []Device    // of its io.stat
	Image    model.Count // bytes of the image, from Podman
	Writable model.Count // bytes of the writable layer, from Podman
}

// A Mount is one of the container's mounts as Podman lists them, and the file
// system behind it.
type Mount struct {
	Type        string       // "bind", "volume", "tmpfs", "overlay" (the root), …
	Name        string       // of a volume
	Source      clean.String // on the host
	Destination clean.String // in the container
	Options     string
	ReadOnly    bool
	Fill        Fill
}

// Fill is statfs(2) of a file system.
type Fill struct {
	Path               string      // where it is mounted on the host, or a directory in it
	For                string      // what it is to podtop: "storage of root; journal", "volume data"
	Type               string      // "ext4", "xfs", …; "" if not known
	Total, Free, Avail model.Count // bytes; Avail to who is not root
	Inodes, InodesFree model.Count
	Journal            model.Count // bytes that systemd's journal takes of it, if it is there
}

// A Device is one disk.
type Device struct {
	Name                       string // "vda", or "252:0" if that is all one knows
	RBytes, WBytes, RIOs, WIOs model.Count
	// Of the whole disk, for all who use it: /proc/diskstats.
	ReadTime, WriteTime   model.Count // ms that reads and writes took, summed
	DiskReads, DiskWrites model.Count // what these were the time of
	Busy                  model.Count // ms in which it had something to do
	InFlight              model.Count
}

// DiskUse is what Podman's service says in `podman system df`. It is slow.
type DiskUse struct {
	Answer
	User                        string
	Images, Containers, Volumes Store
}

// A Store is one row of it.
type Store struct {
	Total, Active     int
	Size, Reclaimable model.Count // bytes
}
