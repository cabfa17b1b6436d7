"""Cards under cells, in a real kernel with a real server."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_phoenix.tests.kernel import Kernel

MIME = "application/vnd.phoenix.trace+json"
# A loaded machine may need longer than a cell waits: here it waits until the answer is there.
PATIENT = """
from jupyterlab_phoenix.cellcard import output
output._WAIT_SECONDS = 30.0
"""
SET_UP = (
    PATIENT
    + """
import asyncio, threading, time
import jupyterlab_phoenix as px
session = px.launch_app()
tracer = px.register(auto_instrument=False).get_tracer("test")

def answer(name="answer", **attributes):
    with tracer.start_as_current_span(name, attributes={"openinference.span.kind": "CHAIN", **attributes}):
        with tracer.start_as_current_span("call", attributes={"openinference.span.kind": "LLM"}) as span:
            span.set_attribute("llm.output_messages.0.message.role", "assistant")
            span.set_attribute("llm.output_messages.0.message.content", "Sorry")
"""
)


class Cards:
    """A kernel, and the outputs of its cells that are cards."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.error = ""
        self.text = ""

    def run(self, code: str, **how: Any) -> list[dict[str, Any]]:
        """The cards that a cell shows until its end."""
        bundles: list[dict[str, Any]] = []
        self.error = self.text = ""

        def hear(message: dict[str, Any]) -> None:
            content, kind = message["content"], message["msg_type"]
            if kind == "error":
                self.error = content["evalue"]
            elif kind == "stream":
                self.text += content["text"]
            elif kind in ("display_data", "update_display_data") and MIME in content["data"]:
                bundles.append({**content["data"], "kind": kind, **content["transient"]})

        self.kernel.client.execute_interactive(code, timeout=60, output_hook=hear, **how)
        return bundles

    def whole(self, code: str) -> dict[str, Any]:
        """The one card of a cell, complete: a slow machine may show it before everything has come."""
        shown = self.run(code)
        assert len({bundle["display_id"] for bundle in shown}) == 1
        last = shown[-1]
        return self.wait_update(last["display_id"]) if _is_arriving(last) else last

    def card(self, code: str) -> dict[str, Any]:
        """What the one card of a cell holds, complete."""
        return dict(self.whole(code)[MIME]["card"])

    def wait_update(self, display_id: str) -> dict[str, Any]:
        """The last form of a card that was shown before everything had come."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            message = self.kernel.client.get_iopub_msg(timeout=30)
            content = message["content"]
            is_update = message["msg_type"] == "update_display_data"
            if is_update and content["transient"]["display_id"] == display_id and not _is_arriving(content["data"]):
                return dict(content["data"])
        raise AssertionError("the card was not completed")


def _is_arriving(bundle: dict[str, Any]) -> bool:
    return bool(bundle[MIME]["isArriving"])


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    from jupyterlab_phoenix import discovery, spawn
    from jupyterlab_phoenix.tests.own_folders import to_environment

    patch = pytest.MonkeyPatch()
    # The kernel outlives the folders of each test.
    environment = to_environment(tmp_path_factory.mktemp("cards"))
    _set(patch, environment)
    kernel = Kernel()
    try:
        yield kernel
    finally:
        kernel.stop()
        _set(patch, environment)
        for record in discovery.read_records():
            spawn.close_session(record)
        patch.undo()


def _set(patch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        patch.setenv(name, value)


@pytest.fixture(scope="module")
def registered(kernel: Kernel) -> Cards:
    """A kernel with a session and a tracer, for all tests that leave them as they are."""
    return set_up(kernel)


@pytest.fixture
def cards(registered: Cards) -> Cards:
    return registered


@pytest.fixture
def fresh(kernel: Kernel) -> Cards:
    """A kernel that has just started; tests that share one stand before those that ask for it."""
    kernel.restart()
    return Cards(kernel)


def set_up(kernel: Kernel) -> Cards:
    cards = Cards(kernel)
    assert cards.run(SET_UP) == []
    assert cards.error == ""
    return cards


def test_a_cell_that_makes_spans_shows_one_card(cards: Cards) -> None:
    bundle = cards.whole('answer(**{"input.value": "Why?"})\nanswer()')
    output = bundle[MIME]
    assert output["cell"] > 1
    assert output["isArriving"] is False
    assert output["session"]["name"] == "Python"
    card = output["card"]
    assert (card["traces"], card["spans"], card["errors"], card["summary"]) == (2, 4, 0, None)
    first = card["shown"][0]
    assert [(row["name"], row["depth"]) for row in first["rows"]] == [("answer", 0), ("call", 1)]
    assert (first["input"], first["output"]) == ("Why?", "Sorry")
    assert f"cell {output['cell']} · 2 traces" in bundle["text/plain"]
    assert '"Sorry"' in bundle["text/plain"]
    assert bundle["text/html"].count("<svg") == 2
    assert not re.search(r"\"token\"|token=|Bearer|ticket|127\.0", json.dumps(bundle))
    assert cards.card("answer()")["traces"] == 1


def test_cells_without_spans_show_nothing_and_wait_for_nothing(cards: Cards) -> None:
    assert cards.run("1 + 1") == []
    assert cards.run("answer()", silent=True) == []
    assert cards.run("") == []
    # Nothing is left of what the silent cell made.
    assert cards.run("%%time\nx = 1") == []
    cards.run(
        "from jupyterlab_phoenix.cellcard.hooks import _hooks as hooks\n"
        "took = []\n"
        "for _ in range(50):\n"
        "    begin = time.perf_counter(); hooks.begin(None); hooks._is_open = False; hooks._end(None)\n"
        "    took.append(time.perf_counter() - begin)\n"
        "print(sorted(took)[25] < 0.005)"
    )
    assert cards.text == "True\n"


def test_every_way_to_run_code_belongs_to_its_cell(cards: Cards) -> None:
    tasks = "await asyncio.sleep(0)\nasync def go(): answer()\nawait asyncio.gather(go(), go())"
    assert cards.card(tasks)["traces"] == 2
    assert cards.card("%%time\nanswer()")["traces"] == 1
    nested = "answer(); get_ipython().run_cell('answer()'); get_ipython().run_cell('answer()'); answer()"
    assert cards.card(nested)["traces"] == 4
    threads = "t = [threading.Thread(target=answer) for _ in range(3)]\n[x.start() for x in t]; [x.join() for x in t]"
    assert cards.card(threads)["traces"] == 3
    assert cards.card("%time answer()")["traces"] == 1


def test_a_cell_that_fails_shows_its_card_too(cards: Cards) -> None:
    bundle = cards.whole("with tracer.start_as_current_span('broken'):\n    raise ValueError('no money')")
    assert cards.error == "no money"
    card = bundle[MIME]["card"]
    assert card["errors"] == 1
    assert card["shown"][0]["rows"][0]["message"] == "ValueError: no money"
    assert "✗ broken" in bundle["text/plain"]
    [interrupted] = cards.run("with tracer.start_as_current_span('stopped'):\n    raise KeyboardInterrupt()")
    assert interrupted[MIME]["card"]["errors"] == 0 or interrupted[MIME]["traces"] == 1


def test_five_hundred_calls_are_summed_up(cards: Cards) -> None:
    code = "for i in range(500):\n    with tracer.start_as_current_span(f'call {i}') as s:\n"
    code += "        if i % 100 == 5: s.set_status(StatusCode.ERROR, f'no {i}')"
    bundle = cards.whole(f"from opentelemetry.trace import StatusCode\n{code}")
    card = bundle[MIME]["card"]
    assert (card["traces"], card["spans"], card["errors"], card["shown"]) == (500, 500, 5, [])
    assert len(card["summary"]["slowest"]) == 3
    assert [each["message"] for each in card["summary"]["failed"]] == ["no 5", "no 105", "no 205"]
    assert "500 traces" in bundle["text/plain"]
    assert "✗ … and 2 more" in bundle["text/plain"]


def test_what_spans_say_is_text(cards: Cards) -> None:
    nasty = '<script>alert(1)</script><img src=x onerror=alert(1)>" onload="x'
    bundle = cards.whole(f"answer({nasty!r}, **{{'output.value': {nasty!r}}})")
    markup = bundle["text/html"]
    assert "&lt;script&gt;alert(1)" in markup
    assert set(re.findall(r"<(\w+)", markup)) <= {"div", "b", "span", "svg", "g", "rect", "text", "details", "summary"}
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', markup))


def test_spans_that_take_long_come_later(cards: Cards) -> None:
    code = "def later():\n    with tracer.start_as_current_span('slow'):\n        time.sleep(1.5)\n"
    [bundle] = cards.run(code + "threading.Thread(target=later).start(); time.sleep(0.1)")
    assert bundle[MIME]["isArriving"] is True
    assert "still arriving" in bundle["text/plain"]
    whole = cards.wait_update(bundle["display_id"])
    assert whole[MIME]["card"]["shown"][0]["name"] == "slow"
    assert "still arriving" not in whole["text/html"]


def test_cards_can_be_turned_off_for_the_session(cards: Cards) -> None:
    cards.run("session.inline = False")
    assert cards.run("answer()") == []
    cards.kernel.restart()
    cards.run(SET_UP)
    assert cards.run("answer()") == []
    cards.run("print(session.inline)")
    assert cards.text == "False\n"
    cards.run("%load_ext jupyterlab_phoenix\n%phoenix inline on")
    assert cards.text == "Cards under cells that make spans are on\n"
    assert cards.card("answer()")["traces"] == 1
    cards.run("session.inline = 'no'")
    assert cards.error.startswith("Cannot use 'no' as inline")
    cards.run("%phoenix inline maybe")
    assert "write on or off" in cards.text


def test_only_the_spans_of_this_process_are_claimed(cards: Cards) -> None:
    other = """
