"""A web archive (WARC): the articles on the pages that it holds.

Shape: ISO 28500:2017, WARC/1.1. Records of type ``response`` hold what a server sent, with its HTTP header; those of
type ``resource`` hold a file alone. Both are read, in order, by warcio; ``revisit`` records say that a page was there
again, unchanged, and hold none. ``WARC-Date`` is when a page was fetched and tells nothing of its publication.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sinorus_lib.coverage.formats import Format, Reading
from sinorus_lib.coverage.formats.web_page import LARGEST_PAGE, SUPPLIES, PageError, article_on
from sinorus_lib.coverage.listings import plain_address
from sinorus_lib.coverage.records import Record, printable

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

LARGEST_ARCHIVE = 4 * 1024**3  # bytes, unpacked
_LARGEST_HEADER = 1024**2  # bytes between two records
_STEP = 65_536
_GZIP = b"\x1f\x8b"
_PAGES = ("text/html", "application/xhtml+xml")
_HOLDING = ("response", "resource")
_FOUND = "200"


@dataclass(frozen=True)
class _Sent:
    """A page as it was sent: where from, in which encoding as the server said, and its bytes."""

    address: str
    charset: str
    raw: bytes


class _Unpacked(io.RawIOBase):
    """An archive's bytes, unpacked as they are read, within bounds.

    What cannot be read ends it: ``trouble`` then says why.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        super().__init__()
        self.trouble = ""
        self._stream = stream
        self._total = 0
        self._allowed: int | None = None

    def expect_header(self) -> None:
        """Expect the header of a record next: that is short, whatever it says."""
        self._allowed = self._total + _LARGEST_HEADER

    def expect_content(self) -> None:
        """Expect what a record holds."""
        self._allowed = None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes; none at the end, or where no more can be read."""
        if self.trouble:
            return b""
        if self._allowed is not None and self._total > self._allowed:
            self.trouble = "holds something else than records"
            return b""
        try:
            # read1: read would lose what could be unpacked before the place where an archive breaks off.
            step = self._stream.read1(_STEP if size is None or size < 0 else min(size, _STEP))
        except (EOFError, OSError, zlib.error):
            self.trouble = "breaks off or is damaged"
            return b""
        self._total += len(step)
        if self._total > LARGEST_ARCHIVE:
            self.trouble = f"is larger than {LARGEST_ARCHIVE // 1024**3} GB when unpacked"
            return b""
        return step


def read_archive(path: Path, reading: Reading) -> list[Record]:
    """Read a web archive: one article a page; of the same article at the same address the first counts."""
    records: dict[tuple[str, str], Record] = {}
    unread = 0
    with _opened(path) as stream:
        source = _Unpacked(stream)
        for number, page in enumerate(_pages(source), start=1):
            try:
                facts = _facts(page)
            except PageError:
                unread += 1
                continue
            record = Record(f"{path.name}, page {number}", path, facts)
            records.setdefault((plain_address(facts.get("url", "")), facts["text"]), record)
    _object(path, reading, source.trouble, len(records), unread)
    return list(records.values())


def _facts(page: _Sent | None) -> Mapping[str, str]:
    """Return what a page and its article say.

    Raises:
        PageError: if there is none that can be read.
    """
    if page is None:
        raise PageError("expected a page that unpacks to at most 16 MB")
    return article_on(page.raw, charset=page.charset, address=page.address).facts


def _object(path: Path, reading: Reading, trouble: str, read: int, unread: int) -> None:
    if trouble:
        reading.objections.add(
            path.name, f"{trouble}; the {read} articles before that were read. Record or download the archive again"
        )
    if unread and read:
        reading.objections.add(
            path.name,
            f"{unread} of its pages hold no article, such as front pages and frames; they were left out. Save "
            "one as HTML if it should count",
        )
    if not read:
        reading.objections.add(
            path.name,
            f"expected a web archive with articles, found none on its {unread} pages. Record the articles' own "
            "pages, in French or English",
        )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open an archive, unpacked if it is packed, whether record by record or as a whole."""
    with path.open("rb") as stream:
        is_packed = stream.read(len(_GZIP)) == _GZIP
        stream.seek(0)
        if not is_packed:
            yield stream
            return
        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield cast(io.BufferedReader, unpacked)


