"""Spans of real exporters, through a real server, into frames and back."""

from __future__ import annotations

import datetime as dt
import json
import math
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpExporter
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult

import jupyterlab_phoenix as px

FIXED = [
    "name",
    "span_kind",
    "parent_id",
    "start_time",
    "end_time",
    "status_code",
    "status_message",
    "events",
    "context.span_id",
    "context.trace_id",
]


@pytest.fixture
def session() -> Iterator[px.Session]:
    session = px.launch_app(port=None)
    yield session
    session.end()


def make_trace(provider: TracerProvider) -> None:
    """A chain with a model call that fails, and a retriever."""
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span(
        "answer", attributes={"openinference.span.kind": "CHAIN", "input.value": "Refund?", "mine": "x"}
    ):
        with tracer.start_as_current_span("find", attributes={"openinference.span.kind": "RETRIEVER"}) as span:
            span.set_attribute("retrieval.documents.0.document.content", "a")
            span.set_attribute("retrieval.documents.0.document.score", 0.5)
        attributes = {
            "openinference.span.kind": "LLM",
            "llm.model_name": "gpt-4o",
            "llm.token_count.prompt": 100,
            "llm.token_count.completion": 20,
            "llm.input_messages.0.message.role": "user",
            "llm.input_messages.0.message.content": "Refund?",
        }
        with (
            pytest.raises(RuntimeError, match="too many"),
            tracer.start_as_current_span("call", attributes=attributes),
        ):
            raise RuntimeError("too many requests")


def make_readable_span() -> ReadableSpan:
    span = TracerProvider().get_tracer("test").start_span("alone")
    span.end()
    assert isinstance(span, ReadableSpan)
    return span


def send(exporter: SpanExporter) -> None:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    make_trace(provider)
    provider.shutdown()


def collector(session: px.Session) -> dict[str, Any]:
    return dict(session._connection.send_json("GET", "/api/collector"))


def test_spans_sent_over_http_come_back_as_a_frame(session: px.Session) -> None:
    send(HttpExporter(endpoint=collector(session)["http"]))
    frame = session.get_spans_dataframe()
    assert list(frame.columns[:10]) == FIXED
    assert frame.index.name == "context.span_id"
    assert list(frame.index) == list(frame["context.span_id"])
    assert list(frame["name"]) == ["call", "find", "answer"]
    assert list(frame["span_kind"]) == ["LLM", "RETRIEVER", "CHAIN"]
    assert frame["start_time"].dt.tz is not None
    assert frame["start_time"].is_monotonic_decreasing
    call = frame.iloc[0]
    assert call["status_code"] == "ERROR"
    assert call["attributes.llm.token_count.prompt"] == 100
    assert frame["attributes.llm.token_count.prompt"].dtype == pd.Int64Dtype()
    assert call["attributes.llm.input_messages"] == [{"message": {"role": "user", "content": "Refund?"}}]
    assert call["events"][0]["attributes"]["exception.message"] == "too many requests"
    assert call["events"][0]["timestamp"].tzinfo is not None
    assert frame.iloc[1]["attributes.retrieval.documents"] == [{"document": {"content": "a", "score": 0.5}}]
    assert frame.iloc[2]["attributes.mine"] == "x"
    assert frame.iloc[2]["parent_id"] is None


def test_spans_sent_over_grpc_are_stored_too(session: px.Session) -> None:
    send(GrpcExporter(endpoint=collector(session)["grpc"], insecure=True))
    assert len(session.get_spans_dataframe()) == 3


def test_filters_times_roots_and_limits_narrow_the_frame(session: px.Session) -> None:
    before = dt.datetime.now()
    send(HttpExporter(endpoint=collector(session)["http"]))
    assert list(session.get_spans_dataframe("span_kind == 'LLM'")["name"]) == ["call"]
    assert list(session.get_spans_dataframe("'refund' in input.value")["name"]) == ["answer"]
    assert list(session.get_spans_dataframe(root_spans_only=True)["name"]) == ["answer"]
    assert len(session.get_spans_dataframe(limit=2)) == 2
    assert len(session.get_spans_dataframe(start_time=before)) == 3
    assert session.get_spans_dataframe(stop_time=before).empty
    assert session.get_spans_dataframe(project="other").empty


