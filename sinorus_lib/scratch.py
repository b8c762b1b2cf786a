"""Writing beside a place and moving there whole, so that no crash, full disk or second run leaves half of anything.

A scratch folder is locked as long as its process lives; the kernel lets go of the lock however the process ends. So
whoever comes next can tell what a dead run left behind from what a live one is still writing.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

EARLIER = "earlier"
_MARK = ".sinorus-"
_FORGOTTEN = 24 * 3600.0  # seconds after which a scratch folder is taken for dead where nothing can be locked
_ATTEMPTS = 100  # to put a folder where other runs put theirs
_HERE = -100  # AT_FDCWD: paths as they are
_SWAP = 2  # RENAME_EXCHANGE
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV)


@contextmanager
def scratch_beside(place: Path) -> Iterator[Path]:
    """Make an empty folder beside a place, on the same disk, and remove it at the end.

    What dead processes left beside the place is removed first; what a live one uses is let be.
    """
    restore(place)
    remove_dead(place)
    folder, lock = _made_and_locked(place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _close(lock)


def _made_and_locked(place: Path) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(dir=place.parent, prefix=_prefix(place)))
        with suppress(BlockingIOError):  # somebody takes it for dead, before it is locked
            lock = _lock(folder)
            if folder.is_dir():
                return folder, lock
            _close(lock)


def remove_dead(place: Path) -> None:
    """Remove the scratch folders beside a place whose processes are dead; as far as that is possible."""
    for folder in scratch_folders(place):
        with _taken(folder) as dead:
            if dead:
                shutil.rmtree(folder, ignore_errors=True)


def scratch_folders(place: Path) -> list[Path]:
    """Return the scratch folders beside a place, of dead and of live processes, by name."""
    own = re.compile(re.escape(_prefix(place)) + r"[a-z0-9_]{8}")
    try:
        return sorted(path for path in place.parent.iterdir() if own.fullmatch(path.name) and not path.is_symlink())
    except OSError:
        return []


def restore(place: Path) -> None:
    """Put back what stood at a place, if a process died between moving it away and putting the new one there."""
    for folder in scratch_folders(place):
        if place.exists():
            return
        with _taken(folder) as dead:
            if dead and (folder / EARLIER).exists():
                _moved(folder / EARLIER, place)


def put(new: Path, place: Path, scratch: Path) -> None:
    """Move a whole, written folder to a place; what stood there is swapped with it in one step, or moved to scratch.

    Args:
        new: the folder, somewhere in ``scratch``.
        place: where it goes.
        scratch: a folder that :func:`scratch_beside` gave.

    Raises:
        OSError: if it cannot be moved.
    """
    sync(new)
    for _ in range(_ATTEMPTS):
        if _moved(new, place) or _swapped(new, place):
            sync_folder(place.parent)
            return
        shutil.rmtree(scratch / EARLIER, ignore_errors=True)  # of an attempt that another run came before
        _moved(place, scratch / EARLIER)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(place))


def _moved(path: Path, to: Path) -> bool:
    """Rename a folder; tell whether it could be done, which it cannot where another one stands."""
    try:
        path.rename(to)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.EACCES):
            return False
        raise
    return True


def _swapped(one: Path, other: Path) -> bool:
    """Swap two folders in one step; tell whether it could be done (Linux: renameat2 with RENAME_EXCHANGE)."""
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if function is None:
        return False
    if function(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0:
        return True
    code = ctypes.get_errno()
    if code in (*_UNSUPPORTED, errno.ENOENT):
        return False
    raise OSError(code, os.strerror(code), str(other))


def sync(folder: Path) -> None:
    """Wait until every file in a folder is on the disk, so that a power cut cannot leave one without its content."""
    for path in folder.rglob("*"):
        if path.is_file():
            sync_file(path)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    """Wait until a file is on the disk.

    Raises:
        OSError: if it does not fit there.
    """
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, on systems that can say so."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, waiting for whoever holds it; nothing where folders cannot be locked."""
    lock = _lock(folder, wait=True)
    try:
        yield
    finally:
        _close(lock)


@contextmanager
def _taken(folder: Path) -> Iterator[bool]:
    """Tell whether the process of a scratch folder is dead; if so nobody else takes the folder meanwhile."""
    try:
        lock = _lock(folder)
    except BlockingIOError:
        yield False
        return
    try:
        yield lock is not None or _forgotten(folder)
    finally:
        _close(lock)


def _lock(folder: Path, *, wait: bool = False) -> int | None:
    """Return an open descriptor that holds a folder's lock, or nothing where folders cannot be locked.

    Raises:
        BlockingIOError: if another process holds it, and it is not to be waited for.
    """
    if sys.platform == "win32":
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return None
    return descriptor


def _close(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _forgotten(folder: Path) -> bool:
    """Tell whether a scratch folder is too old to be in use."""
    try:
        return time.time() - folder.stat().st_mtime > _FORGOTTEN
    except OSError:
        return False


def _prefix(place: Path) -> str:
    return f".{place.name}{_MARK}"


def not_written(place: Path, error: Exception, kept: str = "") -> str:
    """Return in one sentence or two that a place could not be written, why, and how to mend it.

    Args:
        place: what was to be written.
        error: an ``OSError``, or what a library written in Rust raises in its place, with the code in its text.
        kept: what is still there as before.

    Raises:
        Exception: the error itself, if it is about something other than writing.
    """
    code = _code(error)
    if code is None:
        raise error
    full = code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    mend = "Free space there" if full else "Make it writable"
    reason = "the disk is full" if full else os.strerror(code)
    told = f"{place}: could not be written: {reason}.{kept and f' {kept}'}"
    return f"{told} {mend}, or choose another place, and run it again."


def _code(error: Exception) -> int | None:
    if isinstance(error, OSError):
        return error.errno or errno.EIO
    found = re.search(r"\(os error (\d+)\)", str(error))
    return int(found[1]) if found else None
