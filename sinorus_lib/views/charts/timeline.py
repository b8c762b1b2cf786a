"""Who published when: an article a mark, as large as its claims are many, as dark as they have counterparts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from sinorus_lib.sentences import SUBHEADING
from sinorus_lib.views.charts.chart import Chart, picture_and_numbers
from sinorus_lib.views.charts.layout import MARKS, MIDDLE, axis, bold, colour_axis, label, layout
from sinorus_lib.views.links import Choice, Links
from sinorus_lib.views.rendering import text_or
from sinorus_lib.views.strings import Strings, load_strings

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.axes import Axes

    from sinorus_lib.comparison import Comparison

OUTLETS = 30  # shown at most
_NUMBERS = 60  # articles in the table of the static form
_LABELLED = 40  # articles up to which each has its share written beside it
_SMALLEST, _LARGE, _LARGEST = 8.0, 16.0, 30.0  # diameter of a mark; the second where there are many
_ASIDE = 3  # articles without a date that lie side by side
_DAY = pd.Timedelta(days=1)
_SPLIT = (0.78, 0.82)  # where the dates end and the column without a date begins
_COLUMNS = ("outlet", "date", "article", "claims", "paired")


@dataclass(frozen=True)
class _Article:
    """One mark: ``across`` is a time, or a share of the column without a date."""

    outlet: str
    title: str
    date: str
    across: pd.Timestamp | float
    down: float
    size: float
    claims: int
    paired: int
    hover: str
    choice: Choice

    @property
    def share(self) -> float:
        """Share of its claims that have a counterpart."""
        return self.paired / self.claims if self.claims else 0.0


@dataclass(frozen=True)
class _Times:
    title: str
    note: str
    alt: str
    outlets: Sequence[str]
    dated: Sequence[_Article]
    undated: Sequence[_Article]
    tallest: int

    @property
    def span(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last time, with some room."""
        times = [pd.Timestamp(item.across) for item in self.dated]
        room = max(0.06 * (max(times) - min(times)), 0.6 * _DAY)
        return min(times) - room, max(times) + room

    @property
    def row(self) -> int:
        """How high a row is, in pixels: articles of one day do not hide each other."""
        largest = max((item.size for item in (*self.dated, *self.undated)), default=_LARGEST)
        return round(min(220.0, max(54.0, 20 + 0.8 * largest * self.tallest)))

    @property
    def labelled(self) -> bool:
        """Whether each mark has its share written beside it."""
        return len(self.dated) + len(self.undated) <= _LABELLED


def timeline(comparison: Comparison, *, interface: str | None = None, links: Links | None = None) -> Chart:
    """Return the articles by date and outlet; those without a date lie in a column of their own.

    Args:
        comparison: whose articles.
        interface: language of the labels; that of the comparison's settings if not given.
        links: where the marks refer to; the places in the comparison if not given.
    """
    strings = load_strings(interface or comparison.settings.interface)
    shown = _times(comparison, links or Links.of(comparison), strings)
    return Chart(
        shown.title,
        shown.alt,
        _figure(shown, strings),
        strings.language,
        partial(_picture, shown, strings),
        partial(_static, shown, strings),
    )


def _times(comparison: Comparison, links: Links, strings: Strings) -> _Times:
    facts = _facts(comparison)
    outlets = _most_articles(facts)
    chosen = facts[facts["outlet"].isin(outlets)].sort_values("claims", ascending=False, kind="stable").head(MARKS)
    placed = _placed(chosen, outlets)
    largest = _LARGEST if len(placed) <= _LABELLED else _LARGE
    teller = _Teller(strings, links, float(placed["claims"].max()), largest)
    articles = [teller.article(row) for row in placed.to_dict("records")]
    return _Times(
        title=strings("charts.timeline"),
        note=_note(facts, placed, strings),
        alt=_alt(facts, strings),
        outlets=outlets,
        dated=[item for item in articles if isinstance(item.across, pd.Timestamp)],
        undated=[item for item in articles if not isinstance(item.across, pd.Timestamp)],
        tallest=int(placed["of"].max()),
    )


