"""What may have happened to a file of coverage on its way: each mutation takes its bytes and gives them back changed.

Mutations are seeded: the same seed, file and mutation give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]

LONG = 1_000_000  # characters of the longest line
DEPTH = 20_000  # elements or brackets within one another
DATES = (
    "2022-03-14", "20220314", "14/03/2022", "03/14/2022", "03/04/2022", "14.03.22", "14 mars 2022", "1er avril 2022",
    "lundi 14 mars 2022 à 18h30", "March 14, 2022", "14 March 2022", "Mar. 14, 2022 5:04 p.m. ET",
    "Mon, 14 Mar 2022 08:30:00 +0100", "1647246600", "20220314T083000Z", "31/02/2022", "0000-00-00", "9999-12-31",
    "demain", "hier", "99999999999999999999", "-1", "NaT", "2022-W11-1", "14 mars", "2022",
)  # fmt: skip
_DATE = re.compile(
    rb"\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?|\d{8}T\d{6}Z|\d{1,2} (?:mars|avril|mai|March|April|May) \d{4}|"
    rb"(?:March|April|May) \d{1,2}, \d{4}|\d{1,2}/\d{1,2}/\d{4}"
)
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(12)
) + b"]>"  # fmt: skip
_FRONT_MATTER = (
    b"---\ntitle: a: b\n", b"---\n- [\n---\n", b"---\n\t\n", b"---\ntitle: !!python/name:os.system\n---\n",
    b"---\na: &a [*a, *a]\n---\n", b"---\n" * 50, b"---\n1: 2\n? [x]\n---\n",
)  # fmt: skip
_MARKS = (
    "<script>alert(1)</script>", "=HYPERLINK(1)", "\u202e", "\ud7ff", "\ufffe", "\ufeff", "javascript:alert(1)",
    "]]>", "<!--", "\u2028", "\x1b[2J", "%00", "../../etc/passwd", "file:///etc/passwd", "\U0001f600", "\r",
)  # fmt: skip
# Files whose first bytes say what they are; text put before them would only make them another file.
_BINARY = (b"PK", b"PAR1", b"\x1f\x8b")


def truncated(raw: bytes, chance: Random) -> bytes:
    """Cut the end off."""
    return raw[: chance.randrange(len(raw) + 1)]


def holed(raw: bytes, chance: Random) -> bytes:
    """Cut a piece out of the middle."""
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + raw[start + chance.randrange(1, 2_000) :]


def doubled(raw: bytes, chance: Random) -> bytes:
    """Say a piece twice, so that ids and addresses come twice."""
    start = chance.randrange(len(raw) + 1)
    end = min(len(raw), start + chance.randrange(1, max(2, len(raw))))
    return raw[:end] + raw[start:end] + raw[end:]


def shuffled(raw: bytes, chance: Random) -> bytes:
    """Put the lines into another order."""
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def flipped(raw: bytes, chance: Random) -> bytes:
    """Change some bytes into others."""
    changed = bytearray(raw)
    for _ in range(1 + len(changed) // 200):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def with_nulls(raw: bytes, chance: Random) -> bytes:
    """Put NUL bytes in."""
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + b"\x00" * chance.randrange(1, 50) + raw[start:]


def otherwise_encoded(raw: bytes, chance: Random) -> bytes:
    """Write the text in another encoding than it says."""
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman", "cp850", "utf-7", "shift_jis"))
    return raw.decode("utf-8", errors="replace").encode(encoding, errors="replace")


def mojibake(raw: bytes, _chance: Random) -> bytes:
    """Read UTF-8 as Windows-1252 and write it as UTF-8 again."""
    return raw.decode("cp1252", errors="replace").encode("utf-8")


def with_long_line(raw: bytes, chance: Random) -> bytes:
    """Put a line of a million characters in."""
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + chance.choice((b"a", b"mot ", b"<b>", b'"', b"(", b"\xc3\xa9")) * LONG + raw[start:]


def nested(raw: bytes, chance: Random) -> bytes:
    """Put thousands of elements or brackets within one another."""
    opening, closing = chance.choice(((b"<div>", b"</div>"), (b"[", b"]"), (b'{"a":', b"}"), (b"{\\b ", b"}")))
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + opening * DEPTH + b"x" + closing * (DEPTH if chance.random() < 0.5 else 0) + raw[start:]


def with_entities(raw: bytes, chance: Random) -> bytes:
    """Declare entities that expand to gigabytes, and use them."""
    start = chance.randrange(len(raw) + 1)
    body = raw[:start] + b"&m;" + raw[start:]
    return body if raw.startswith(_BINARY) else _ENTITIES + body


def with_front_matter_broken(raw: bytes, chance: Random) -> bytes:
    """Begin with front matter that is no YAML."""
    return chance.choice(_FRONT_MATTER) + raw


def with_hostile_marks(raw: bytes, chance: Random) -> bytes:
    """Put scripts, formulas, marks of direction and odd characters in."""
    changed = raw
    for _ in range(chance.randrange(1, 8)):
        start = chance.randrange(len(changed) + 1)
        changed = changed[:start] + chance.choice(_MARKS).encode("utf-8", errors="replace") + changed[start:]
    return changed


def otherwise_dated(raw: bytes, chance: Random) -> bytes:
    """Write dates as other outlets do, or as none should."""
    return _DATE.sub(lambda _: chance.choice(DATES).encode(), raw)


def emptied(_raw: bytes, chance: Random) -> bytes:
    """Leave nothing, or nothing but blanks."""
    return chance.choice((b"", b" ", b"\n" * 1_000, b"\xef\xbb\xbf", b"\xff\xfe", b"---\n---\n"))


MUTATIONS: dict[str, Mutation] = {
    "truncated": truncated,
    "a piece cut out": holed,
    "a piece doubled": doubled,
    "lines shuffled": shuffled,
    "bytes changed": flipped,
    "NUL bytes": with_nulls,
    "another encoding": otherwise_encoded,
    "mojibake": mojibake,
    "a million characters in a line": with_long_line,
    "deeply nested": nested,
    "entity bomb": with_entities,
    "front matter broken": with_front_matter_broken,
    "hostile marks": with_hostile_marks,
    "dates otherwise": otherwise_dated,
    "emptied": emptied,
}
