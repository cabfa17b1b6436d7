"""Carries requests of spans to the server of a session; what nobody takes waits here and is sent again."""

from __future__ import annotations

import gzip
import http.client
import os
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from .discovery import Record
from .errors import PhoenixError

MAX_WAITING_BYTES = 32 * 2**20
_TIMEOUT_SECONDS = 10.0
_FIRST_RETRY_SECONDS = 1.0
_LAST_RETRY_SECONDS = 30.0
_HEADERS = {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}
# What a server says that will take the same request later.
_LATER = frozenset({429, 502, 503, 504, 507})


class Destination(Protocol):
    """Where spans go."""

    @property
    def record(self) -> Record:
        """The server to send to."""

    def renew(self) -> bool:
        """Look for the server again; whether there is another one now."""

    def explain(self) -> PhoenixError:
        """Why nobody answers."""


@dataclass
class _Request:
    body: bytes
    span_count: int


class SpanSender:
    """Sends requests in their order. Safe to use from several threads.

    A server that is gone is looked for again with every request and, from time to time, without one. Until it is found
    up to 32 MB wait; the oldest go first when there are more. One sentence on stderr says so, whatever the number of
    attempts.
    """

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
        self._waiting: deque[_Request] = deque()
        self._is_closed = False
        self._begin()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_forget_weakly(weakref.ref(self)))

    def _begin(self) -> None:
        # Two locks: who adds a request does not wait for one that is on its way.
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._retry: threading.Timer | None = None
        self._delay = _FIRST_RETRY_SECONDS
        self._told: set[str] = set()
        self._lost_count = 0

    def _forget(self) -> None:
        """In a process that was forked: what waits is the parent's to send."""
        self._waiting.clear()
        self._begin()

    def send(self, body: bytes, span_count: int) -> None:
        """Takes an ExportTraceServiceRequest, and sends it unless the server is known to be away."""
        with self._lock:
            self._waiting.append(_Request(gzip.compress(body, 1), span_count))
            self._drop_oldest()
            is_away = self._retry is not None
        if not is_away:
            self.flush()

    def flush(self) -> bool:
        """Sends everything that waits; whether nothing waits any more."""
        with self._sending:
            while self._waiting:
                request = self._waiting[0]
                if not self._post(request.body):
                    self._retry_later()
                    return False
                with self._lock:
                    # The oldest may have been dropped meanwhile.
                    if self._waiting and self._waiting[0] is request:
                        self._waiting.popleft()
                self._welcome()
        return True

    def close(self) -> None:
        """Sends what waits, once more and for the last time."""
        self._is_closed = True
        if not self.flush():
            count = sum(request.span_count for request in self._waiting)
            self._waiting.clear()
            _say(f"{count} spans were not sent: {self._destination.explain().message}")
        with self._lock:
            self._stop_retry()

    def _drop_oldest(self) -> None:
        size = sum(len(request.body) for request in self._waiting)
        while size > MAX_WAITING_BYTES and len(self._waiting) > 1:
            oldest = self._waiting.popleft()
            size -= len(oldest.body)
            self._lost_count += oldest.span_count

    def _post(self, body: bytes) -> bool:
        """Whether the request needs no other attempt."""
        for _ in range(2):
            try:
                status, answer = _post_once(self._destination.record, body)
            except (OSError, http.client.HTTPException):
                status, answer = 0, b""
            if status == 200:
                self._tell_of_rejected(answer)
                return True
            if status in _LATER:
                return False
            if status not in (0, 401):
                self._tell_once("refused", f"Spans were refused with status {status}: {_read_answer(answer)[1]}")
                return True
            if not self._destination.renew():
                break
        return False

    def _retry_later(self) -> None:
        if self._is_closed:
            return
        reason = self._destination.explain()
        size = f"{MAX_WAITING_BYTES // 2**20} MB"
        self._tell_once("away", f"Spans cannot be sent now and wait (up to {size} of them): {reason}")
        with self._lock:
            self._stop_retry()
            self._retry = threading.Timer(self._delay, self.flush)
            self._retry.daemon = True
            self._retry.start()
            self._delay = min(2 * self._delay, _LAST_RETRY_SECONDS)

    def _welcome(self) -> None:
        with self._lock:
            self._stop_retry()
            self._delay = _FIRST_RETRY_SECONDS
            self._told.discard("away")
            count, self._lost_count = self._lost_count, 0
        if count > 0:
            _say(f"{count} spans were lost while the server was away: more waited than fit into memory")

    def _stop_retry(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

    def _tell_of_rejected(self, answer: bytes) -> None:
        count, reason = _read_answer(answer)
        if count > 0:
            self._tell_once("rejected", f"{count} spans of a request were not stored. {reason}")

    def _tell_once(self, what: str, sentence: str) -> None:
        if what not in self._told:
            self._told.add(what)
            _say(sentence)


def _forget_weakly(sender: weakref.ref[SpanSender]) -> Callable[[], None]:
    def forget() -> None:
        found = sender()
        if found is not None:
            found._forget()

    return forget


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _post_once(record: Record, body: bytes) -> tuple[int, bytes]:
    address = urlsplit(record.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=_TIMEOUT_SECONDS)
    try:
        headers = {**_HEADERS, "Authorization": f"Bearer {record.token}"}
        connection.request("POST", f"{address.path}v1/traces", body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _read_answer(answer: bytes) -> tuple[int, str]:
    """How many spans were rejected and why, or the code and the sentence of a refusal."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
        ExportTracePartialSuccess,
        ExportTraceServiceResponse,
    )

    if answer[:1] == b"\x08":
        # A google.rpc.Status has the same two fields.
        refusal = ExportTracePartialSuccess.FromString(answer)
        return refusal.rejected_spans, refusal.error_message
    partial = ExportTraceServiceResponse.FromString(answer).partial_success
    return partial.rejected_spans, partial.error_message