def _facts(comparison: Comparison) -> pd.DataFrame:
    """Return the articles with their time, how many claims they have, and how many of these are paired."""
    claims = comparison.claims[comparison.claims["kind"] != SUBHEADING]
    matched = {*comparison.pairs["claim_a"], *comparison.pairs["claim_b"]}
    counts = claims.assign(paired=claims["claim_id"].isin(matched)).groupby("article_id")["paired"]
    names = comparison.articles["article_id"]
    return comparison.articles[["article_id", "outlet", "title"]].assign(
        outlet=comparison.articles["outlet"].astype(str),
        time=_times_of(comparison.articles["published"]),
        claims=names.map(counts.size()).fillna(0).astype(int),
        paired=names.map(counts.sum()).fillna(0).astype(int),
    )


def _times_of(published: pd.Series) -> pd.Series:
    """Return times in UTC, without saying so, whatever zones they are given in."""
    found = [pd.to_datetime(value, utc=True, errors="coerce") for value in published]
    return pd.Series(pd.DatetimeIndex(found, tz="UTC").tz_localize(None), index=published.index)


def _most_articles(facts: pd.DataFrame) -> list[str]:
    counts = facts["outlet"].value_counts()
    ranked = sorted(counts.index, key=lambda name: (-int(counts[name]), str(name)))
    return sorted(map(str, ranked[:OUTLETS]))


