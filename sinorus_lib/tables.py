"""Tables of words by language, read from the YAML files that stand beside the modules that use them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from sinorus_lib.errors import SinorusError


def read_yaml(package: str, file: str) -> Any:
    """Return what a YAML file beside a module says, read by libyaml where it is at hand: ten times as fast.

    Args:
        package: the package that the file belongs to.
        file: its name.
    """
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def language_table(package: str, file: str, language: str, *, of: str) -> Any:
    """Return what a YAML file keyed by language says of one language, read anew at every call.

    Args:
        package: the package that the file belongs to.
        file: its name.
        language: ``fr`` or ``en``.
        of: what the table is of, for the error.

    Raises:
        SinorusError: if there is none for that language.
    """
    tables = read_yaml(package, file)
    if language not in tables:
        raise SinorusError(f"No table of {of} for the language {language!r}; expected one of {', '.join(tables)}.")
    return tables[language]
