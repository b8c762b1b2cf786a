"""The ``sinorus`` command."""

from __future__ import annotations

import argparse
import errno
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sinorus_lib import __version__
from sinorus_lib.errors import SinorusError, SinorusWarning, require

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client

    from sinorus_lib.comparison import Comparison

_PATIENCE = 5  # seconds in which a scheduler has to answer


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 after printing one sentence on what went wrong, or 130 after an interruption."""
    options = _parser().parse_args(arguments)
    warnings.showwarning = _print_warning
    try:
        code: int = options.run(options)
        return code
    except (SinorusError, OSError) as error:
        print(f"sinorus: {_in_words(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("sinorus: interrupted. What was saved before is whole; run it again to go on.", file=sys.stderr)
        return 130


def _in_words(error: Exception) -> str:
    """Return what went wrong; of a full disk also how to mend it."""
    if not isinstance(error, OSError) or error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return str(error)
    return (
        f"{error.filename or 'a file'}: could not be written: the disk is full. Free space there, and run it again."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sinorus",
        description="Compare French and English coverage: what both report, what only one does, how each frames it.",
    )
    parser.add_argument("--version", action="version", version=f"sinorus {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_import(commands)
    _add_events(commands)
    _add_compare(commands)
    _add_prepare(commands)
    _add_workbook(commands)
    _add_calibrate(commands)
    _add_decisions(commands)
    _add_doctor(commands)
    return parser


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "import", help="read exports of press databases, saved pages, feeds or tables into a tidy folder"
    )
    command.add_argument("files", nargs="*", metavar="FILE", help="files, folders or globs")
    command.add_argument("--to", type=Path, metavar="DIR", help="the folder; articles are added to those there")
    command.add_argument(
        "--columns",
        nargs="+",
        default=[],
        metavar="OURS=THEIRS",
        help="what a table calls our columns: outlet=Medium",
    )
    command.add_argument("--strict", action="store_true", help="write nothing if there is anything to object to")
    command.add_argument("--formats", action="store_true", help="list the formats and what each supplies")
    command.set_defaults(run=_import)


def _add_events(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("events", help="find which articles report the same event, as a table to correct")
    command.add_argument("path", help="where the articles are")
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="where the table goes, as .csv")
    command.add_argument("--settings", type=Path, metavar="TOML", help="read thresholds and choices from a file")
    command.set_defaults(run=_events)


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("compare", help="compare the articles of a folder, a file or a glob")
    command.add_argument("path", help="where the articles are")
    command.add_argument("--html", type=Path, metavar="FILE", help="write one HTML file that works offline")
    command.add_argument("--save", type=Path, metavar="DIR", help="write every frame as Parquet")
    command.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="write a run, which need not fit into memory, instead; the same again goes on where it stopped",
    )
    command.add_argument("--scheduler", metavar="ADDRESS", help="let a Dask cluster work: tcp://host:8786")
    command.add_argument("--events", type=Path, metavar="CSV", help="a table of events, corrected by hand")
    command.add_argument("--settings", type=Path, metavar="TOML", help="read thresholds and choices from a file")
    command.add_argument("--min-probability", type=float, metavar="P", help="leave out pairs below this (0 to 1)")
    command.add_argument("--interface", choices=("en", "fr"), help="language of the page")
    command.add_argument("--strict", action="store_true", help="stop at anything there is to object to")
    command.set_defaults(run=_compare)


def _add_prepare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "prepare", help="build the bundled models in the cache, so that later runs start at once"
    )
    command.set_defaults(run=_prepare)


def _add_workbook(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("workbook", help="execute notebooks on coverage and write each as one HTML file")
    command.add_argument("notebooks", type=Path, help="the folder of notebooks")
    command.add_argument("--coverage", required=True, help="where the articles are")
    command.add_argument("--to", type=Path, required=True, metavar="DIR", help="where the HTML files go")
    command.set_defaults(run=_workbook)


def _add_calibrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "calibrate", help="measure what translation alone makes, on parallel text: the translation null"
    )
    command.add_argument(
        "parallel", type=Path, help="tab-separated, with the columns fr and en (doc, original_language)"
    )
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="where the null goes, as JSON")
    command.add_argument("--name", help="what the corpus is called in the null; the file's name if not given")
    command.add_argument("--settings", type=Path, metavar="TOML", help="read the encoder from a file")
    command.set_defaults(run=_calibrate)


def _add_decisions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "decisions", help="count decisions by coder, tell how far coders agree, and how good a comparison is"
    )
    command.add_argument("folder", type=Path, help="the folder with one file of decisions a coder")
    command.add_argument(
        "--run", dest="comparison", type=Path, metavar="DIR", help="a saved comparison, to estimate how good it is"
    )
    command.add_argument(
        "--to",
        type=Path,
        metavar="FILE",
        help="write decisions as .csv, or with --run its pairs as .json for Label Studio",
    )
    command.set_defaults(run=_decisions)


def _add_doctor(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("doctor", help="tell versions, models found, what is missing and how to get it")
    command.set_defaults(run=_doctor)


def _import(options: argparse.Namespace) -> int:
    from sinorus_lib.coverage.formats import format_table
    from sinorus_lib.coverage.importing import import_coverage

    if options.formats:
        print(format_table())
        return 0
    if not options.files or options.to is None:
        raise SinorusError("Expected files to import and a folder: sinorus import FILE... --to coverage/")
    columns = _mapped(options.columns)
    print(import_coverage(options.files, options.to, columns=columns, strict=options.strict))
    return 0


def _mapped(written: Sequence[str]) -> dict[str, str]:
    """Return our columns -> theirs, as written on the command line."""
    pairs = [one.partition("=") for one in written]
    for ours, equals, _ in pairs:
        if not equals:
            raise SinorusError(f"--columns: expected OURS=THEIRS such as outlet=Medium, found {ours!r}.")
    return {ours.strip(): theirs.strip() for ours, _, theirs in pairs}


def _events(options: argparse.Namespace) -> int:
    from sinorus_lib.claims import split_claims
    from sinorus_lib.coverage import read_coverage
    from sinorus_lib.encoders.embedding import embed
    from sinorus_lib.events import find_events, write_events
    from sinorus_lib.settings import Settings

    settings = Settings.from_toml(options.settings) if options.settings else Settings()
    coverage = read_coverage(options.path, settings=settings)
    claims = split_claims(coverage, settings=settings)
    events = find_events(coverage.articles, claims, embed(claims, settings=settings), settings=settings)
    print(coverage)
    print(f"{events['event'].nunique()} events in {len(events)} articles")
    print(write_events(events, coverage.articles, options.to))
    print(f"Correct its column event, then: sinorus compare {options.path} --events {options.to}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    from sinorus_lib.comparison import compare
    from sinorus_lib.coverage import read_coverage
    from sinorus_lib.events import read_events
    from sinorus_lib.settings import Settings

    if options.to and (options.html or options.save):
        raise SinorusError(
            "--to writes a run, --html and --save a comparison in memory: give one or the other; of a run, "
            "open_run(DIR).comparison(event) has to_html and save."
        )
    settings = Settings.from_toml(options.settings) if options.settings else Settings()
    given = {"min_probability": options.min_probability, "interface": options.interface}
    changes = {name: value for name, value in given.items() if value is not None}
    settings = settings.with_(**changes, strict=options.strict or settings.strict)
    with _cluster(options.scheduler) as client:
        coverage = read_coverage(options.path, settings=settings)
        if options.events:
            coverage = coverage.with_events(read_events(options.events))
        found = compare(coverage, settings=settings, client=client, to=options.to)
    print(coverage)
    print(found)
    if options.html:
        print(found.to_html(options.html))
    if options.save:
        print(found.save(options.save))
    return 0


@contextmanager
def _cluster(address: str | None) -> Iterator[Client | None]:
    """Connect to the scheduler of a Dask cluster, and let go of it in the end; nothing without an address."""
    if address is None:
        yield None
        return
    distributed = require("distributed", "compare on a Dask cluster", extra="scale")
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError) as error:
        raise SinorusError(
            f"{address}: no Dask scheduler answers there ({error}). Start one with `dask scheduler` and give the "
            "address that it prints, such as tcp://host:8786."
        ) from error
    with client:
        yield client


def _prepare(_options: argparse.Namespace) -> int:
    from sinorus_lib.encoders.store import BUNDLED, is_built, prepare

    for name in BUNDLED:
        found = is_built(name)
        print(f"{name}: {'found in' if found else 'built in'} {prepare(name)}")
    return 0


def _workbook(options: argparse.Namespace) -> int:
    from sinorus_lib.workbook import render_workbook

    for rendered in render_workbook(options.notebooks, options.coverage, options.to):
        print(f"{'reused' if rendered.reused else 'wrote'} {rendered.path}", flush=True)
    return 0


def _calibrate(options: argparse.Namespace) -> int:
    from sinorus_lib.divergence.calibrating import calibrate, read_parallel
    from sinorus_lib.settings import Settings

    settings = Settings.from_toml(options.settings) if options.settings else Settings()
    table = read_parallel(options.parallel)
    null = calibrate(table, options.name or options.parallel.stem, settings=settings)
    print(null.save(options.to))
    print(f"Name it in the settings: translation_null = {str(options.to)!r}")
    return 0


def _decisions(options: argparse.Namespace) -> int:
    from sinorus_lib.adjudication import agreement, read_decisions
    from sinorus_lib.storage import load

    decisions = read_decisions(options.folder)
    comparison = load(options.comparison) if options.comparison else None
    interface = comparison.settings.interface if comparison else "en"
    for coder, holds in decisions.groupby("coder")["holds"]:
        print(f"{coder}: {len(holds)} decisions made, {int(holds.sum())} of them hold")
    print(agreement(decisions, interface=interface))
    if comparison:
        print(comparison.estimate_quality(decisions))
    if options.to:
        print(_exported(decisions, options.to, comparison))
    return 0


def _exported(decisions: pd.DataFrame, path: Path, comparison: Comparison | None) -> Path:
    from sinorus_lib.adjudication import export_csv, export_label_studio

    if path.suffix == ".csv":
        return export_csv(decisions, path)
    if path.suffix == ".json" and comparison is not None:
        return export_label_studio(comparison, path, decisions=decisions)
    raise SinorusError(f"{path}: expected a name that ends in .csv, or with --run in .json.")


def _doctor(_options: argparse.Namespace) -> int:
    from sinorus_lib.doctor import examine

    report = examine()
    for finding in report:
        print(finding)
    return 0 if all(finding.well for finding in report) else 1


def _print_warning(message: Warning | str, category: type[Warning], *_rest: object, **_more: object) -> None:
    if issubclass(category, SinorusWarning):
        print(f"sinorus: warning: {message}", file=sys.stderr)