def test_an_empty_frame_is_typed(session: px.Session) -> None:
    frame = session.get_spans_dataframe("name == 'nothing'")
    assert list(frame.columns) == FIXED
    assert str(frame["start_time"].dtype) == "datetime64[ns, UTC]"
    assert session.get_trace_dataset() is None


def test_an_empty_answer_names_what_may_be_misspelled(session: px.Session) -> None:
    send(HttpExporter(endpoint=collector(session)["http"]))
    with pytest.warns(px.PhoenixWarning, match="did you mean latency_ms") as told:
        assert len(session.get_spans_dataframe("latncy_ms > 3")) == 0
    assert [warning.filename for warning in told] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(session.get_spans_dataframe("latency_ms < 0")) == 0
        assert len(session.get_spans_dataframe("latncy_ms > 3", limit=0)) == 0


def test_a_wrong_filter_shows_where(session: px.Session) -> None:
    with pytest.raises(px.FilterError) as caught:
        session.get_spans_dataframe("span_kind == 'LLM' and latency_ms >")
    lines = str(caught.value).split("\n")
    assert len(lines) == 3
    assert lines[1] == "  span_kind == 'LLM' and latency_ms >"
    assert set(lines[2]) == {" ", "^"}
    assert caught.value.code == "filter/syntax"
    assert isinstance(caught.value, ValueError)


def test_of_a_long_filter_the_place_is_shown(session: px.Session) -> None:
    terms = " or ".join(f"a{i} == {i}" for i in range(500))
    for text, end in (
        (f"{terms} or b = 1", True),
        (f"b = 1 or {terms}", False),
        (f"{terms} or b = 1 or {terms}", None),
    ):
        with pytest.raises(px.FilterError) as caught:
            session.get_spans_dataframe(text)
        _, line, marks = str(caught.value).split("\n")
        assert len(line) < 170
        assert line[marks.index("^")] == "="
        assert line.endswith("…") is not end
        assert line.startswith("  …") is (end is not False)
    with pytest.raises(px.FilterError, match="Cannot read a filter of 200010 characters: 16384 are the limit"):
        session.get_spans_dataframe(f"name == '{'x' * 200_000}'")


def test_wrong_arguments_are_named(session: px.Session) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"filter_condition": 5}, "a filter is text"),
        ({"start_time": "noon"}, "'noon' as start_time"),
        ({"stop_time": 3}, "3 as stop_time"),
        ({"limit": -1}, "-1 as limit"),
        ({"project": 1}, "1 as project"),
    ]
    for arguments, words in wrong:
        with pytest.raises(px.RequestError, match=words):
            session.get_spans_dataframe(**arguments)


def test_register_sends_spans_in_batches_to_a_project(session: px.Session) -> None:
    provider = px.register(project="shop", auto_instrument=False, set_global=False)
    make_trace(provider)
    provider.shutdown()
    frame = session.get_spans_dataframe(project="shop")
    assert len(frame) == 3


def test_register_without_a_session_says_what_to_do() -> None:
    with pytest.raises(px.RequestError, match="no session is running"):
        px.register()


def test_values_of_every_kind_survive(session: px.Session) -> None:
    attributes = {
        "int": 2**62,
        "whole": 3.0,
        "nan": math.nan,
        "inf": math.inf,
        "yes": True,
        "list": [1, 2],
        "text": "é\n",
    }
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(HttpExporter(endpoint=collector(session)["http"])))
    with provider.get_tracer("t").start_as_current_span("all", attributes=attributes):
        pass
    row = session.get_spans_dataframe().iloc[0]
    assert row["attributes.int"] == 2**62
    assert isinstance(row["attributes.whole"], float)
    assert math.isnan(row["attributes.nan"])
    assert row["attributes.inf"] == math.inf
    assert row["attributes.yes"] is True or row["attributes.yes"] == True  # noqa: E712
    assert row["attributes.list"] == [1, 2]
    assert row["attributes.text"] == "é\n"


