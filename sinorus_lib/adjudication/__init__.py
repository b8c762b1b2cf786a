"""The analyst's decisions: kept, merged, applied to a comparison, and used to tell how good it is."""

from __future__ import annotations

from sinorus_lib.adjudication.annotations import Annotations, append_decision, read_decisions
from sinorus_lib.adjudication.label_studio import export_label_studio, import_label_studio, label_config
from sinorus_lib.adjudication.quality import Quality
from sinorus_lib.adjudication.records import CHOICES, DECISIONS, Decision, decision_records, settled
from sinorus_lib.adjudication.reliability import Agreement, agreement
from sinorus_lib.adjudication.spreadsheets import export_csv, import_csv

__all__ = [
    "CHOICES",
    "DECISIONS",
    "Agreement",
    "Annotations",
    "Decision",
    "Quality",
    "agreement",
    "append_decision",
    "decision_records",
    "export_csv",
    "export_label_studio",
    "import_csv",
    "import_label_studio",
    "label_config",
    "read_decisions",
    "settled",
]
