"""Rendering: which addresses may be linked to, and what the policy lets run."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from sinorus_lib.views.rendering import asset, content_hash, inspector_script, security_policy, text_or, web_address

_FOLDER = files("sinorus_lib.views") / "assets"
ASSETS = sorted(
    [item.name for item in _FOLDER.iterdir() if item.is_file()]
    + [f"inspector/{item.name}" for item in (_FOLDER / "inspector").iterdir()]
)
SVG = "http://www.w3.org/2000/svg"  # the name of a vocabulary; nothing is asked for there


@pytest.mark.parametrize("url", ["https://nord.example/a?b=c", " http://nord.example "])
def test_web_addresses_may_be_linked_to(url: str) -> None:
    assert web_address(url) == url.strip()


NOT_WEB = (
    "javascript:alert(1)", "JaVaScript://x/%0aalert(1)", "data:text/html,x", "file:///etc", "//host", "",
    None, "http:", "http://[", float("nan"),
)  # fmt: skip


@pytest.mark.parametrize("url", NOT_WEB)
def test_nothing_else_may(url: object) -> None:
    assert web_address(url) is None


def test_the_policy_forbids_requests_and_names_scripts_by_hash() -> None:
    policy = security_policy(["let a;"], ["p{}"])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert content_hash("p{}") in policy
    assert "unsafe" not in policy
    assert "script-src 'none'" in security_policy([], None)


@pytest.mark.parametrize("name", ASSETS)
def test_assets_ask_nothing_of_anyone_and_close_no_tag(name: str) -> None:
    text = asset(name).replace(SVG, "")
    assert not any(word in text for word in ("://", "url(", "@import", "</", "fetch(", "XMLHttp", "eval("))


@pytest.mark.parametrize("name", [name for name in ASSETS if name.endswith(".js")])
def test_no_script_makes_markup_of_text(name: str) -> None:
    text = asset(name)
    assert not any(
        word in text for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "new Function")
    )


@pytest.mark.parametrize("host", ["page", "widget"])
def test_the_inspector_is_one_module(host: str) -> None:
    script = inspector_script(host)
    assert all(f"function {name}(" in script for name in ("createInspector", "readModel", "unpack"))
    assert ("export default" in script) == (host == "widget")
    assert not re.search(r"^import ", script, re.MULTILINE)


def test_empty_cells_are_named() -> None:
    assert text_or(float("nan"), "unknown") == "unknown"
    assert text_or("  ", "unknown") == "unknown"
    assert text_or("Le Nord", "unknown") == "Le Nord"