import subprocess, sys
code = '''
import sys
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(endpoint=sys.argv[1])))
provider.get_tracer("other").start_span("of another program").end()
'''
endpoint = session._connection.record.url + "v1/traces"
subprocess.run([sys.executable, "-c", code, endpoint], check=True)
"""
    assert cards.run(other) == []
    assert cards.card(other + "\nanswer()")["traces"] == 1


def test_the_place_of_traces_opens_from_the_line(cards: Cards) -> None:
    cards.kernel.run("%load_ext jupyterlab_phoenix")
    bundle = cards.kernel.run("%phoenix traces").bundle
    assert bundle["application/vnd.phoenix.session+json"]["place"] == "#/traces"
    bundle = cards.kernel.run("%phoenix traces span_kind == 'LLM'").bundle
    assert bundle["application/vnd.phoenix.session+json"]["place"] == "#/traces?filter=span_kind+%3D%3D+%27LLM%27"
    assert "FilterError" in cards.kernel.run("%phoenix traces span_kind ==").text


def test_without_a_session_there_is_no_card(cards: Cards) -> None:
    assert cards.run("session.end()\nanswer()") == []
    assert cards.run("answer()") == []
    assert cards.error == ""
    # The provider of the session that ended still tries to send; a new one does not wait for it.
    again = "session = px.launch_app()\ntracer = px.register(auto_instrument=False, set_global=False).get_tracer('t')"
    assert cards.run(again) == []
    assert cards.card("answer()")["traces"] == 1


STANDARD = (
    PATIENT
    + """
