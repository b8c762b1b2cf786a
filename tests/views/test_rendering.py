"""Rendering: which addresses may be linked to, and what the policy lets run."""

from __future__ import annotations

import pytest

from sinorus_lib.views.rendering import asset, content_hash, security_policy, text_or, web_address


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


@pytest.mark.parametrize("name", ["sinorus.css", "page.css", "notebook.css", "explore.js", "charts.js"])
def test_assets_ask_nothing_of_anyone_and_close_no_tag(name: str) -> None:
    text = asset(name)
    assert not any(word in text for word in ("http", "url(", "@import", "</", "fetch(", "XMLHttp", "eval("))


def test_empty_cells_are_named() -> None:
    assert text_or(float("nan"), "unknown") == "unknown"
    assert text_or("  ", "unknown") == "unknown"
    assert text_or("Le Nord", "unknown") == "Le Nord"