def test_a_trace_data_set_is_saved_loaded_and_launched(session: px.Session, tmp_path: Path) -> None:
    send(HttpExporter(endpoint=collector(session)["http"]))
    dataset = session.get_trace_dataset()
    assert dataset is not None
    id = dataset.save(tmp_path)
    loaded = px.TraceDataset.load(id, tmp_path)
    assert len(loaded) == 3
    assert loaded.id == id
    before = session.get_spans_dataframe()
    assert session.delete_traces() == 1
    assert session.get_spans_dataframe().empty
    px.launch_app(trace=loaded)
    after = session.get_spans_dataframe()
    assert set(after.columns) == set(before.columns)
    for column in before.columns:
        assert list(after[column].map(_plain)) == list(before[column].map(_plain)), column


def test_a_frame_comes_back_cell_by_cell_from_a_file_and_from_another_launch(
    session: px.Session, tmp_path: Path
) -> None:
    trace = {"traceId": "a" * 32, "startTimeUnixNano": "1700000000000000007"}
    ended = {**trace, "endTimeUnixNano": "1700000000000000009"}
    texts = {
        "openinference.span.kind": "mine",
        "metadata": '{"a.b": 1, "0": {"x": null}, " k ": [], "e": {}}',
        "tool.parameters": '{"type": "object"}',
    }
    content = {"key": "content", "value": {"stringValue": "owls"}}
    inner = {"key": "document.metadata", "value": {"stringValue": '{"7": {"p.q": 2}}'}}
    documents = [{"kvlistValue": {"values": [content, inner]}}]
    attributes = [
        *({"key": key, "value": {"stringValue": text}} for key, text in texts.items()),
        {"key": "count", "value": {"intValue": str(2**62)}},
        {"key": "ratio", "value": {"doubleValue": 2}},
        {"key": "list", "value": {"arrayValue": {"values": documents}}},
        {"key": "bytes", "value": {"bytesValue": "AP8="}},
    ]
    event = {"name": "e", "timeUnixNano": "1700000000000000008", "attributes": []}
    post_json(session, [{**ended, "spanId": "b" * 16, "attributes": attributes, "events": [event]}])
    post_json(session, [{**trace, "spanId": "c" * 16, "attributes": []}])
    before = session.get_spans_dataframe()
    dataset = px.TraceDataset(before)
    loaded = px.TraceDataset.load(dataset.save(tmp_path), tmp_path)
    assert before["attributes.metadata"].dropna().tolist() == [{"a.b": 1, "0": {"x": None}, " k ": [], "e": {}}]
    session.delete_traces()
    px.launch_app(trace=loaded)
    after = session.get_spans_dataframe()
    for frame in (loaded.dataframe, after):
        pd.testing.assert_frame_equal(frame[before.columns], before)


def test_times_that_pandas_cannot_say_are_told_once(session: px.Session) -> None:
    span = {"traceId": "a" * 32, "spanId": "b" * 16, "startTimeUnixNano": "1700000000000000000"}
    far = {"endTimeUnixNano": str(2**64 - 1)}
    late = {"spanId": "c" * 16, "startTimeUnixNano": str(2**63 - 1)}
    post_json(session, [{**span, **far}, {**span, **late, **far}])
    with pytest.warns(px.PhoenixWarning, match=r"Some times of end_time are NaT") as warned:
        frame = session.get_spans_dataframe()
    assert len(warned) == 1
    assert [moment.value for moment in frame["start_time"]] == [2**63 - 1, 1_700_000_000_000_000_000]
    assert frame["end_time"].isna().all()


def post_json(session: px.Session, spans: list[dict[str, Any]]) -> None:
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(collector(session)["http"], body, headers)
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer) == {}


def _plain(value: Any) -> str:
    return json.dumps(value, default=str, sort_keys=True)


