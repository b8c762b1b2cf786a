"""What reading objects to: gathered as it goes, so that one bad file never loses the others."""

from __future__ import annotations

import warnings

from sinorus_lib.errors import CoverageError, CoverageWarning


class Objections:
    """Collects messages; each names the file, what was expected and how to mend it."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, origin: str, message: str) -> None:
        """Note an objection to a file, or to a row or line in one."""
        self.messages.append(f"{origin}: {message}.")

    def give(self, *, strict: bool) -> None:
        """Warn of each objection, or raise them all at once.

        Raises:
            CoverageError: if ``strict`` and there is any.
        """
        if strict and self.messages:
            raise CoverageError("\n".join(self.messages))
        for message in self.messages:
            warnings.warn(message, CoverageWarning, stacklevel=4)
