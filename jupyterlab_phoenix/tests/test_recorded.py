"""What real SDKs sent, written down by ``producers/record.py``: stored, and right in frames and under filters."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import jupyterlab_phoenix as px

RECORDED = sorted((Path(__file__).parents[2] / "src" / "testing" / "recorded").glob("*.pb"))
ANSWER = {"role": "assistant", "content": "Owls hunt at night."}
TOOL_CALL = {"tool_call": {"id": "call_1", "function": {"name": "weather", "arguments": '{"city": "Köln"}'}}}


@pytest.fixture
def session() -> Iterator[px.Session]:
    session = px.launch_app()
    yield session
    session.end()


def post(session: px.Session, path: Path) -> bytes:
    address = session._connection.send_json("GET", "/api/collector")["http"]
    headers = {"Content-Type": "application/x-protobuf"}
    with urllib.request.urlopen(urllib.request.Request(address, path.read_bytes(), headers)) as answer:
        assert answer.status == 200
        return bytes(answer.read())


def messages(frame: pd.DataFrame, side: str) -> list[list[dict[str, Any]]]:
    return [[each["message"] for each in row] for row in frame[f"attributes.llm.{side}_messages"]]


def test_recorded_requests_give_the_frames_they_should(session: px.Session) -> None:
    assert [post(session, path) for path in RECORDED] == [b""] * len(RECORDED)
    check_openai(session)
    check_langchain(session)
    check_llama_index(session)
    for project, name in (("gen-ai", "chat gpt-4o-mini"), ("traceloop", "openai.chat")):
        check_gen_ai(session, project, name)
    check_gen_ai_without_content(session)
    check_plain(session)


def check_openai(session: px.Session) -> None:
    llm = session.get_spans_dataframe("span_kind == 'LLM'", project="openai").iloc[::-1]
    assert list(llm["name"]) == [*["ChatCompletion"] * 4, *["Response"] * 2, *["ChatCompletion"] * 3]
    assert list(llm["status_code"]) == [*["OK"] * 6, *["ERROR"] * 2, "OK"]
    told = llm[llm["status_code"] == "OK"]
    assert set(told["attributes.llm.model_name"]) == {"gpt-4o-mini-2024-07-18"}
    assert set(told["attributes.llm.token_count.prompt"]) == {11}
    assert set(told["attributes.llm.token_count.completion"]) == {5}
    assert llm["attributes.llm.token_count.total"].dtype == pd.Int64Dtype()
    first, streamed, calls, answered = (messages(told, "output")[i] for i in range(4))
    assert first == streamed == answered == [ANSWER]
    assert calls == [{"role": "assistant", "tool_calls": [TOOL_CALL]}]
    assert messages(told, "input")[0] == [
        {"role": "system", "content": "Be brief"},
        {"role": "user", "content": "When do owls hunt?"},
    ]
    assert messages(told, "input")[3][2] == {"role": "tool", "tool_call_id": "call_1", "content": '{"dark": true}'}
    responses = session.get_spans_dataframe("llm.token_count.prompt_details.cache_read == 4", project="openai")
    assert list(responses["name"]) == ["Response"] * 2
    busy = session.get_spans_dataframe(
        "status_code == 'ERROR' and 'busy-model' in llm.invocation_parameters", project="openai"
    )
    assert busy["events"].iloc[0][0]["attributes"]["exception.type"] == "openai.RateLimitError"
    embedding = session.get_spans_dataframe("span_kind == 'EMBEDDING'", project="openai").iloc[0]
    assert [each["embedding"]["text"] for each in embedding["attributes.embedding.embeddings"]] == ["owls", "mice"]
    assert list(embedding["attributes.embedding.embeddings"][0]["embedding"]["vector"]) == [0.125, -0.5, 0.25]


def check_langchain(session: px.Session) -> None:
    spans = session.get_spans_dataframe(project="langchain")
    kinds = spans["span_kind"].value_counts().to_dict()
    assert kinds == {"CHAIN": 12, "LLM": 4, "RETRIEVER": 2, "PROMPT": 2, "TOOL": 1}
    # Two chains, a model, a tool and a model that refuses.
    assert len(session.get_spans_dataframe(project="langchain", root_spans_only=True)) == 5
    llm = session.get_spans_dataframe("span_kind == 'LLM' and status_code == 'OK'", project="langchain")
    assert list(llm["attributes.llm.token_count.total"]) == [16, 16, 16]
    found = session.get_spans_dataframe("retrieval.documents[0].document.metadata['page'] == 1", project="langchain")
    documents = found["attributes.retrieval.documents"].iloc[0]
    assert {document["document"]["content"] for document in documents} == {"Owls hunt at night", "Mice sleep by day"}
    assert found["attributes.input.value"].iloc[0] == "When do owls hunt?"
    tool = session.get_spans_dataframe("span_kind == 'TOOL'", project="langchain").iloc[0]
    assert tool["attributes.tool.name"] == "weather"


def check_llama_index(session: px.Session) -> None:
    query = session.get_spans_dataframe("name == 'RetrieverQueryEngine.query'", project="llama-index")
    inside = session.get_spans_dataframe(project="llama-index")
    inside = inside[inside["context.trace_id"] == query["context.trace_id"].iloc[0]]
    assert query["parent_id"].iloc[0] is None
    assert {"RETRIEVER", "LLM", "CHAIN", "EMBEDDING"} == set(inside["span_kind"])
    chats = session.get_spans_dataframe("name == 'OpenAI.chat' and status_code == 'OK'", project="llama-index")
    assert set(chats["attributes.llm.token_count.total"]) == {16}
    assert [ANSWER] in messages(chats, "output")
    scores = session.get_spans_dataframe("retrieval.documents[0].document.score == 1.0", project="llama-index")
    assert list(scores["name"]) == ["VectorIndexRetriever.retrieve"]


def check_gen_ai(session: px.Session, project: str, name: str) -> None:
    """The words of OpenTelemetry, told in those of OpenInference."""
    told = session.get_spans_dataframe(f"span_kind == 'LLM' and name == {name!r}", project=project).iloc[::-1]
    told = told[told["status_code"] != "ERROR"]
    assert len(told) == 5
    assert set(told["attributes.llm.model_name"]) == {"gpt-4o-mini"}
    assert set(told["attributes.llm.provider"]) == {"openai"}
    assert list(told["attributes.llm.token_count.total"]) == [16] * 5
    assert told["attributes.llm.invocation_parameters"].iloc[0] == '{"temperature":0.5,"max_tokens":50}'
    outputs = messages(told, "output")
    assert outputs[0] == outputs[1] == outputs[3] == [ANSWER]
    assert outputs[2][0]["tool_calls"][0]["tool_call"]["function"] == {
        "name": "weather",
        "arguments": '{"city":"Köln"}',
    }
    assert messages(told, "input")[3][2]["tool_call_id"] == "call_1"
    embedding = session.get_spans_dataframe("span_kind == 'EMBEDDING'", project=project)
    assert list(embedding["attributes.embedding.model_name"]) == ["text-embedding-3-small"]
    errors = session.get_spans_dataframe("status_code == 'ERROR'", project=project).iloc[::-1]
    assert list(errors["attributes.llm.model_name"]) == ["busy-model", "broken-model"]


def check_gen_ai_without_content(session: px.Session) -> None:
    spans = session.get_spans_dataframe("span_kind == 'LLM'", project="gen-ai-before")
    assert len(spans) == 7
    assert "attributes.llm.input_messages" not in spans
    assert spans["attributes.llm.token_count.total"].dropna().tolist() == [16] * 5


def check_plain(session: px.Session) -> None:
    spans = session.get_spans_dataframe(project="plain")
    assert set(spans["span_kind"]) == {"UNKNOWN"}
    order = spans[spans["name"] == "GET /orders"].iloc[0]
    assert order["status_code"] == "ERROR"
    assert order["attributes.count"] == 2**62
    assert order["attributes.text"] == "Grüße\n日本"
    assert [event["name"] for event in order["events"]] == ["cache miss", "exception"]
    assert list(session.get_spans_dataframe("db.system.name == 'sqlite'", project="plain")["name"]) == ["SELECT orders"]
