"""A card as HTML with drawings and without a script, for whoever shows notebooks without the extension."""

from __future__ import annotations

from typing import Any

from .facts import (
    ERROR_MARK,
    say_amounts,
    say_named,
    say_note,
    say_nothing,
    say_row,
    say_time,
    say_trace,
    say_where,
)
from .markup import Markup, element

# Pixels of the drawing: where bars begin, how long they are, and what a line takes.
_WIDTH, _BARS, _BAR, _LINE = 860, 260, 300, 22
_BLUE, _RED = "#2b7fd6", "#e5484d"
_FONT = "font-family: system-ui, sans-serif; font-size: 13px; line-height: 1.5"
_EDGE = "border: 1px solid rgba(128, 128, 128, 0.35); border-radius: 4px; padding: 6px 10px"
_CHART = 64


def to_html(output: dict[str, Any]) -> str:
    """The card of an output. Everything that spans said stands in it as text."""
    card = output["card"]
    if card is None or not card["traces"]:
        return _frame(element("div", None, say_nothing(output)))
    where = say_where(output)
    if card["summary"] is not None:
        return _frame(_head("", " · ".join(say_amounts(card)), where), _draw_summary(card["summary"]))
    first, *others = card["shown"]
    return _frame(
        _head(first["name"], say_trace(first), where),
        _draw_trace(first),
        *(
            element(
                "details",
                None,
                element("summary", None, *_name_facts(each["name"], say_trace(each))),
                _draw_trace(each),
            )
            for each in others
        ),
    )


def _frame(*children: object) -> str:
    return str(element("div", {"style": f"{_FONT}; {_EDGE}; max-width: {_WIDTH}px"}, *children))


def _head(name: str, facts: str, where: str) -> Markup:
    aside = element("span", {"style": "opacity: 0.7"}, f" — {where}") if where else None
    return element("div", None, *_name_facts(name, facts), aside)


def _name_facts(name: str, facts: str) -> list[object]:
    return [element("b", None, name), f"  {facts}"] if name else [facts]


def _draw_trace(trace: dict[str, Any]) -> Markup:
    rows = [_draw_row(row, at * _LINE) for at, row in enumerate(trace["rows"])]
    said = trace["output"]
    return element(
        "div",
        None,
        _drawing(len(rows) * _LINE, f"Where the time of {trace['name']} went", *rows),
        element("div", {"style": "opacity: 0.8"}, f"“{said}”") if said else None,
    )


def _drawing(height: int, title: str, *children: object) -> Markup:
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "aria-label": title,
        "width": "100%",
        "viewBox": f"0 0 {_WIDTH} {height}",
        "style": f"max-width: {_WIDTH}px; font-size: 12px",
    }
    return element("svg", attributes, *children)


def _draw_row(row: dict[str, Any], top: int) -> Markup:
    is_failed = row["message"] is not None
    begin = _BARS + row["from"] * _BAR
    length = max(2.0, (row["to"] - row["from"]) * _BAR)
    middle = top + 15
    bar = {
        "x": f"{begin:.1f}",
        "y": top + 6,
        "width": f"{length:.1f}",
        "height": 10,
        "rx": 2,
        "fill": _RED if is_failed else _BLUE,
        "fill-opacity": None if is_failed or row["depth"] == 0 else 0.75,
    }
    indent = 8 + 14 * row["depth"]
    return element(
        "g",
        None,
        _text(indent, middle, _clip(say_row(row), (_BARS - indent) // 7), _RED if is_failed else None),
        element("rect", bar),
        _text(_BARS + _BAR + 10, middle, say_time(row["latencyUs"])),
        _text(_BARS + _BAR + 84, middle, _clip(say_note(row), 32), _RED if is_failed else None),
    )


def _draw_summary(summary: dict[str, Any]) -> Markup:
    unnamed = summary["failures"] - len(summary["failed"])
    return element(
        "div",
        None,
        _draw_histogram(summary["histogram"]) if summary["histogram"]["counts"] else None,
        *(
            element("div", None, f"slowest  {say_time(each['latencyUs'])}  {say_named(each)}")
            for each in summary["slowest"]
        ),
        *(element("div", {"style": f"color: {_RED}"}, f"{ERROR_MARK} {say_named(each)}") for each in summary["failed"]),
        element("div", {"style": f"color: {_RED}"}, f"{ERROR_MARK} … and {unnamed:,} more") if unnamed > 0 else None,
    )


def _draw_histogram(histogram: dict[str, Any]) -> Markup:
    counts, errors, edges = histogram["counts"], histogram["errors"], histogram["edges"]
    top, step = max(counts), (_WIDTH - 20) / len(counts)
    bars: list[Markup] = []
    for at, (count, failed) in enumerate(zip(counts, errors, strict=True)):
        for amount, color in ((count, _BLUE), (failed, _RED)):
            if amount:
                height = max(1.0, _CHART * amount / top)
                place = {
                    "x": f"{10 + at * step:.1f}",
                    "y": f"{_CHART - height:.1f}",
                    "width": f"{max(1.0, step - 2):.1f}",
                }
                bars.append(element("rect", {**place, "height": f"{height:.1f}", "fill": color}))
    return _drawing(
        _CHART + 18,
        "Traces by latency",
        *bars,
        _text(10, _CHART + 14, say_time(edges[0])),
        _text(_WIDTH - 10, _CHART + 14, say_time(edges[-1]), anchor="end"),
    )


def _text(x: float, y: float, said: str, color: str | None = None, anchor: str | None = None) -> Markup:
    return element("text", {"x": x, "y": y, "fill": color or "currentColor", "text-anchor": anchor}, said)


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: max(1, length - 1)]}…"
