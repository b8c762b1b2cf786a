"""What reading objects to: gathered as it goes, so that one bad file never loses the others."""

from __future__ import annotations

import warnings
from collections import Counter

from sinorus_lib.errors import CoverageError, CoverageWarning

_SHOWN = 20  # warnings of one kind; all of them stand in ``Coverage.warnings``


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
        for message in self._shown():
            warnings.warn(message, CoverageWarning, stacklevel=4)

    def _shown(self) -> list[str]:
        """Return the messages to warn of: of many that say the same of different files, the first few and a count."""
        said = [message.partition(": ")[2] for message in self.messages]
        counted, seen = Counter(said), Counter[str]()
        shown = []
        for message, same in zip(self.messages, said, strict=True):
            seen[same] += 1
            if seen[same] <= _SHOWN:
                shown.append(message)
            elif seen[same] == _SHOWN + 1:
                shown.append(f"{counted[same] - _SHOWN} more files: {same}")
        return shown
