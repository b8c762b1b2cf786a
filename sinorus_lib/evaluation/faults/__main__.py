"""Break runs at drawn moments, and print what came of it: ``python -m sinorus_lib.evaluation.faults``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from sinorus_lib.evaluation.faults import TITLE, fault_tables
from sinorus_lib.evaluation.faults.processes import can_mount

_TRIED = "SINORUS_FAULTS_IN_A_NAMESPACE"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.faults")
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lanes", type=int, default=2, help="how many runs are broken at the same time")
    chosen = parser.parse_args()
    _see_that_disks_can_be_mounted()
    found = fault_tables(chosen.data, moments=chosen.moments, seed=chosen.seed, lanes=chosen.lanes)
    print(f"### {TITLE}\n\n{found}")


def _see_that_disks_can_be_mounted() -> None:
    """Begin again in a namespace of the user's own where this one may mount nothing; say so if that is no help."""
    with tempfile.TemporaryDirectory() as folder:
        allowed = can_mount(Path(folder) / "small")
    command = shutil.which("unshare")
    if not allowed and command and _TRIED not in os.environ:
        os.environ[_TRIED] = "1"
        os.execv(command, [command, "-rm", sys.executable, "-m", "sinorus_lib.evaluation.faults", *sys.argv[1:]])  # noqa: S606
    if not allowed:
        print("WARNING: no disk can be mounted here; a full disk is stood in for by RLIMIT_FSIZE.", file=sys.stderr)


if __name__ == "__main__":
    main()
