"""Markdown: one article a file, its metadata in YAML front matter."""

from __future__ import annotations

from pathlib import Path

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.records import FACTS, Record, decode, from_mapping


def read_markdown(path: Path, reading: Reading) -> list[Record]:
    """Read a Markdown file: one article, its metadata in YAML front matter."""
    import frontmatter
    import yaml

    text = decode(path, reading.objections)
    if text is None:
        return []
    if text.startswith("---\n") and "\n---" not in text[3:]:
        reading.objections.add(
            path.name, "its front matter is never closed; all was read as text. End it with a line of ---"
        )
    try:
        metadata, body = frontmatter.parse(text)
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        reading.objections.add(
            path.name,
            f"expected YAML front matter between two lines of ---, could not read it ({reason}); its metadata "
            "is unknown. Write it as `name: value`, one a line, quoting values that hold a colon",
        )
        metadata, body = {}, _without_front_matter(text)
    return [from_mapping({**metadata, "text": body}, path.name, path)]


def _without_front_matter(text: str) -> str:
    parts = text.split("\n---", 1)
    return parts[1] if text.startswith("---") and len(parts) == 2 else text


FORMAT = Format(
    "Markdown with front matter",
    (".md",),
    FACTS,
    read_markdown,
    export="any editor; metadata as YAML between two lines of `---`",
)
