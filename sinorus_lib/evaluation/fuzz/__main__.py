"""``python -m sinorus_lib.evaluation.fuzz --fixtures FOLDER``: count, print, and name what went wrong."""

from __future__ import annotations

import argparse
from pathlib import Path

from sinorus_lib.evaluation.fuzz.tables import fuzz_section
from sinorus_lib.evaluation.fuzz.trials import fixture_files, try_mutation


def main() -> None:
    """Run the fuzzer over a folder of fixtures, or one trial again."""
    parser = argparse.ArgumentParser(prog="python -m sinorus_lib.evaluation.fuzz")
    parser.add_argument("--fixtures", type=Path, default=Path("tests/coverage/fixtures"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--again", nargs=2, metavar=("FILE", "MUTATION"), help="run one trial with the seed again")
    chosen = parser.parse_args()
    if chosen.again:
        file, mutation = chosen.again
        for path in fixture_files(chosen.fixtures):
            if path.name == file:
                print(try_mutation(path, mutation, chosen.seed))
        return
    print(fuzz_section(chosen.fixtures, chosen.rounds, chosen.seed))


if __name__ == "__main__":
    main()
