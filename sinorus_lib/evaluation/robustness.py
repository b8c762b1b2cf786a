"""Whether nothing is lost: formats, copies, changed files, faults. ``python -m sinorus_lib.evaluation.robustness``.

Writes its tables into the benchmark's page, beside those of ``sinorus_lib.evaluation.speed``. All of it takes about
forty minutes on two cores, most of them the interruptions; ``--only`` names what to measure.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from sinorus_lib.evaluation import copies, faults, formats, fuzz
from sinorus_lib.evaluation.tables import write_sections

FIXTURES, TESTS = Path("tests/coverage/fixtures"), Path("tests/coverage/formats")
ROUNDS = 5  # of the fuzzer


def parts(data: Path) -> dict[str, tuple[str, Callable[[], str]]]:
    """Return what there is to measure: name -> its title, and what measures it and returns its tables."""
    return {
        # First: it forks, and no thread of an encoder may run by then.
        "faults": (faults.TITLE, lambda: faults.fault_tables(data)),
        "formats": (formats.TITLE, lambda: formats.formats_section(FIXTURES, TESTS)),
        "copies": ("Copies of articles", lambda: "\n\n".join(copies.copy_tables())),
        "fuzz": (fuzz.TITLE, lambda: fuzz.fuzz_section(FIXTURES, ROUNDS)),
    }


def main() -> None:
    """Measure, print, and write the tables into the benchmark's page."""
    names = list(parts(Path()))
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.robustness")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--to", type=Path, default=Path("benchmarks/README.md"))
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    chosen = parser.parse_args()
    for name, (title, measure) in parts(chosen.data).items():
        if name in chosen.only:
            text = measure()
            print(f"### {title}\n\n{text}\n", flush=True)
            write_sections(chosen.to, {title: text})


if __name__ == "__main__":
    main()
