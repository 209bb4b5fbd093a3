"""Where a store lies: on a disk of this computer, or on a share, where locks and syncs are others' promises."""

from __future__ import annotations

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
SHARES = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "davfs", "virtiofs")
)
# Folders that a program passes through from elsewhere: sshfs, rclone, gvfs, s3fs, WebDAV …
FUSE_ON_DISK = frozenset(
    ("fuse.ntfs-3g", "fuse.exfat", "fuse.encfs", "fuse.gocryptfs", "fuse.cryfs", "fuse.ecryptfs")
)


def share_of(path: Path, mounts: str | None = None) -> str:
    """The kind of network file system that holds the path (such as "nfs4"), or "" for a disk of this computer.

    `mounts` is what the system says of itself; where it says nothing, "".
    """
    kind = kind_of(path, mounts)
    network = kind in SHARES or (kind.startswith("fuse.") and kind not in FUSE_ON_DISK)
    return kind if network else ""


def kind_of(path: Path, mounts: str | None = None) -> str:
    """The kind of file system that holds the path, that which is mounted nearest; "" where it is not known."""
    if mounts is None:
        try:
            mounts = MOUNTS.read_text("utf-8", errors="surrogateescape")
        except OSError:
            return ""
    parts = path.resolve().parts
    found, depth = "", 0
    for line in mounts.splitlines():
        _, mounted, kind, *_ = [*line.split(" "), "", "", ""]
        place = Path(_plain(mounted)).parts
        if mounted and len(place) >= depth and parts[: len(place)] == place:
            found, depth = kind, len(place)
    return found


def _plain(text: str) -> str:
    """A name as it is; blanks and backslashes stand in the table as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), text)
