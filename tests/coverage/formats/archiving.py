"""Pages -> a web archive or a single file, byte for byte the same each time: what the committed fixtures are made by."""

from __future__ import annotations

import quopri
import uuid
from email.header import Header

_RECORD = "WARC/1.1\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2024-03-07T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
_BOUNDARY = "----MultipartBoundary--vernay----"


def warc_of(pages: dict[str, bytes]) -> bytes:
    """Return a web archive as a crawler writes it: each page with its request, a picture, and what crawlers add.

    Args:
        pages: address -> the page.
    """
    records = [
        _record("warcinfo", "", "application/warc-fields", b"software: test\r\nformat: WARC File Format 1.1\r\n")
    ]
    for address, raw in pages.items():
        records += [
            _record("request", address, "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
            _response(address, "text/html", raw),
            _record("resource", f"urn:pageinfo:{address}", "application/json", b"{}"),
        ]
    front = next(iter(pages)).split("/", 3)
    return b"".join([*records, _response("/".join([*front[:3], "logo.png"]), "image/png", b"\x89PNG\r\n")])


def _response(address: str, content_type: str, raw: bytes) -> bytes:
    header = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(raw)}\r\n\r\n"
    return _record("response", address, "application/http; msgtype=response", header.encode() + raw)


def _record(kind: str, address: str, content_type: str, block: bytes) -> bytes:
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {address}")
    header = _RECORD.format(kind=kind, target=target, number=number)
    return (
        f"{header}Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"
    )


def mhtml_of(address: str, title: str, raw: bytes) -> bytes:
    """Return a page as a single file, as Chromium writes it: with a frame of an advertisement and a picture."""
    parts = [
        _part("text/html", address, "quoted-printable", quopri.encodestring(raw)),
        _part("text/html", "https://ads.example/1", "quoted-printable", b"<p>Mattresses at half price</p>"),
        _part("image/png", "https://ads.example/1.png", "base64", b"iVBORw0KGgo="),
    ]
    subject = Header(title, "utf-8").encode(linesep="\r\n")
    header = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nSubject: {subject}\r\n"
        "Date: Thu, 7 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{_BOUNDARY}"\r\n\r\n\r\n'
    )
    return header.encode() + b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


def _part(content_type: str, address: str, encoding: str, content: bytes) -> bytes:
    header = (
        f"--{_BOUNDARY}\r\nContent-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Location: {address}\r\n\r\n"
    )
    return header.encode() + content + b"\r\n"
