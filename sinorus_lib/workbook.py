"""The workbook: notebooks executed on coverage, each written as one self-contained HTML file."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sinorus_lib import __version__
from sinorus_lib.coverage.files import find_files
from sinorus_lib.coverage.objections import Objections
from sinorus_lib.errors import SinorusError

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETER = "coverage_path"
_LINK = re.compile(r"\]\((\w+)\.ipynb\)")  # to a notebook of the same folder, in Markdown
_ANNOTATIONS = re.compile(r'"annotations = \\"([^"\\]+)\\"')  # a line of a cell, as JSON has it
_DEFAULTS = "parameters"  # the tag of the cell whose values papermill replaces in a cell after it
_RECORD = "fingerprints.json"
_KERNEL = "python3"  # whatever a notebook asks for
_LONGEST_CELL = 3_600  # seconds
_QUIET_KERNEL = ["--IPKernelApp.log_level=50"]  # its warnings are on its own plumbing
# No progress bar in what is rendered; no model hub is asked for anything.
_ENVIRONMENT = {"TQDM_DISABLE": "1", "HF_HUB_OFFLINE": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


@dataclass(frozen=True)
class Rendered:
    """One notebook of the workbook: its HTML file, and whether an earlier rendering was reused."""

    path: Path
    reused: bool


def render_workbook(notebooks: Path, coverage: str | Path, target: Path) -> Iterator[Rendered]:
    """Execute every notebook of a folder on some coverage and write each as one HTML file.

    A notebook is not executed again while it, the articles, the decisions that it reads and the library are what
    they were.

    Args:
        notebooks: the folder of notebooks; those with a cell tagged ``parameters`` take ``coverage_path``.
        coverage: a folder, a file or a glob of articles.
        target: the folder to write to.

    Raises:
        SinorusError: if there is no notebook, or a cell of one fails; the message names the cell's error.
        CoverageError: if there is no coverage there.
    """
    found = sorted(notebooks.glob("*.ipynb"))
    if not found:
        raise SinorusError(f"{notebooks}: expected notebooks (*.ipynb), found none.")
    articles = find_files(coverage, Objections())
    shared = _digest([*articles, *sorted(Path(__file__).parent.rglob("*.*[!c]"))], str(Path(coverage).resolve()))
    target.mkdir(parents=True, exist_ok=True)
    record = _read_record(target)
    for notebook in found:
        page = target / f"{notebook.stem}.html"
        fingerprint = _digest([notebook, *_decisions(notebook)], shared)
        reused = page.is_file() and record.get(notebook.stem) == fingerprint
        if not reused:
            _render(notebook, Path(coverage).resolve(), page)
            record[notebook.stem] = fingerprint
            (target / _RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        yield Rendered(page, reused)


def refresh_notebooks(notebooks: Path) -> Iterator[Path]:
    """Write each ``.ipynb`` anew from its ``.py`` twin, executed on a clean kernel, outputs included.

    Raises:
        SinorusError: if a cell fails.
    """
    import jupytext

    for script in sorted(notebooks.glob("[0-9]*.py")):
        notebook = jupytext.read(script)
        _execute(notebook, notebooks, script.name)
        path = script.with_suffix(".ipynb")
        jupytext.write(notebook, path)
        yield path


def _decisions(notebook: Path) -> list[Path]:
    """Return the files of decisions in the folder that a notebook names as its ``annotations``."""
    named = _ANNOTATIONS.search(notebook.read_text(encoding="utf-8", errors="replace"))
    found = (notebook.parent / named[1]).glob("*.jsonl") if named else []
    return sorted(path for path in found if path.is_file())  # neither pipes nor folders


def _render(notebook: Path, coverage: Path, page: Path) -> None:
    import nbformat
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    from sinorus_lib.views.export import ExportError, SinorusExporter, read_notebook

    try:
        with notebook.open(encoding="utf-8") as stream:
            loaded = load_notebook_node(read_notebook(stream, notebook.name))
    except OSError as error:
        raise ExportError(f"{notebook.name}: could not be read; {error}.") from error
    content = parameterize_notebook(
        loaded, {PARAMETER: str(coverage)}, comment="Coverage", kernel_name=_KERNEL, language="python"
    )
    _drop_default(content)
    _execute(content, notebook.parent, notebook.name)
    nbformat.write(content, page.with_suffix(".ipynb"))
    _link_pages(content)
    html, _resources = SinorusExporter().from_notebook_node(content, {"metadata": {"name": notebook.stem}})
    page.write_text(html, encoding="utf-8")


def _drop_default(notebook: NotebookNode) -> None:
    """Take the default that was replaced out of the cell of parameters, and the cell if nothing else stands in it."""
    for cell in notebook.cells:
        if _DEFAULTS in cell.metadata.get("tags", []):
            lines = cell.source.splitlines()
            cell.source = "\n".join(line for line in lines if not re.match(rf"{PARAMETER}\s*=", line))
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]


def _link_pages(notebook: NotebookNode) -> None:
    """Let links between notebooks lead from page to page."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _LINK.sub(r"](\1.html)", cell.source)


def _execute(notebook: NotebookNode, folder: Path, name: str) -> None:
    """Run all cells on a clean kernel whose working directory is the folder; outputs stay in the notebook."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellControlSignal, CellExecutionError

    client = NotebookClient(
        notebook,
        timeout=_LONGEST_CELL,
        kernel_name=_KERNEL,
        record_timing=False,
        store_widget_state=False,  # megabytes; what a page needs stands in the outputs
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=_QUIET_KERNEL,
    )
    try:
        with _environment():
            client.execute()
    except CellExecutionError as error:
        raise SinorusError(f"{name}: a cell failed with {error.ename}: {error.evalue}") from error
    except (CellControlSignal, RuntimeError) as error:  # it took too long, or its kernel died
        raise SinorusError(f"{name}: could not be executed ({error}).") from error


@contextmanager
def _environment() -> Iterator[None]:
    """Set what the kernels of the workbook inherit, and restore it."""
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _digest(paths: list[Path], salt: str) -> str:
    digest = hashlib.sha256(f"{__version__}\x1f{salt}".encode())
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read_record(target: Path) -> dict[str, str]:
    try:
        record: dict[str, str] = json.loads((target / _RECORD).read_text(encoding="utf-8"))
        return record
    except (OSError, ValueError):
        return {}