def test_spans_as_mappings_become_a_data_set(session: px.Session) -> None:
    spans = [
        {
            "name": "root",
            "span_kind": "CHAIN",
            "context": {"trace_id": "a" * 32, "span_id": "b" * 16},
            "start_time": "2026-01-01T00:00:00Z",
            "end_time": "2026-01-01T00:00:01Z",
            "attributes": {"input.value": "hi", "deep": {"a": [1, {"b": None}]}},
        }
    ]
    px.launch_app(trace=px.TraceDataset.from_spans(spans))
    frame = session.get_spans_dataframe()
    assert frame["attributes.input.value"].tolist() == ["hi"]
    assert frame["attributes.deep"].tolist() == [{"a": [1, {"b": None}]}]
    assert frame["end_time"].iloc[0] - frame["start_time"].iloc[0] == pd.Timedelta(seconds=1)


def test_what_is_no_trace_is_refused(session: px.Session, tmp_path: Path) -> None:
    with pytest.raises(px.RequestError, match=r"a px\.TraceDataset is needed"):
        px.launch_app(trace=pd.DataFrame())
    with pytest.raises(px.RequestError, match=r"the columns span_kind, parent_id, .* are missing"):
        px.TraceDataset(pd.DataFrame({"name": []}))
    with pytest.raises(px.RequestError, match="as the id of spans"):
        px.TraceDataset.load("../x", tmp_path)


def test_ingest_can_be_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHOENIX_REQUIRE_INGEST_TOKEN", "1")
    session = px.launch_app()
    address = collector(session)
    assert address["isOpen"] is False
    request = urllib.request.Request(address["http"], b"{}", {"Content-Type": "application/json"}, method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code == 401
    without = GrpcExporter(endpoint=address["grpc"], insecure=True)
    assert without.export([make_readable_span()]) is SpanExportResult.FAILURE
    assert session.get_spans_dataframe().empty
    token = session._connection.record.token
    proof = GrpcExporter(endpoint=address["grpc"], insecure=True, headers={"authorization": f"Bearer {token}"})
    assert proof.export([make_readable_span()]) is SpanExportResult.SUCCESS
    provider = px.register("theirs", auto_instrument=False, set_global=False)
    make_trace(provider)
    provider.shutdown()
    assert len(session.get_spans_dataframe(project="theirs")) == 3


def test_selected_spans_are_the_selection_and_exports_are_frames_of_spans(session: px.Session) -> None:
    send(HttpExporter(endpoint=collector(session)["http"]))
    whole = session.get_spans_dataframe()
    calls = whole[whole["span_kind"] == "LLM"]
    for value in (calls, pa.Table.from_pandas(calls, preserve_index=False)):
        session.selection = None
        session.selection = value
        pd.testing.assert_frame_equal(session.selection, session.get_spans_dataframe("span_kind == 'LLM'"))
    exported = session.export("calls")
    pd.testing.assert_frame_equal(exported, session.selection)
    pd.testing.assert_frame_equal(session.exports[-1], exported)
    only = {"kind": "traces", "traceIds": [calls["context.trace_id"].iloc[0]]}
    session._connection.send_json("POST", "/api/exports", {"source": {"kind": "spans", "scope": {"only": only}}})
    pd.testing.assert_frame_equal(session.exports[-1], whole)

    session.selection = calls.iloc[:0]
    assert session.selection.empty
    with pytest.raises(px.RequestError, match="no rows to export"):
        session.export()


def test_rows_selected_after_spans_are_the_selection() -> None:
    data = px.Dataset(pd.DataFrame({"x": [1.0, 2.0, 3.0]}), px.Schema(feature_column_names=["x"]))
    session = px.launch_app(data, port=None)
    try:
        send(HttpExporter(endpoint=collector(session)["http"]))
        session.selection = session.get_spans_dataframe(limit=2)
        assert len(session.selection) == 2
        session.selection = [0, 2]
        assert session.selection["x"].tolist() == [1.0, 3.0]
        session.selection = None
        assert session.selection.empty
    finally:
        session.end()
