"""A server that speaks OpenAI's HTTP API with made-up answers: the far end of the network in tests of instrumentors."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CREATED = 1_767_225_600
ANSWER = "Owls hunt at night."
USAGE = {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16}

# Models that refuse, by name.
REFUSALS = {
    "busy-model": (429, {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}),
    "broken-model": (500, {"message": "The server had an error", "type": "server_error", "code": None}),
}


@contextlib.contextmanager
def run_model_server() -> Iterator[str]:
    """The base URL of a running server, as ``openai.OpenAI(base_url=…)`` takes it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refusal = REFUSALS.get(body.get("model", ""))
        if refusal is not None:
            self._send_json({"error": refusal[1]}, refusal[0])
        elif self.path.endswith("/chat/completions"):
            self._answer_chat(body)
        elif self.path.endswith("/responses"):
            self._answer_response(body)
        elif self.path.endswith("/embeddings"):
            self._send_json(_embed(body))
        else:
            self._send_json({"error": {"message": "unknown path", "type": "invalid_request_error"}}, 404)

    def _answer_chat(self, body: dict[str, Any]) -> None:
        if body.get("stream"):
            self._send_events([{"data": chunk} for chunk in _stream_chat(body)], "[DONE]")
        else:
            message, reason = _choose(body)
            choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
            self._send_json({**_chat_head(body, "chat.completion"), "choices": [choice], "usage": USAGE})

    def _answer_response(self, body: dict[str, Any]) -> None:
        whole = _respond(body)
        if not body.get("stream"):
            self._send_json(whole)
            return
        steps = [
            {"type": "response.created", "response": {**whole, "status": "in_progress", "output": [], "usage": None}},
            {"type": "response.output_item.added", "output_index": 0, "item": {**whole["output"][0], "content": []}},
            *(
                {
                    "type": "response.output_text.delta",
                    "item_id": "msg_1",
                    "output_index": 0,
                    "content_index": 0,
                    "delta": word,
                    "logprobs": [],
                }
                for word in _words()
            ),
            {"type": "response.output_item.done", "output_index": 0, "item": whole["output"][0]},
            {"type": "response.completed", "response": whole},
        ]
        numbered = [{**step, "sequence_number": number} for number, step in enumerate(steps)]
        self._send_events([{"event": step["type"], "data": step} for step in numbered], None)

    def _send_json(self, value: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_events(self, events: list[dict[str, Any]], last: str | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for event in events:
            name = f"event: {event['event']}\n" if "event" in event else ""
            self.wfile.write(f"{name}data: {json.dumps(event['data'])}\n\n".encode())
            self.wfile.flush()
        if last is not None:
            self.wfile.write(f"data: {last}\n\n".encode())
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the output of a test is its own."""


def _words() -> list[str]:
    first, *rest = ANSWER.split(" ")
    return [first, *(f" {word}" for word in rest)]


def _chat_head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": kind,
        "created": CREATED,
        "model": f"{body['model']}-2024-07-18",
        "system_fingerprint": "fp_1",
        "service_tier": "default",
    }


def _wants_tool(body: dict[str, Any]) -> bool:
    """A model with tools calls the first one, once."""
    return bool(body.get("tools")) and body["messages"][-1]["role"] == "user"


def _choose(body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    if not _wants_tool(body):
        return {"role": "assistant", "content": ANSWER, "refusal": None}, "stop"
    call = {"name": body["tools"][0]["function"]["name"], "arguments": '{"city": "Köln"}'}
    tool_calls = [{"id": "call_1", "type": "function", "function": call}]
    return {"role": "assistant", "content": None, "refusal": None, "tool_calls": tool_calls}, "tool_calls"


def _stream_chat(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    head = _chat_head(body, "chat.completion.chunk")

    def chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
        return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}]}

    yield chunk({"role": "assistant", "content": ""})
    message, reason = _choose(body)
    if "tool_calls" in message:
        call = message["tool_calls"][0]
        arguments = call["function"]["arguments"]
        opening = {**call, "index": 0, "function": {**call["function"], "arguments": ""}}
        yield chunk({"tool_calls": [opening]})
        for part in (arguments[:5], arguments[5:]):
            yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": part}}]})
    else:
        for word in _words():
            yield chunk({"content": word})
    yield chunk({}, reason)
    if (body.get("stream_options") or {}).get("include_usage"):
        yield {**head, "choices": [], "usage": USAGE}


def _respond(body: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "output_text", "text": ANSWER, "annotations": [], "logprobs": []}
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": CREATED,
        "status": "completed",
        "model": f"{body['model']}-2024-07-18",
        "output": [
            {"id": "msg_1", "type": "message", "status": "completed", "role": "assistant", "content": [text]},
        ],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": body.get("tools", []),
        "instructions": body.get("instructions"),
        "error": None,
        "incomplete_details": None,
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "usage": {
            "input_tokens": 11,
            "input_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 0},
            "output_tokens": 5,
            "output_tokens_details": {"reasoning_tokens": 2},
            "total_tokens": 16,
        },
    }


def _embed(body: dict[str, Any]) -> dict[str, Any]:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    rows = [
        {"object": "embedding", "index": index, "embedding": [0.125 * (index + 1), -0.5, 0.25]}
        for index in range(len(texts))
    ]
    usage = {"prompt_tokens": 7, "total_tokens": 7}
    return {"object": "list", "model": body["model"], "data": rows, "usage": usage}
