"""The errors and warnings of sinorus: what was expected, what came, how to mend it."""

from __future__ import annotations

import importlib
from types import ModuleType


class SinorusError(Exception):
    """Base of every error that sinorus raises on purpose."""


class CoverageError(SinorusError):
    """Articles could not be read."""


class EncoderError(SinorusError):
    """An encoder could not be found, verified or loaded."""


class SchemaError(SinorusError):
    """A frame lacks a column, or a column has the wrong dtype."""


class SettingsError(SinorusError):
    """A setting is unknown or out of its range."""


class MissingPackageError(SinorusError):
    """A package that a feature needs is not installed."""


class SinorusWarning(UserWarning):
    """Base of every warning that sinorus gives."""


class CoverageWarning(SinorusWarning):
    """An article was read with a reservation, or left out."""


_AGAIN = "Install the project again with `pip install -r requirements.lock`"


def require(package: str, purpose: str, *, extra: str | None = None) -> ModuleType:
    """Import a heavy package where it is first needed.

    Args:
        package: the importable name, e.g. ``"spacy"``.
        purpose: what it is needed for, as the end of "is needed to …".
        extra: the extra of the project that brings it, if it does not come with the project itself.

    Raises:
        MissingPackageError: naming the package, the purpose and the command that mends it.
    """
    try:
        return importlib.import_module(package)
    except ImportError as error:
        mend = f"Install it with `pip install 'sinorus[{extra}]'`" if extra else _AGAIN
        raise MissingPackageError(
            f"The package {package!r} is needed to {purpose} and could not be imported ({error}). {mend}."
        ) from error
