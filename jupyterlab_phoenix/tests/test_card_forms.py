"""What a card says, as HTML and as text, whatever spans have said."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_phoenix.cellcard.bundle import TRACE_MIME, to_bundle
from jupyterlab_phoenix.cellcard.facts import say_cost, say_time
from jupyterlab_phoenix.cellcard.markup import element

FACTS = {"spans": 6, "running": 0, "errors": 0, "tokens": 1204, "cost": 0.004}
TAGS = {"div", "b", "span", "svg", "g", "rect", "text", "details", "summary"}


class Reader(HTMLParser):
    """The tags, attributes and text of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open = 0
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.open += 1

    def handle_endtag(self, tag: str) -> None:
        self.open -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


def row(**given: Any) -> dict[str, Any]:
    plain = {"spanId": "a" * 16, "depth": 0, "name": "answer", "kind": "CHAIN", "count": 1, "hasError": False}
    place = {"from": 0, "to": 1, "latencyUs": 4_120_000, "documents": 0, "model": None, "message": None}
    return {**plain, **place, **given}


def trace(name: str = "rag.query", **given: Any) -> dict[str, Any]:
    plain = {"traceId": "b" * 32, "name": name, "status": "OK", "latencyUs": 4_120_000, **FACTS}
    return {**plain, "rows": [row()], "input": None, "output": None, **given}


def card(shown: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    return {"traces": len(shown), "firstUs": 0, "lastUs": 0, **FACTS, "shown": shown, "summary": None, **given}


def bundle(card: dict[str, Any] | None, is_arriving: bool = False) -> dict[str, Any]:
    return to_bundle("0123456789ab", "demo", 14, card, is_arriving)


def test_a_trace_in_characters() -> None:
    rows = [
        row(name="rag.query"),
        row(name="retrieve", depth=1, count=3, to=0.12, latencyUs=510_000, documents=4),
        row(name="llm gpt", depth=1, **{"from": 0.17}, latencyUs=3_440_000, message="RateLimitError: retry 2 of 2"),
    ]
    failed = trace(rows=rows, errors=1, output="Sorry, I could not")
    assert bundle(card([failed, trace("second")]))["text/plain"].splitlines() == [
        "rag.query  ✗ 4.12 s · 6 spans · 1 error · 1,204 tok · $0.004    cell 14 · 2 traces",
        "  rag.query                  ████████████████████████   4.12 s",
        "    retrieve ×3              ███                        510 ms  4 docs",
        "    ✗ llm gpt                ····████████████████████   3.44 s  RateLimitError: retry 2 of 2",
        '  "Sorry, I could not"',
        "second  ✓ 4.12 s · 6 spans · 1,204 tok · $0.004",
        "  answer                     ████████████████████████   4.12 s",
    ]


def test_a_card_without_traces_says_why() -> None:
    assert bundle(None, is_arriving=True)["text/plain"] == "The spans of this cell are still arriving"
    assert bundle(card([]))["text/plain"] == "No span of this cell has arrived"
    assert "still arriving" in bundle(card([trace()]), is_arriving=True)["text/html"]


@given(st.text())
def test_whatever_spans_say_stands_in_the_html_as_text(said: str) -> None:
    nasty = trace(said, output=said, rows=[row(name=said, model=said), row(name=said, message=said)])
    named = {"traceId": "c" * 32, "name": said, "latencyUs": None, "input": said, "message": said}
    histogram = {"edges": [1, 2], "counts": [3], "errors": [1]}
    summary = {"histogram": histogram, "slowest": [named], "failed": [named], "failures": 9}
    for shown in (card([nasty, nasty]), card([], traces=500, summary=summary)):
        reader = Reader(bundle(shown)["text/html"])
        assert reader.tags <= TAGS
        assert reader.open == 0
        assert not {name for name in reader.attributes if name.startswith("on") or name in ("href", "src")}


@pytest.mark.parametrize("name", ["script", "STYLE", "iframe", "b onclick", "", "a>b"])
def test_elements_that_could_do_something_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Cannot write"):
        element(name)


@pytest.mark.parametrize("name", ["onclick", "ONload", "x y", "a=b"])
def test_attributes_that_could_do_something_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Cannot write"):
        element("b", {name: "x"})


def test_the_json_is_what_the_server_said() -> None:
    shown = card([trace()])
    assert bundle(shown)[TRACE_MIME] == {
        "version": 1,
        "session": {"id": "0123456789ab", "name": "demo"},
        "cell": 14,
        "isArriving": False,
        "card": shown,
    }


@pytest.mark.parametrize(
    ("microseconds", "said"),
    [
        (None, "…"),
        (0, "0.0 ms"),
        (40, "40 µs"),
        (1500, "1.5 ms"),
        (510_000, "510 ms"),
        (999_600, "1.00 s"),
        (59_994_000, "59.99 s"),
        (125_000_000, "2 min 5 s"),
        (-1500, "-1.5 ms"),
    ],
)
def test_times_have_three_digits_at_most(microseconds: float | None, said: str) -> None:
    assert say_time(microseconds) == said


@pytest.mark.parametrize(
    ("dollars", "said"), [(0.004, "$0.004"), (12.345, "$12.35"), (1234.5, "$1,234.50"), (0.00001, "< $0.0001")]
)
def test_costs_have_two_digits_that_count(dollars: float, said: str) -> None:
    assert say_cost(dollars) == said
