"""Charts of amounts: SVG files that fetch nothing, and bars of blocks in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from domain.money import yuan
from presentation.language import _

_FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', SimHei, sans-serif"
_COLOURS = ("#1f5a8a", "#c9772b", "#4f8a4a", "#8a3f5c", "#6f6aa8", "#7a7a7a", "#b0a03a", "#3f8f8f")
_WIDE_PX, _CHARACTER_PX = 1000, 7
_HIGH_PX, _LEGEND_PX = 520, 22
"""How high a drawing is whose legend has one line, of two series, and how much higher with each line more."""
_SLANTED = 25
"""Degrees by which labels are turned that have no room side by side."""
_BAR_MOST, _BAR_LEAST = 40, 10
"""Cells of the longest bar in a terminal; with room for fewer than the least, names have a line of their own."""
_BLOCK, _HALF, _BELOW = "█", "▌", "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Amounts in fen by label (a month, a class of age), for each series of them (a scheme, a source)."""

    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[int]]


def chart_svg(chart: Chart) -> bytes:
    """Stacked columns, in yuan, of no more series than can be told apart. The file is the same for the same amounts,
    and has neither a script nor an address.
    """
    from xml.etree.ElementTree import tostring

    pygal, series = _pygal(), _told_apart(chart.series)
    from pygal.style import Style

    style = Style(
        font_family=_FONTS,
        background="#ffffff",
        plot_background="#ffffff",
        colors=_COLOURS,
        title_font_size=20,
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
        value_font_size=12,
        opacity="1",
    )
    drawn: Any = pygal.StackedBar(
        style=style,
        js=[],
        width=_WIDE_PX,
        height=_HIGH_PX + _LEGEND_PX * max(0, (len(series) - 1) // 2),
        title=_("%(title)s (yuan)") % {"title": chart.title},
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        truncate_legend=-1,
        truncate_label=-1,
        x_label_rotation=_rotation(chart.labels),
        show_legend=len(series) > 1,
        value_formatter=lambda value: f"{value:,.2f}",
        no_data_text=_("Nothing to show."),
    )
    drawn.x_labels = list(chart.labels)
    for name, amounts in series.items():
        drawn.add(name, [amount_fen / 100 for amount_fen in amounts])
    root = drawn.render_tree()
    for parent in list(root.iter()):
        for child in list(parent):
            # What would show values under a pointer, and who drew it.
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] == "script":
                parent.remove(child)
    drawing: bytes = tostring(root, encoding="utf-8")
    return drawing.replace(drawn.uuid.encode(), b"bailu")


def _told_apart(series: Mapping[str, Sequence[int]]) -> Mapping[str, Sequence[int]]:
    """One for each colour: where there are more, the largest stay, in their order, and the others are one together."""
    if len(series) <= len(_COLOURS):
        return series
    by_size = sorted(series, key=lambda name: sum(map(abs, series[name])), reverse=True)
    largest = set(by_size[: len(_COLOURS) - 1])
    others = [amounts for name, amounts in series.items() if name not in largest]
    together = _("%(count)s others") % {"count": len(others)}
    return {name: series[name] for name in series if name in largest} | {
        together: [*map(sum, zip(*others, strict=True))]
    }


def _rotation(labels: Sequence[str]) -> int:
    widest = max(map(_wide, labels), default=0)
    return _SLANTED if widest * _CHARACTER_PX * len(labels) > _WIDE_PX else 0


def _pygal() -> Any:
    """The library, without what it leaves among the importers of the whole program: a finder of plugins, of a form that
    Python warns of whenever something is not there.
    """
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    return pygal


def chart_lines(chart: Chart, width: int | None = None) -> Iterator[str]:
    """A bar for each label and series of which there is something, in yuan; below zero it is drawn with dashes. The
    title stands above the table that these follow. Bars are so short that a line has no more than `width` cells.
    """
    rows = [
        (label, name, amounts[at])
        for at, label in enumerate(chart.labels)
        for name, amounts in chart.series.items()
        if amounts[at]
    ]
    if not rows:
        return
    most = max(abs(amount_fen) for _label, _name, amount_fen in rows)
    several = len(chart.series) > 1
    names = [f"{label}  {name}" if several else label for label, name, _amount_fen in rows]
    widest, figures = max(map(_wide, names)), max(len(yuan(amount_fen)) for *_names, amount_fen in rows)
    cells = _BAR_MOST if width is None else min(_BAR_MOST, width - widest - figures - 4)
    beside = cells >= _BAR_LEAST
    longest = cells if beside else max(1, min(_BAR_MOST, (width or 0) - figures - 4))
    for name, (*_names, amount_fen) in zip(names, rows, strict=True):
        if not beside:
            yield name
        before = name + " " * (widest - _wide(name)) if beside else ""
        yield f"{before}  {yuan(amount_fen):>{figures}}  {_bar(amount_fen, most, longest)}"


def _bar(amount_fen: int, most_fen: int, longest: int) -> str:
    """In halves of a cell, of which the longest bar has so many; whatever is not nought shows at least one half."""
    halves = max(1, round(abs(amount_fen) * 2 * longest / most_fen))
    if amount_fen < 0:
        return _BELOW * -(-halves // 2)
    return _BLOCK * (halves // 2) + _HALF * (halves % 2)


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
