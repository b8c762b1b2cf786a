"""Bylines and agencies as press databases print them, in both languages."""

from __future__ import annotations

import pytest

from sinorus_lib.coverage.formats.bylines import agencies_of, author_of


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("Par Jeanne Morel", "Jeanne Morel"),
        ("By Ann Otter", "Ann Otter"),
        ("BY ANN OTTER", "ANN OTTER"),
        ("Propos recueillis par Jeanne Morel", "Jeanne Morel"),
        ("Interview by Ann Otter", "Ann Otter"),
        ("Recueilli par : Jeanne Morel", "Jeanne Morel"),
        ("Story by: Ann Otter", "Ann Otter"),
        ("Jeanne Morel par intérim", "Jeanne Morel par intérim"),
        ("Ann Byrne by the sea", "Ann Byrne by the sea"),
        ("Parvati Byatt", "Parvati Byatt"),
        ("Par", "Par"),
        ("", ""),
    ],
)
def test_an_author_is_a_byline_without_the_words_before_it(byline: str, author: str) -> None:
    assert author_of(byline) == author


@pytest.mark.parametrize(
    ("outlet", "byline", "agencies"),
    [
        ("AFP Infos Françaises", "", "AFP"),
        ("AFP - English", "", "AFP"),
        ("Agence France Presse -- English", "", "AFP"),
        ("Reuters News", "", "Reuters"),
        ("Reuters - Les actualités en français", "", "Reuters"),
        ("The Associated Press State & Local Wire", "", "AP"),
        ("Canadian Press (CP)", "", "Canadian Press"),
        ("Le Courrier de Vernay", "Le Courrier de Vernay avec AFP", "AFP"),
        ("The Harbour Gazette", "Ann Otter with Reuters", "Reuters"),
        ("Le Courrier de Vernay", "Jeanne Morel et AFP", "AFP"),
        ("The Harbour Gazette", "Staff and agencies, Associated Press", "AP, agencies"),
        ("AFP - English", "AFP", "AFP"),
        ("Le Courrier de Vernay", "Jeanne Morel", ""),
        ("The Harbour Gazette", "Ann Otter", ""),
        ("Reuters Avenue Herald", "", ""),
        ("News", "", ""),
        ("", "", ""),
    ],
)
def test_agencies_are_told_by_the_outlet_and_by_the_byline(outlet: str, byline: str, agencies: str) -> None:
    assert agencies_of(outlet, byline) == agencies


def test_a_line_too_long_for_a_byline_credits_nobody() -> None:
    assert agencies_of("x " * 100_000, "AFP, " * 100_000) == ""
