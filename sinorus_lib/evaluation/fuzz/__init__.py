"""Every reader against files that were changed on their way: counted by format, with nothing good lost."""

from __future__ import annotations

from sinorus_lib.evaluation.fuzz.tables import TITLE, fuzz_section
from sinorus_lib.evaluation.fuzz.trials import BAD, Trial, fixture_files, run_trials, try_mutation

__all__ = ["BAD", "TITLE", "Trial", "fixture_files", "fuzz_section", "run_trials", "try_mutation"]
