"""Running sessions, as kernels and the Jupyter server find them.

Every server writes ``phoenix-<id>.json`` into Jupyter's runtime folder when it listens and removes it as its last
act (``src/contract/discovery.ts`` is the same record in TypeScript). A record is trusted only when it belongs to the
reader and the server behind it answers with the same id: a process id alone may be a zombie's or a stranger's.
"""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import os
import re
import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyter_core.paths import allow_insecure_writes, jupyter_runtime_dir

from .processes import is_alive

_ID = re.compile(r"[0-9a-f]{12}")
# A record is about 600 bytes; anything far larger is not ours.
_MAX_RECORD_BYTES = 64 * 1024
_MAX_ANSWER_BYTES = 16 * 1024 * 1024


@dataclasses.dataclass(frozen=True)
class Record:
    """One running session, as its server describes it."""

    version: int
    id: str
    """12 hexadecimal digits."""
    name: str
    kernel_id: str
    kernel_pid: int
    """0 when launched from outside a kernel."""
    notebook: str
    """Path of the notebook as Jupyter knows it; empty when there is none."""
    pid: int
    host: str
    """The address the server is bound to."""
    port: int
    url: str
    """``http://127.0.0.1:6006/``: where clients on this machine reach it."""
    token: str = dataclasses.field(repr=False)
    started: float
    """Unix seconds."""
    product_version: str
    folder: str
    """The session folder."""


class ServerRefusal(Exception):
    """The server answered, and the answer was a failure: ``code``, ``message`` and ``hint`` are the server's own."""

    def __init__(self, status: int, code: str, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint


def runtime_folder() -> Path:
    """Jupyter's runtime folder, where records, logs and locks live."""
    return Path(jupyter_runtime_dir())


def record_path(session_id: str, runtime_dir: str | Path | None = None) -> Path:
    """Where the server of this session writes its record."""
    return _folder(runtime_dir) / f"phoenix-{session_id}.json"


def log_path(session_id: str, runtime_dir: str | Path | None = None) -> Path:
    """Where the output of this session's server goes."""
    return _folder(runtime_dir) / f"phoenix-{session_id}.log"


def read_record(path: str | Path) -> Record | None:
    """One record file, or None when it is missing, malformed or not to be trusted."""
    path = Path(path)
    fields = _read_own_json(path)
    if fields is None or fields.get("version") != 1:
        return None
    values: dict[str, Any] = {}
    for field in dataclasses.fields(Record):
        value = fields.get(field.name)
        kinds = {"int": int, "float": (int, float), "str": str}[str(field.type)]
        if not isinstance(value, kinds) or isinstance(value, bool):  # type: ignore[arg-type]
            return None
        values[field.name] = value
    record = Record(**values)
    is_named_for_it = path.name == f"phoenix-{record.id}.json"
    return record if _ID.fullmatch(record.id) and is_named_for_it and _is_local(record) else None


def read_records(runtime_dir: str | Path | None = None) -> list[Record]:
    """All records of this user, oldest first; whether their servers still answer is not asked here.

    ``runtime_dir`` defaults to Jupyter's runtime folder.
    """
    try:
        paths = sorted(_folder(runtime_dir).glob("phoenix-*.json"))
    except OSError:
        return []
    records = [record for path in paths if (record := read_record(path)) is not None]
    return sorted(records, key=lambda record: (record.started, record.id))


def is_healthy(record: Record, timeout: float = 1.0) -> bool:
    """Whether the server answers, within ``timeout`` seconds, with the id of the record.

    Its process must be one of this user's too: ids are no secret, and anybody may listen on the port of a server
    that was killed.
    """
    if not is_alive(record.pid):
        return False
    try:
        answer = ask_server(record, "GET", "/api/health", timeout=timeout)
    except (OSError, http.client.HTTPException, ServerRefusal):
        return False
    return isinstance(answer, dict) and answer.get("id") == record.id


def find_session(kernel_id: str, notebook: str) -> Record | None:
    """The running session of this kernel, else one of this notebook whose own kernel is gone; changes nothing.

    Without a kernel id, the notebook alone decides.
    """
    records = read_records()
    if kernel_id:
        candidates = [r for r in records if r.kernel_id == kernel_id]
        candidates += find_orphans(records, notebook)
    else:
        candidates = [r for r in reversed(records) if notebook and r.notebook == notebook]
    return next((record for record in candidates if is_healthy(record)), None)


def find_orphans(records: list[Record], notebook: str) -> list[Record]:
    """Records of this notebook whose kernel is gone, newest first; none without a notebook."""
    if not notebook:
        return []
    same = [record for record in reversed(records) if record.notebook == notebook]
    return [record for record in same if is_kernel_gone(record.kernel_id, record.kernel_pid)]


def is_kernel_gone(kernel_id: str, kernel_pid: int) -> bool:
    """Whether a kernel has ended: its connection file is gone, or its process is."""
    if kernel_pid > 0 and not is_alive(kernel_pid):
        return True
    if not kernel_id:
        return kernel_pid <= 0
    names = (f"kernel-{kernel_id}.json", f"{kernel_id}.json")
    return not any((runtime_folder() / name).exists() for name in names)


def ask_server(record: Record, method: str, path: str, body: object = None, *, timeout: float = 10.0) -> Any:
    """One JSON request to a session's server with its token; raises ServerRefusal, or OSError when nobody answers.

    Never goes through a proxy that the environment names, never follows a redirect.
    """
    address = urlsplit(record.url)
    if address.scheme != "http" or address.hostname is None:
        raise OSError(f"Cannot reach '{record.url}': not an http address")
    headers = {"Authorization": f"Bearer {record.token}", "Accept": "application/json"}
    content = None
    if body is not None:
        content = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection(address.hostname, address.port or 80, timeout=timeout)
    try:
        connection.request(method, path, body=content, headers=headers)
        response = connection.getresponse()
        answer = _parse(response.read(_MAX_ANSWER_BYTES))
    finally:
        connection.close()
    if response.status >= 300:
        raise _to_refusal(response.status, answer)
    return answer


def _folder(runtime_dir: str | Path | None) -> Path:
    return runtime_folder() if runtime_dir is None else Path(runtime_dir)


def _read_own_json(path: Path) -> dict[str, Any] | None:
    """The JSON object in a file that belongs to this user and that nobody else can read or write."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
            if not _is_private(os.fstat(file.fileno())):
                return None
            fields = json.loads(file.read(_MAX_RECORD_BYTES))
    except (OSError, ValueError):
        return None
    return fields if isinstance(fields, dict) else None


def _is_private(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    if not hasattr(os, "getuid"):
        # Windows: the runtime folder lies in the user's profile, whose access list does this work.
        return True
    # Jupyter's own switch for file systems that cannot keep modes.
    return status.st_uid == os.getuid() and (allow_insecure_writes or not status.st_mode & 0o077)


def _is_local(record: Record) -> bool:
    with contextlib.suppress(ValueError):
        address = urlsplit(record.url)
        return address.scheme == "http" and address.port == record.port
    return False


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _to_refusal(status: int, answer: Any) -> ServerRefusal:
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return ServerRefusal(status, "internal", f"Unexpected answer of the server: status {status}")
    return ServerRefusal(status, str(error.get("code")), str(error.get("message")), error.get("hint"))
