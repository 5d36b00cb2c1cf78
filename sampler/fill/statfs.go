package fill

import (
	"cmp"
	"fmt"
	"math/bits"
	"strings"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/proc"
)

// statfs asks statfs(2) of the file system p is in.
func (a *Asker) statfs(p Place) (probe.Fill, error) {
	path := p.Fill().Path
	fd, err := a.open(p)
	if err != nil {
		return p.Fill(), fmt.Errorf("opening %s: %w", path, err)
	}
	defer unix.Close(fd)
	var st unix.Statfs_t
	if err := retryEINTR(func() error { return unix.Fstatfs(fd, &st) }); err != nil {
		return p.Fill(), fmt.Errorf("asking how full %s is: %w", path, err)
	}
	f := Of(&st)
	f.Path = path
	return f, nil
}

// open opens p for questions, not for reading. Below a container's root, links
// lead where they lead inside the container. That root is opened below the
// directory of a process that was found to be the container's, so that none
// that has got its number since can stand in for it.
func (a *Asker) open(p Place) (fd int, err error) {
	const flags = unix.O_PATH | unix.O_CLOEXEC
	if p.Root.PID == 0 {
		err = retryEINTR(func() error { fd, err = unix.Open(p.Path, flags, 0); return err })
		return fd, err
	}
	process, err := proc.OpenFirst(a.Proc, p.Root)
	if err != nil {
		return -1, err
	}
	defer process.Close()
	root, err := unix.Openat(process.Dir(), "root", flags|unix.O_DIRECTORY, 0)
	if err != nil {
		return -1, err
	}
	defer unix.Close(root)
	path := cmp.Or(strings.Trim(p.Path, "/"), ".")
	err = retryEINTR(func() error {
		fd, err = unix.Openat2(root, path, &unix.OpenHow{Flags: flags, Resolve: unix.RESOLVE_IN_ROOT | unix.RESOLVE_NO_MAGICLINKS})
		return err
	})
	return fd, err
}

// retryEINTR calls f until nothing interrupts it.
func retryEINTR(f func() error) (err error) {
	for err = f(); err == unix.EINTR; err = f() {
	}
	return err
}

// Of is what df(1) shows of a file system.
func Of(st *unix.Statfs_t) probe.Fill {
	unit := uint64(st.Frsize)
	if unit == 0 {
		unit = uint64(st.Bsize)
	}
	f := probe.Fill{
		Type:  types[uint32(st.Type)],
		Total: bytes(st.Blocks, unit), Free: bytes(st.Bfree, unit), Avail: bytes(st.Bavail, unit),
	}
	if st.Files > 0 { // else inodes are made as they are needed
		f.Inodes, f.InodesFree = model.Known(st.Files), model.Known(st.Ffree)
	}
	return f
}

func bytes(blocks, unit uint64) model.Count {
	hi, lo := bits.Mul64(blocks, unit)
	if hi != 0 {
		return model.Count{}
	}
	return model.Known(lo)
}

// types are the names of file systems that have room to fill, by f_type.
var types = map[uint32]string{
	unix.EXT4_SUPER_MAGIC:      "ext4", // ext2 and ext3 say so too
	unix.XFS_SUPER_MAGIC:       "xfs",
	unix.BTRFS_SUPER_MAGIC:     "btrfs",
	unix.TMPFS_MAGIC:           "tmpfs",
	unix.OVERLAYFS_SUPER_MAGIC: "overlay",
	unix.NFS_SUPER_MAGIC:       "nfs",
	unix.FUSE_SUPER_MAGIC:      "fuse",
	unix.F2FS_SUPER_MAGIC:      "f2fs",
	unix.CEPH_SUPER_MAGIC:      "ceph",
	unix.CIFS_SUPER_MAGIC:      "cifs",
	unix.SMB2_SUPER_MAGIC:      "smb",
	unix.V9FS_MAGIC:            "9p",
	unix.MSDOS_SUPER_MAGIC:     "vfat",
	unix.HUGETLBFS_MAGIC:       "hugetlbfs",
	unix.RAMFS_MAGIC:           "ramfs",
	unix.SQUASHFS_MAGIC:        "squashfs",
	unix.EROFS_SUPER_MAGIC_V1:  "erofs",
	unix.ISOFS_SUPER_MAGIC:     "iso9660",
	unix.AUTOFS_SUPER_MAGIC:    "autofs",
	0x2fc12fc1:                 "zfs",
	unix.BCACHEFS_SUPER_MAGIC:  "bcachefs",
	0x0bd00bd0:                 "lustre",
	0x47504653:                 "gpfs",
	0x01161970:                 "gfs2",
}
