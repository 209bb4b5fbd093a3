"""What kind of disk a path lies on, as far as the system tells: a network share, a synced folder, an encrypted disk.

One rule: what can't be known is None, never a guess.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "ncpfs", "davfs", "webdav",
    "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "afpfs",
}  # fmt: skip
ENCRYPTING = {"ecryptfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.cppcryptfs"}
UNKNOWN = {"zfs", "btrfs"}  # these have layers of their own between file and device
SYNCED = {
    "dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "mobile documents", "nextcloud", "owncloud",
    "syncthing", "box sync", "pcloud drive",
}  # fmt: skip


class Mount(NamedTuple):
    """A mounted file system: where, of what type, from what device."""

    point: str
    kind: str
    device: str


def mount_of(path: Path, table: str | None = None) -> Mount | None:
    """The file system that holds a path, by /proc/self/mountinfo (or `table`); None where the system has no such."""
    if table is None:
        try:
            table = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
        except OSError:
            return None
    real = os.path.realpath(path)
    found = [each for line in table.splitlines() if (each := _mount(line)) and _is_below(real, each.point)]
    return max(found, key=lambda each: len(each.point), default=None)


def _mount(line: str) -> Mount | None:
    head, dash, tail = line.partition(" - ")
    fields, more = head.split(), tail.split()
    if not dash or len(fields) < 5 or len(more) < 2:
        return None
    return Mount(_unescaped(fields[4]), more[0], _unescaped(more[1]))


def _unescaped(text: str) -> str:
    """Spaces and the like stand in octal in that file."""
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")


def _is_below(path: str, point: str) -> bool:
    return path == point or path.startswith(point.rstrip("/") + "/")


def is_network(mount: Mount | None) -> bool | None:
    """Whether the file system is another machine's, where locks are a matter of luck."""
    return None if mount is None else mount.kind in NETWORK


def synced_by(path: Path) -> str:
    """The folder of a sync service that the path lies in, or ""."""
    return next((part for part in path.absolute().parts if part.casefold() in SYNCED), "")


def is_encrypted(mount: Mount | None, blocks: Path = Path("/sys/class/block")) -> bool | None:
    """Whether what is written there lies encrypted on the disk: dm-crypt below, or a file system that encrypts."""
    if sys.platform == "darwin":
        return _filevault()
    if mount is None:
        return None
    if mount.kind in ENCRYPTING:
        return True
    device = blocks / Path(os.path.realpath(mount.device)).name
    if not mount.device.startswith("/dev/") or not device.exists():
        return None
    if _is_crypt(device):
        return True
    return None if mount.kind in UNKNOWN else False


def _is_crypt(device: Path) -> bool:
    """True if the block device, or one it is made of, is dm-crypt."""
    try:
        if (device / "dm" / "uuid").read_text("ascii", "replace").startswith("CRYPT-"):
            return True
    except OSError:
        pass
    below = device / "slaves"
    return any(_is_crypt(each) for each in below.iterdir()) if below.is_dir() else False


def _filevault() -> bool | None:
    import subprocess

    try:
        said = subprocess.run(["/usr/bin/fdesetup", "status"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return True if "FileVault is On" in said.stdout else False if "FileVault is Off" in said.stdout else None
