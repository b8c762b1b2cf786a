"""Page furniture: what is cut in both languages, and what must never be."""

from __future__ import annotations

import pytest

from sinorus_lib.coverage.furniture import cut_furniture, furniture_rules
from sinorus_lib.errors import SettingsError
from sinorus_lib.settings import Settings

FURNITURE = {
    "read_also": [">> To see: “Are the ports open again?”", "Lire aussi  Une tout autre histoire", "Read more: the full report",
                  "À lire aussi : notre enquête", "See also: five charts on trade"],
    "subscription": ["I subscribe", "Je m’abonne", "Subscribe to our newsletter", "Recevez notre newsletter chaque matin",
                     "Cet article est réservé aux abonnés.", "Sign up to receive our morning briefing",
                     "You have 2 free articles left this month", "La suite est réservée aux abonnés.", "Cet article vous a plu ?"],
    "comment_form": ["Leave a Reply", "Laisser un commentaire", "Your email address will not be published.",
                     "Votre adresse e-mail ne sera pas publiée.", "Les champs obligatoires sont indiqués avec *", "3 commentaires",
                     "This site uses Akismet against spam.", "Learn how your comment data is handled.", "Required fields are marked *"],
    "app_badge": ["Download the Post app", "Téléchargez l’application du Courrier", "google-play-badge_EN"],
    "share_buttons": ["Share on Facebook", "Partager", "Facebook Twitter WhatsApp", "Copier le lien"],
    "navigation": ["Related News", "Articles similaires", "Plus", "Lire la suite", "Editor's Pick", "Most read", "Publicité", "Skip advertisement"],
    "cookie_notice": ["We use cookies to improve this page.", "Tout accepter", "Nous utilisons des cookies"],
    "photo_credit": ["© / agency.example/A. Photographer", "Photo: A. Photographer", "Crédit photo : A. Photographe"],
    "contributor_credit": ["Ann Other and Jo Third contributed to this report.", "Ann Autre et Jo Tiers ont contribué à cet article."],
    "sign_off": ["Our Standards: how we work", "(Reporting by A. Other; Editing by B. Third)",
                 "Reportage de A. Autre ; édité par B. Tiers", "Une version de cet article a paru dans l’édition de mardi."],
    "file_name": ["port-general-02", "une_photo-3.jpg"],
}  # fmt: skip

SENTENCES = [
    "Readers must read the small print before they subscribe to the fund, the regulator said.",
    "Le ministre a partagé son inquiétude avec les dockers.",
    "Share prices fell by 3% after the announcement.",
    "Plus de mille personnes ont défilé.",
    "Comments by the minister angered the unions.",
    "La suite des négociations aura lieu à Genève.",
    "Source of half the country’s gas, the field was closed in May.",
    "Cookies and milk were served to the children who had been evacuated.",
    "Reuters and AFP both reported the strike.",
    "He would not comment on the photo that circulated.",
    "Voir le port fermé a bouleversé les habitants.",
    "See how they run, he joked.",
    "Download speeds fell across the region.",
    "Next, the committee will hear the director.",
    "Our standards of living fell, the minister said.",
    "The article you liked was written by a machine.",
    "Reporting by the agency was late; nobody noticed.",
    "anti-inflation",
]


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in FURNITURE.items() for line in lines])
def test_furniture_is_cut_by_its_rule(rule: str, line: str) -> None:
    kept, cuts = cut_furniture(["A sentence that stays.", line])
    assert kept == ["A sentence that stays."]
    assert len(cuts) == 1
    if rule != "app_badge":  # a badge is also the name of a file
        assert cuts[0].rule == rule


@pytest.mark.parametrize("sentence", SENTENCES[:-1])
def test_a_sentence_is_never_cut(sentence: str) -> None:
    assert cut_furniture([sentence]) == ([sentence], [])


def test_a_repeated_title_is_cut_once_and_a_repeated_paragraph_too() -> None:
    title = "The port is open again"
    body = "A long enough sentence that a page prints twice."
    kept, cuts = cut_furniture([title, "The port is open, again!", body, body], title)
    assert kept == [title, body]
    assert [cut.rule for cut in cuts] == ["repeated_title", "repeated_paragraph"]


def test_every_rule_can_be_listed_and_switched_off() -> None:
    rules = furniture_rules()
    assert set(FURNITURE) <= set(rules["name"])
    assert rules["means"].str.len().min() > 10
    for rule, lines in FURNITURE.items():
        _, cuts = cut_furniture(["A sentence that stays.", *lines], keep=(rule,))
        assert rule not in {cut.rule for cut in cuts}


def test_an_unknown_rule_is_refused() -> None:
    from sinorus_lib.coverage import read_coverage

    with pytest.raises(SettingsError, match=r"'adverts'.*read_also"):
        read_coverage("anywhere", settings=Settings(keep_furniture=("adverts",)))
