"""A card in characters, for terminals and whoever reads text."""

from __future__ import annotations

from typing import Any

from .facts import say_amounts, say_named, say_note, say_nothing, say_row, say_time, say_trace, say_where

_NAME, _BAR, _NOTE = 28, 24, 60
_SHOWN = 3
_BLOCKS = " ▁▂▃▄▅▆▇█"


def to_text(output: dict[str, Any]) -> str:
    """The card of an output, as it stands under the cell."""
    card = output["card"]
    if card is None or not card["traces"]:
        return say_nothing(output)
    where = say_where(output)
    if card["summary"] is not None:
        return "\n".join(_join(" · ".join(say_amounts(card)), where) + _draw_summary(card["summary"]))
    lines: list[str] = []
    for number, trace in enumerate(card["shown"][:_SHOWN]):
        lines += _join(f"{_clip(trace['name'], 60)}  {say_trace(trace)}", where if number == 0 else "")
        lines += [_draw_row(row) for row in trace["rows"]]
        if trace["output"]:
            lines.append(f'  "{_clip(trace["output"], 100)}"')
    if card["traces"] > _SHOWN:
        lines.append(f"… and {card['traces'] - _SHOWN:,} more")
    return "\n".join(lines)


def _join(facts: str, where: str) -> list[str]:
    return [f"{facts}    {where}" if where else facts]


def _draw_row(row: dict[str, Any]) -> str:
    name = _clip("  " * (row["depth"] + 1) + say_row(row), _NAME)
    begin = min(round(row["from"] * _BAR), _BAR - 1)
    length = max(1, round(row["to"] * _BAR) - begin)
    bar = ("·" * begin + "█" * length).ljust(_BAR)
    return f"{name:<{_NAME}} {bar} {say_time(row['latencyUs']):>8}  {_clip(say_note(row), _NOTE)}".rstrip()


def _draw_summary(summary: dict[str, Any]) -> list[str]:
    edges, counts = summary["histogram"]["edges"], summary["histogram"]["counts"]
    lines = []
    if counts:
        top = max(counts)
        bars = "".join(_BLOCKS[-(-count * 8 // top)] for count in counts)
        lines.append(f"  latency  {say_time(edges[0])} {bars} {say_time(edges[-1])}")
    lines += [
        f"  slowest  {say_time(each['latencyUs']):>8}  {_clip(say_named(each), 80)}" for each in summary["slowest"]
    ]
    lines += [f"  ✗ {_clip(say_named(each), 90)}" for each in summary["failed"]]
    unnamed = summary["failures"] - len(summary["failed"])
    if unnamed > 0:
        lines.append(f"  ✗ … and {unnamed:,} more")
    return lines


def _clip(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
