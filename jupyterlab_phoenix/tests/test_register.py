"""``register()``: one provider for good, whatever becomes of sessions and servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator

import pytest
from opentelemetry import trace

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, spawn


@pytest.fixture
def session() -> Iterator[px.Session]:
    session = px.launch_app()
    yield session
    px.close_app()


def make_span(name: str) -> None:
    with trace.get_tracer("test").start_as_current_span(name):
        pass


def names(session: px.Session, project: str | None = None) -> set[str]:
    return set(session.get_spans_dataframe(project=project)["name"])


def test_registering_again_moves_the_spans_of_the_same_provider(session: px.Session) -> None:
    provider = px.register("a", auto_instrument=False)
    before = trace.get_tracer("before")
    make_span("one")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert px.register("b", auto_instrument=False) is provider
    with before.start_as_current_span("two"):
        pass
    assert trace.get_tracer_provider() is provider
    assert names(session, "a") == {"one"}
    assert names(session, "b") == {"two"}
    # A provider that somebody shut down works again.
    provider.shutdown()
    px.register("c", auto_instrument=False)
    make_span("three")
    assert names(session, "c") == {"three"}


def test_spans_wait_for_a_server_that_was_killed(session: px.Session, capfd: pytest.CaptureFixture[str]) -> None:
    provider = px.register(auto_instrument=False)
    make_span("before")
    assert names(session) == {"before"}
    os.kill(session._connection.record.pid, signal.SIGKILL)
    capfd.readouterr()
    for name in ("while", "gone"):
        make_span(name)
        provider.force_flush()
    assert capfd.readouterr().err.count("Spans cannot be sent now and wait") == 1
    px.launch_app()
    assert names(session) == {"before", "while", "gone"}


def test_spans_of_a_closed_session_go_to_the_next_one(session: px.Session, capfd: pytest.CaptureFixture[str]) -> None:
    provider = px.register("shop", auto_instrument=False)
    make_span("sent at the end")
    px.close_app()
    capfd.readouterr()
    make_span("between")
    provider.force_flush()
    assert 'wait (up to 32 MB of them): Session "Python" is closed' in capfd.readouterr().err
    following = px.launch_app()
    assert names(following, "shop") == {"between"}


def test_two_sessions_have_providers_of_their_own(session: px.Session) -> None:
    record, _ = spawn.ensure_session("another-kernel", os.getpid(), "", "Another")
    other = px.Session(record)
    providers = [px.register(auto_instrument=False, session=each, set_global=False) for each in (session, other)]
    for provider, name in zip(providers, ("mine", "theirs"), strict=True):
        provider.get_tracer("test").start_span(name).end()
    assert names(session) == {"mine"}
    assert names(other) == {"theirs"}
    other.end()


def test_spans_are_sent_when_the_kernel_ends() -> None:
    program = (
        "import jupyterlab_phoenix as px\n"
        "px.launch_app(run_in_thread=False)\n"
        "provider = px.register('last words', auto_instrument=False)\n"
        "provider.get_tracer('t').start_span('goodbye').end()\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
    (record,) = discovery.read_records()
    assert names(px.Session(record), "last words") == {"goodbye"}
