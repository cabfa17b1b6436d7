"""HTTP to the server of one session, over one kept connection."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from collections.abc import Callable, Mapping
from typing import IO, Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from . import discovery
from .discovery import Record
from .errors import DatasetError, FilterError, PhoenixError, RequestError, SessionLost, StorageError

# Loading the largest data sets takes tens of seconds; a server that is silent for longer is stuck.
_TIMEOUT_SECONDS = 600.0


_Answer = TypeVar("_Answer")
_Result = TypeVar("_Result")


class _Taken(Generic[_Result]):
    """What was made of an answer, told apart from the bytes of a refusal."""

    def __init__(self, value: _Result) -> None:
        self.value = value


def _read_all(response: http.client.HTTPResponse) -> bytes:
    return response.read()


class Connection:
    """Requests to one session; finds its server again when that was started anew under the same id.

    Safe to use from several threads: requests wait for each other.
    """

    def __init__(self, record: Record, timeout_seconds: float = _TIMEOUT_SECONDS) -> None:
        self.record = record
        self._timeout_seconds = timeout_seconds
        self._lock = threading.Lock()
        self._http: http.client.HTTPConnection | None = None

    def send_json(self, method: str, path: str, body: object = None) -> Any:
        """The JSON answer to a JSON request; None when it has no body.

        Raises:
            SessionLost: nobody answers.
            PhoenixError: the server refused; DatasetError, StorageError and RequestError by kind of refusal.
        """
        content = None if body is None else json.dumps(body).encode()
        answer = self.send(method, path, content, "application/json" if content is not None else None)
        return json.loads(answer) if answer else None

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        content_type: str | None = None,
        more_headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """The bytes of the answer. ``body`` is bytes-like. Raises as ``send_json``."""
        headers = {} if content_type is None else {"Content-Type": content_type}
        headers.update(more_headers or {})
        with self._lock:
            status, answer = self._send_patiently(method, path, body, headers, _read_all)
        if status == 401 and self._follow_record():
            with self._lock:
                status, answer = self._send_patiently(method, path, body, headers, _read_all)
        if status >= 400:
            raise self._to_error(status, answer)
        return answer

    def receive(
        self, method: str, path: str, body: bytes, content_type: str, read: Callable[[IO[bytes]], _Result]
    ) -> _Result:
        """What ``read`` makes of the answer as it comes, which is never whole in memory. Raises as ``send_json``."""
        headers = {"Content-Type": content_type}

        def take(response: http.client.HTTPResponse) -> bytes | _Taken[_Result]:
            if response.status >= 400:
                return response.read()
            taken = _Taken(read(cast("IO[bytes]", response)))
            # Nothing may be left of it when the next answer comes.
            response.read()
            return taken

        with self._lock:
            status, answer = self._send_patiently(method, path, body, headers, take)
        if status == 401 and self._follow_record():
            with self._lock:
                status, answer = self._send_patiently(method, path, body, headers, take)
        if isinstance(answer, _Taken):
            return answer.value
        raise self._to_error(status, answer)

    def use(self, record: Record) -> None:
        """Talk to this server from now on."""
        with self._lock:
            self._close()
            self.record = record

    def close(self) -> None:
        """Give the socket back; the next request opens another one."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._http is not None:
            self._http.close()
            self._http = None

    def _send_patiently(
        self,
        method: str,
        path: str,
        body: Any,
        given: Mapping[str, str],
        take: Callable[[http.client.HTTPResponse], _Answer],
    ) -> tuple[int, _Answer]:
        was_kept = self._http is not None
        try:
            return self._send_once(method, path, body, given, take)
        except (OSError, http.client.HTTPException) as error:
            # A kept connection may have been closed while it was idle; a new one tells whether the server is there.
            if was_kept or self._follow_record():
                with contextlib.suppress(OSError, http.client.HTTPException):
                    return self._send_once(method, path, body, given, take)
                if was_kept and self._follow_record():
                    with contextlib.suppress(OSError, http.client.HTTPException):
                        return self._send_once(method, path, body, given, take)
            raise self._to_lost() from error

    def _send_once(
        self,
        method: str,
        path: str,
        body: Any,
        given: Mapping[str, str],
        take: Callable[[http.client.HTTPResponse], _Answer],
    ) -> tuple[int, _Answer]:
        if self._http is None:
            address = urlsplit(self.record.url)
            self._http = http.client.HTTPConnection(
                address.hostname or "127.0.0.1", address.port, timeout=self._timeout_seconds
            )
        headers = {"Authorization": f"Bearer {self.record.token}", **given}
        try:
            self._http.request(method, path, body=body, headers=headers)
            response = self._http.getresponse()
            return response.status, take(response)
        except BaseException:
            # Also when the user interrupts: half an answer must not be taken for the next one.
            self._close()
            raise

    def _follow_record(self) -> bool:
        """Whether the session has another server now; if so, it is used from here on."""
        record = discovery.read_record(discovery.record_path(self.record.id))
        if record is None or (record.pid, record.token) == (self.record.pid, self.record.token):
            return False
        self._close()
        self.record = record
        return True

    def _to_lost(self) -> SessionLost:
        return lost(self.record)

    def _to_error(self, status: int, answer: bytes) -> PhoenixError:
        try:
            error = json.loads(answer)["error"]
            code, message = str(error["code"]), str(error["message"])
        except (ValueError, KeyError, TypeError):
            return PhoenixError(f"Unexpected answer of the Phoenix server: status {status}")
        if status == 401 and not discovery.is_healthy(self.record):
            # Another program listens on the port of a server that is gone.
            return self._to_lost()
        hint = error.get("hint")
        area = code.partition("/")[0]
        if area == "filter":
            return FilterError(message, code=code, hint=hint, at=error.get("at"))
        if area == "dataset":
            return DatasetError(error.get("details") or [message], code=code, hint=hint)
        kind = StorageError if area == "disk" else RequestError if status < 500 else PhoenixError
        return kind(message, code=code, hint=hint)


def lost(record: Record) -> SessionLost:
    """What to say when nobody answers for a session."""
    if not discovery.record_path(record.id).exists():
        return SessionLost(
            f'Session "{record.name}" is closed', code="session/closed", hint="Start a new one with px.launch_app(…)"
        )
    return SessionLost(
        f'The Phoenix server of session "{record.name}" has stopped (it ran on port {record.port})',
        hint="px.launch_app() brings it back with the same data",
    )


Listener = Callable[[str, Any], None]


def listen(record: Record, on_event: Listener, timeout_seconds: float = 60.0) -> None:
    """Calls ``on_event(name, value)`` for the events of a session until the connection ends.

    Raises OSError or http.client.HTTPException when it cannot be opened or is cut off.
    """
    address = urlsplit(record.url)
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=timeout_seconds)
    try:
        headers = {"Authorization": f"Bearer {record.token}", "Accept": "text/event-stream"}
        connection.request("GET", "/api/events", headers=headers)
        response = connection.getresponse()
        if response.status != 200:
            raise http.client.HTTPException(f"status {response.status}")
        name, content = "message", ""
        while line := response.readline():
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            field, _, value = text.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                content = f"{content}\n{value}" if content else value
            elif text == "" and content:
                with contextlib.suppress(ValueError):
                    on_event(name, json.loads(content))
                name, content = "message", ""
    finally:
        connection.close()