import jupyterlab_phoenix as px
session = px.launch_app()
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
exporter = OTLPSpanExporter(endpoint=session._connection.record.url + "v1/traces")
provider = TracerProvider()
"""
)


def test_providers_of_somebody_else_are_seen_too(fresh: Cards) -> None:
    cards = fresh
    cards.run(STANDARD + "provider.add_span_processor(SimpleSpanProcessor(exporter))")
    # Nobody could see its spans begin: times tell.
    assert cards.card("provider.get_tracer('t').start_span('alone').end()")["shown"][0]["name"] == "alone"
    assert cards.run("1") == []
    same_cell = "provider = TracerProvider()\nprovider.add_span_processor(BatchSpanProcessor(exporter))\n"
    same_cell += "trace.set_tracer_provider(provider)\ntrace.get_tracer('t').start_span('first').end()"
    assert cards.card(same_cell)["shown"][0]["name"] == "first"
    assert cards.card("trace.get_tracer('t').start_span('second').end()")["shown"][0]["name"] == "second"


def test_spans_that_go_elsewhere_cost_and_show_nothing(fresh: Cards) -> None:
    cards = fresh
    cards.run(STANDARD)
    cards.run(
        "from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter\n"
        "provider.add_span_processor(BatchSpanProcessor(InMemorySpanExporter()))\n"
        "trace.set_tracer_provider(provider)"
    )
    for _ in range(2):
        assert cards.run("trace.get_tracer('t').start_span('elsewhere').end()") == []