def _placed(facts: pd.DataFrame, outlets: list[str]) -> pd.DataFrame:
    """Return the articles with their place: those of one outlet and day lie apart, one below the other."""
    facts = facts.assign(day=facts["time"].dt.normalize(), undated=facts["time"].isna())
    aside = facts.groupby(["outlet", "undated"]).cumcount()
    step = facts.groupby(["outlet", "day"], dropna=False).cumcount()
    of = facts.groupby(["outlet", "day"], dropna=False)["claims"].transform("size")
    step = step.where(~facts["undated"], aside // _ASIDE)
    of = of.where(~facts["undated"], (of + _ASIDE - 1) // _ASIDE)
    row = facts["outlet"].map({name: place for place, name in enumerate(outlets)})
    beside = (aside % _ASIDE + 0.5) / facts.groupby(["outlet", "undated"])["claims"].transform("size").clip(
        upper=_ASIDE
    )
    return facts.assign(of=of, down=row + 0.8 * (step - (of - 1) / 2) / max(1, of.max()), beside=beside)


def _note(facts: pd.DataFrame, placed: pd.DataFrame, strings: Strings) -> str:
    said = [strings("charts.timeline_note")]
    if undated := int(facts["time"].isna().sum()):
        of = strings.counted("articles", len(facts))
        said.append(strings("charts.undated", count=strings.whole(undated), total=of))
    if len(placed) < len(facts):
        total = strings.whole(len(facts))
        said.append(strings("charts.articles_left", shown=strings.whole(len(placed)), total=total))
    return " ".join(said)


def _alt(facts: pd.DataFrame, strings: Strings) -> str:
    dated = facts["time"].dropna()
    first, last = (strings.date(end) for end in (dated.min(), dated.max())) if len(dated) else ("", "")
    span = first if first == last else strings("charts.from_to", first=first, last=last)
    shares = facts.groupby("outlet")[["paired", "claims"]].sum()
    by_outlet = [
        f"{name} {strings.percent(paired / claims if claims else 0.0)}"
        for name, (paired, claims) in zip(shares.index, shares.to_numpy(dtype=float), strict=True)
    ]
    return strings(
        "charts.timeline_alt",
        articles=strings.counted("articles", len(facts)),
        dates=span or strings("unknown_date"),
        undated=strings.whole(len(facts) - len(dated)),
        shares=", ".join(by_outlet[:OUTLETS]),
    )


@dataclass(frozen=True)
class _Teller:
    """Turns articles into marks."""

    strings: Strings
    links: Links
    most: float
    largest: float

    def article(self, row: Mapping[Any, Any]) -> _Article:
        """Return the mark of an article."""
        dated = not row["undated"]
        size = _SMALLEST + (self.largest - _SMALLEST) * math.sqrt(row["claims"] / self.most if self.most else 0.0)
        return _Article(
            outlet=str(row["outlet"]),
            title=text_or(row["title"], self.strings("no_headline")),
            date=self.strings.date(row["time"]) if dated else self.strings("unknown_date"),
            across=pd.Timestamp(row["time"]) if dated else float(row["beside"]),
            down=float(row["down"]),
            size=round(size, 1),
            claims=int(row["claims"]),
            paired=int(row["paired"]),
            hover=self._hover(row, dated),
            choice=self.links.article(str(row["article_id"])),
        )

    def _hover(self, row: Mapping[Any, Any], dated: bool) -> str:
        strings = self.strings
        date = strings.date(row["time"]) if dated else strings("unknown_date")
        counts = strings(
            "charts.paired_of",
            claims=strings.counted("claims", int(row["claims"])),
            paired=strings.whole(int(row["paired"])),
        )
        title = label(text_or(row["title"], strings("no_headline")))
        return f"{bold(str(row['outlet']))}, {label(date)}<br>{title}<br>{label(counts)}"


def _figure(shown: _Times, strings: Strings) -> go.Figure:
    import plotly.graph_objects as go

    figure = go.Figure(list(_traces(shown, strings)))
    rows = len(shown.outlets)
    names = [label(name, longest=48, line=24) for name in shown.outlets]
    figure.update_layout(
        layout(shown.title, shown.note, strings, height=104 + shown.row * rows),
        coloraxis=colour_axis(strings("charts.share"), strings),
        xaxis=_date_axis(shown, strings),
        yaxis=axis(tickvals=list(range(rows)), ticktext=names, range=[rows - 0.4, -0.6], zeroline=False),
        showlegend=False,
    )
    if shown.undated:
        figure.update_layout(xaxis2=_aside_axis(shown, strings), shapes=_rule(shown))
    return figure


def _traces(shown: _Times, strings: Strings) -> Iterator[go.Scatter]:
    if shown.dated:
        yield _trace([f"{item.across:%Y-%m-%d %H:%M}" for item in shown.dated], shown.dated, shown.labelled, strings)
    if shown.undated:
        across = [item.across for item in shown.undated]
        yield _trace(across, shown.undated, shown.labelled, strings).update(xaxis="x2")


def _trace(across: Sequence[Any], articles: Sequence[_Article], labelled: bool, strings: Strings) -> go.Scatter:
    import plotly.graph_objects as go

    trace = go.Scatter(
        x=list(across),
        y=[item.down for item in articles],
        mode="markers",
        marker={
            "size": [item.size for item in articles],
            "color": [round(item.share, 3) for item in articles],
            "coloraxis": "coloraxis",
            "symbol": ["circle" if item.paired else "circle-open" for item in articles],
            "opacity": 1,
            "line": {"width": 1, "color": MIDDLE},
        },
        text=[item.hover for item in articles],
        customdata=[item.choice for item in articles],
        hovertemplate="%{text}<extra></extra>",
    )
    if labelled:
        shares = [strings.percent(item.share).replace("<", "&lt;").replace(">", "&gt;") for item in articles]
        trace.update(mode="markers+text", texttemplate=shares, textposition="middle right", cliponaxis=False)
    return trace


def _date_axis(shown: _Times, strings: Strings) -> dict[str, Any]:
    if not shown.dated:
        return axis(visible=False, domain=[0, 0.01])
    first, last = shown.span
    whole = axis(type="date", tickformat="%Y-%m-%d", range=[f"{first:%Y-%m-%d %H:%M}", f"{last:%Y-%m-%d %H:%M}"])
    days = math.ceil((last - first) / _DAY / 6)
    steps: dict[str, Any] = {"nticks": 7}
    if (last - first) < 42 * _DAY:  # plotly would put several ticks on one day, or write half days
        steps = {"tick0": f"{first.ceil('D'):%Y-%m-%d}", "dtick": days * 86_400_000}
    return {**whole, **steps, "domain": [0, _SPLIT[0] if shown.undated else 1], "zeroline": False}


def _aside_axis(shown: _Times, strings: Strings) -> dict[str, Any]:
    domain = [_SPLIT[1] if shown.dated else 0, 1]
    texts: dict[str, Any] = {"tickvals": [0.5], "ticktext": [strings("unknown_date")]}
    return axis(**texts, range=[-0.1, 1.1], domain=domain, anchor="y", showgrid=False, zeroline=False)


def _rule(shown: _Times) -> list[dict[str, Any]]:
    """Return the line that sets the column without a date apart."""
    if not shown.dated:
        return []
    x = sum(_SPLIT) / 2
    line = {"color": MIDDLE, "width": 1, "dash": "dot"}
    return [{"type": "line", "xref": "paper", "yref": "paper", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line}]


def _picture(shown: _Times, strings: Strings) -> bytes:
    from sinorus_lib.views.charts import images

    rows = len(shown.outlets)
    figure, axes = images.canvas(height=max(2.4, min(9.0, 1.3 + shown.row * rows / 116)))
    images.caption(axes, shown.title)
    first, last = (_days(end) for end in shown.span) if shown.dated else (0.0, 1.0)
    aside = (last - first) * 0.25 if shown.dated else 0.0
    for item in (*shown.dated, *shown.undated):
        dated = isinstance(item.across, pd.Timestamp)
        across = _days(item.across) if dated else _beside(item, last, aside)
        _draw(axes, item, across, shown.labelled, strings)
    images.ticks(axes, "y", range(rows), [images.literal(name, longest=28) for name in shown.outlets])
    images.ticks(axes, "x", *_day_ticks(shown, last, aside, strings))
    if aside and shown.undated:
        axes.axvline(last, color=MIDDLE, linewidth=0.9, linestyle=":")
    axes.set(xlim=(first, last + (aside if shown.undated else 0.0)), ylim=(rows - 0.35, -0.6))
    images.share_scale(figure, axes, strings("charts.share"), [strings.percent(place / 4) for place in range(5)])
    return images.png(figure)


def _days(time: Any) -> float:
    return float((pd.Timestamp(time) - pd.Timestamp(1970, 1, 1)) / _DAY)


def _beside(item: _Article, last: float, aside: float) -> float:
    """Return where an article without a date lies: beside the last date, or anywhere if there is none."""
    share = (float(item.across) + 0.1) / 1.2
    return last + share * aside if aside else share


def _day_ticks(shown: _Times, last: float, aside: float, strings: Strings) -> tuple[list[float], list[str]]:
    places, texts = [], []
    if shown.dated:
        first, end = (_days(one) for one in shown.span)
        step = max(1, math.ceil((end - first) / 5))
        places = [float(day) for day in range(math.ceil(first), math.floor(end) + 1, step)]
        texts = [f"{pd.Timestamp(1970, 1, 1) + day * _DAY:%Y-%m-%d}" for day in places]
    if shown.undated:
        places.append(last + aside / 2 if aside else 0.5)
        texts.append(strings("unknown_date"))
    return places, texts


def _draw(axes: Axes, item: _Article, across: float, labelled: bool, strings: Strings) -> None:
    from sinorus_lib.views.charts import images

    colour = images.shares()(item.share) if item.paired else "white"
    size = 0.62 * item.size
    axes.plot(across, item.down, "o", markersize=size, markerfacecolor=colour, markeredgecolor="#5a6572", zorder=3)
    if labelled:
        beside: dict[str, Any] = {
            "xytext": (size / 2 + 3, 0),
            "textcoords": "offset points",
            "ha": "left",
            "va": "center",
        }
        axes.annotate(strings.percent(item.share), (across, item.down), **beside, **images.words(fontsize=7.5))


def _static(shown: _Times, strings: Strings, chart: Chart) -> str:
    articles = [*sorted(shown.dated, key=lambda item: (item.date, item.outlet)), *shown.undated]
    rows = [
        [item.outlet, item.date, item.title, strings.whole(item.claims), strings.whole(item.paired)]
        for item in articles[:_NUMBERS]
    ]
    headings = [strings(f"charts.column_{name}") for name in _COLUMNS]
    few = len(articles) <= _NUMBERS
    summary = strings("charts.numbers") if few else strings("charts.first_numbers", count=_NUMBERS)
    return picture_and_numbers(chart, headings, rows, summary, note=shown.note)