def _pages(source: _Unpacked) -> Iterator[_Sent | None]:
    """Give the pages of an archive in their order, ``None`` for one that does not unpack within bounds."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with contextlib.redirect_stderr(io.StringIO()):
        source.expect_header()
        archive = iter(ArchiveIterator(source))
        while True:
            try:
                record = next(archive, None)
            except (ArchiveLoadFailed, ValueError, AttributeError):
                source.trouble = source.trouble or "holds something else than records"
                return
            if record is None:
                return
            source.expect_content()
            if _is_page(record):
                yield _sent(record)
            _pass_over(record, source)
            source.expect_header()


def _pass_over(record: ArcWarcRecord, source: _Unpacked) -> None:
    """Read what is left of a record, so that the next one is next."""
    while record.raw_stream.read(_STEP):
        pass
    if getattr(record.raw_stream, "limit", 0) and not source.trouble:
        source.trouble = "breaks off or is damaged"


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type not in _HOLDING:
        return False
    is_found = record.http_headers is None or record.http_headers.get_statuscode() == _FOUND
    return is_found and _content_type(record).get_content_type() in _PAGES


def _content_type(record: ArcWarcRecord) -> Message:
    """Return what a record says of its content: what the server said, or the archive of a mere file."""
    headers = record.http_headers or record.rec_headers
    said = Message()
    said["Content-Type"] = printable((headers.get_header("Content-Type") or "").replace("\n", " ").replace("\r", " "))
    return said


def _sent(record: ArcWarcRecord) -> _Sent | None:
    packed = _dechunked(_at_most(record.raw_stream, LARGEST_PAGE + 1), record)
    raw = _unpacked(packed, _header(record, "Content-Encoding"))
    if raw is None:
        return None
    charset = _content_type(record).get_content_charset() or ""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    return _Sent(address, charset, raw)


def _header(record: ArcWarcRecord, name: str) -> str:
    value = record.http_headers.get_header(name) if record.http_headers else ""
    return (value or "").strip().lower()


def _at_most(stream: Any, size: int) -> bytes:
    """Return what a stream holds, cut at a size."""
    steps, left = [], size
    while left > 0 and (step := stream.read(min(left, _STEP))):
        steps.append(step)
        left -= len(step)
    return b"".join(steps)


def _dechunked(raw: bytes, record: ArcWarcRecord) -> bytes:
    """Return what a server sent in chunks as one."""
    from warcio.bufferedreaders import ChunkedDataReader

    if "chunked" not in _header(record, "Transfer-Encoding"):
        return raw
    return _at_most(ChunkedDataReader(io.BytesIO(raw)), LARGEST_PAGE + 1)


def _unpacked(raw: bytes, encoding: str) -> bytes | None:
    """Return content without its encoding, ``None`` if it is too large or damaged.

    What says that it is packed and is not is taken as it is: some archives keep the header and not the packing.
    """
    import brotli

    if len(raw) > LARGEST_PAGE:
        return None
    try:
        if encoding in ("gzip", "x-gzip", "deflate"):
            raw = _inflated(raw)
        elif encoding == "br":
            raw = brotli.Decompressor().process(raw, output_buffer_limit=LARGEST_PAGE + 1)
    except (zlib.error, brotli.error):
        return raw if raw.lstrip()[:1] == b"<" else None
    return raw if len(raw) <= LARGEST_PAGE else None


def _inflated(raw: bytes) -> bytes:
    """Return what gzip or deflate packed, the latter with its header or without.

    Raises:
        zlib.error: if it is none of them.
    """
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(window).decompress(raw, LARGEST_PAGE + 1)
    raise zlib.error("neither gzip nor deflate")


FORMAT = Format(
    "Web archive (WARC)",
    (".warc", ".warc.gz"),
    SUPPLIES,
    read_archive,
    export="ArchiveWeb.page, Browsertrix, `wget --warc-file`",
    slow=True,
)
