"""Numbers of a card in words."""

from __future__ import annotations

from typing import Any

# Characters of a question in a list: why it failed must have its place behind it.
_INPUT = 60

ERROR_MARK, OK_MARK, RUNNING_MARK = "✗", "✓", "…"


def say_time(microseconds: float | None) -> str:
    """A duration with three digits at most; an ellipsis for one that has no end yet."""
    if microseconds is None:
        return RUNNING_MARK
    milliseconds = microseconds / 1000
    if 0 < abs(microseconds) < 999.5:
        return f"{microseconds:.0f} µs"
    if abs(milliseconds) < 10:
        return f"{milliseconds:.1f} ms"
    if abs(milliseconds) < 999.5:
        return f"{milliseconds:.0f} ms"
    seconds = milliseconds / 1000
    if abs(seconds) < 59.995:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(abs(seconds)), 60)
    return f"{'-' if seconds < 0 else ''}{minutes:,} min {rest} s"


def say_count(count: int, one: str, many: str | None = None) -> str:
    """``1 span``, ``1,204 spans``."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def say_cost(dollars: float) -> str:
    """Cents from a dollar on, two digits that count below."""
    if dollars >= 1 or dollars == 0:
        return f"${dollars:,.2f}"
    return f"${dollars:.2g}" if dollars >= 0.0001 else "< $0.0001"


def mark_of(trace: dict[str, Any]) -> str:
    """Whether a trace went well, in one character."""
    if trace["errors"]:
        return ERROR_MARK
    return RUNNING_MARK if trace["running"] else OK_MARK


def say_amounts(facts: dict[str, Any]) -> list[str]:
    """Spans, errors, tokens and cost, of a trace or of many; what is nothing is left out."""
    said = [say_count(facts["spans"], "span")]
    if facts["errors"]:
        said.append(say_count(facts["errors"], "error"))
    if facts["running"]:
        said.append(f"{facts['running']:,} running")
    if facts["tokens"]:
        said.append(f"{facts['tokens']:,.0f} tok")
    if facts["cost"]:
        said.append(say_cost(facts["cost"]))
    return said


def say_trace(trace: dict[str, Any]) -> str:
    """``✗ 4.12 s · 6 spans · 1,204 tok · $0.004``."""
    return " · ".join([f"{mark_of(trace)} {say_time(trace['latencyUs'])}", *say_amounts(trace)])


def say_where(output: dict[str, Any]) -> str:
    """``cell 14 · 2 traces · still arriving``."""
    card, cell = output["card"], output["cell"]
    said = [] if cell is None else [f"cell {cell}"]
    if card is not None and card["traces"] > 1:
        said.append(say_count(card["traces"], "trace"))
    if output["isArriving"]:
        said.append("still arriving")
    return " · ".join(said)


def say_row(row: dict[str, Any]) -> str:
    """The name of a line, with how many spans it stands for."""
    mark = f"{ERROR_MARK} " if row["message"] is not None else ""
    times = f" ×{row['count']:,}" if row["count"] > 1 else ""
    return f"{mark}{row['name']}{times}"


def say_note(row: dict[str, Any]) -> str:
    """Why a line failed, else what it found, else which model it asked."""
    if row["message"] is not None:
        return str(row["message"])
    if row["documents"]:
        return say_count(row["documents"], "doc")
    return row["model"] or ""


def say_named(trace: dict[str, Any]) -> str:
    """A trace of a list: what went in, else its name, and why it failed."""
    said = trace["input"]
    subject = trace["name"] if said is None else f"“{said if len(said) <= _INPUT else said[: _INPUT - 1] + '…'}”"
    return subject if trace["message"] is None else f"{subject}: {trace['message']}"


def say_nothing(output: dict[str, Any]) -> str:
    """For a card without traces."""
    return "The spans of this cell are still arriving" if output["isArriving"] else "No span of this cell has arrived"
