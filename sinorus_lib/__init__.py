"""sinorus: what French and English coverage of the same events share, and how each frames it.

Importing this module is quick: the heavy packages are loaded by the functions that need them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sinorus_lib.adjudication import (
        Agreement,
        Annotations,
        Quality,
        agreement,
        append_decision,
        export_csv,
        export_label_studio,
        import_csv,
        import_label_studio,
        label_config,
        read_decisions,
    )
    from sinorus_lib.alignment import align
    from sinorus_lib.alignment.explanation import Explanation
    from sinorus_lib.claims import split_claims
    from sinorus_lib.comparison import Comparison, compare
    from sinorus_lib.coverage import Coverage, furniture_rules, read_coverage
    from sinorus_lib.coverage.formats import coverage_formats
    from sinorus_lib.coverage.importing import Imported, import_coverage
    from sinorus_lib.divergence import TranslationNull, beyond_translation
    from sinorus_lib.encoders import load_encoder
    from sinorus_lib.encoders.embedding import embed
    from sinorus_lib.encoders.protocol import Encoder
    from sinorus_lib.errors import CoverageError, CoverageWarning, SinorusError, SinorusWarning
    from sinorus_lib.events import find_events, read_events, with_events, write_events
    from sinorus_lib.framing import measure_framing
    from sinorus_lib.framing.relations import attribution_relations
    from sinorus_lib.runs import Run, open_run
    from sinorus_lib.settings import Settings
    from sinorus_lib.storage import load

__version__ = "0.1.0"

_HOMES = {
    "Agreement": "adjudication",
    "Annotations": "adjudication",
    "Comparison": "comparison",
    "Coverage": "coverage",
    "CoverageError": "errors",
    "CoverageWarning": "errors",
    "Encoder": "encoders.protocol",
    "Explanation": "alignment.explanation",
    "Imported": "coverage.importing",
    "Quality": "adjudication",
    "Run": "runs",
    "Settings": "settings",
    "SinorusError": "errors",
    "SinorusWarning": "errors",
    "TranslationNull": "divergence",
    "agreement": "adjudication",
    "align": "alignment",
    "append_decision": "adjudication",
    "attribution_relations": "framing.relations",
    "beyond_translation": "divergence",
    "compare": "comparison",
    "coverage_formats": "coverage.formats",
    "embed": "encoders.embedding",
    "export_csv": "adjudication",
    "export_label_studio": "adjudication",
    "find_events": "events",
    "furniture_rules": "coverage",
    "import_coverage": "coverage.importing",
    "import_csv": "adjudication",
    "import_label_studio": "adjudication",
    "label_config": "adjudication",
    "load": "storage",
    "load_encoder": "encoders",
    "measure_framing": "framing",
    "open_run": "runs",
    "read_coverage": "coverage",
    "read_decisions": "adjudication",
    "read_events": "events",
    "split_claims": "claims",
    "with_events": "events",
    "write_events": "events",
}

__all__ = [
    "Agreement",
    "Annotations",
    "Comparison",
    "Coverage",
    "CoverageError",
    "CoverageWarning",
    "Encoder",
    "Explanation",
    "Imported",
    "Quality",
    "Run",
    "Settings",
    "SinorusError",
    "SinorusWarning",
    "TranslationNull",
    "agreement",
    "align",
    "append_decision",
    "attribution_relations",
    "beyond_translation",
    "compare",
    "coverage_formats",
    "embed",
    "export_csv",
    "export_label_studio",
    "find_events",
    "furniture_rules",
    "import_coverage",
    "import_csv",
    "import_label_studio",
    "label_config",
    "load",
    "load_encoder",
    "measure_framing",
    "open_run",
    "read_coverage",
    "read_decisions",
    "read_events",
    "split_claims",
    "with_events",
    "write_events",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
