"""``/phoenix/v1/servers``: the sessions of this user, for the panel, the commands and the output renderer."""

from __future__ import annotations

import asyncio
import functools
import http.client
from collections.abc import Callable
from typing import Any, TypeVar

from tornado import web

from .. import discovery, spawn
from ..discovery import Record, ServerRefusal
from ..processes import is_own
from .handler import PhoenixHandler, Refusal

_STATE_SECONDS = 2.0
_ROLES = ("primary", "reference", "corpus")
_LAUNCH_STATUS = {
    "port/in-use": 409,
    "port/invalid": 400,
    "launch/busy": 503,
    "launch/timeout": 504,
    "server/unresponsive": 504,
    "disk/full": 507,
    "folder/unwritable": 507,
}
_LIMITS = {"kernel_id": 200, "notebook": 4000, "name": 500}

Answer = TypeVar("Answer")


class ServersHandler(PhoenixHandler):
    @web.authenticated
    async def get(self) -> None:
        records = await _in_thread(discovery.read_records)
        self.send_json(await asyncio.gather(*(self._describe(record) for record in records)))

    @web.authenticated
    async def post(self) -> None:
        if not self.phoenix.allow_launch:
            raise Refusal(403, "launch/forbidden", "The administrator does not allow launching here")
        body = self._read_launch()
        notebook = self.to_notebook_file(body["notebook"])
        launch = functools.partial(
            spawn.ensure_session,
            body["kernel_id"],
            body["kernel_pid"] or self._find_kernel_pid(body["kernel_id"]),
            notebook,
            body["name"] or _name_after(notebook),
            working_dir=self.phoenix.working_dir or None,
            node=self.phoenix.node_path or None,
        )
        async with self.phoenix.launch_lock(body["kernel_id"] or notebook):
            await self._refuse_when_full(body["kernel_id"], notebook)
            try:
                record, how = await _in_thread(launch)
            except spawn.LaunchError as error:
                status = _LAUNCH_STATUS.get(error.code, 500)
                raise Refusal(status, error.code, error.message, error.hint) from error
        status = 201 if how in ("started", "restored") else 200
        self.send_json({**await self._describe(record), "how": how}, status)

    async def _refuse_when_full(self, kernel_id: str, notebook: str) -> None:
        """A kernel that has a session gets that one, however many there are."""
        limit = self.phoenix.max_sessions
        if limit == 0:
            return
        records = await _in_thread(discovery.read_records)
        running = [record for record in records if is_own(record.pid)]
        if len(running) >= limit and await _in_thread(discovery.find_session, kernel_id, notebook) is None:
            raise Refusal(
                403,
                "launch/forbidden",
                f"Cannot launch: as many sessions run as the administrator allows ({limit})",
                "Close one of them first",
            )

    def _read_launch(self) -> dict[str, Any]:
        body = self.get_json_body() or {}
        if not isinstance(body, dict):
            raise Refusal(400, "request/invalid", "Cannot launch: the body must be a JSON object")
        fields: dict[str, Any] = {}
        for key, limit in _LIMITS.items():
            value = body.get(key) or ""
            if not isinstance(value, str) or len(value) > limit:
                raise Refusal(
                    400,
                    "request/invalid",
                    f"Cannot launch: '{key}' must be a text of at most {limit} characters",
                )
            fields[key] = value
        pid = body.get("kernel_pid") or 0
        if not isinstance(pid, int) or isinstance(pid, bool) or pid < 0:
            raise Refusal(400, "request/invalid", f"Cannot launch: 'kernel_pid' must be a process id, not {pid!r}")
        return {**fields, "kernel_pid": pid}

    def _find_kernel_pid(self, kernel_id: str) -> int:
        """The process of a kernel of this Jupyter server; 0 when it runs elsewhere."""
        if not kernel_id or kernel_id not in self.kernel_manager:
            return 0
        provisioner = getattr(self.kernel_manager.get_kernel(kernel_id), "provisioner", None)
        pid = getattr(provisioner, "pid", None)
        return pid if isinstance(pid, int) else 0

    async def _describe(self, record: Record) -> dict[str, Any]:
        state = await _in_thread(_read_state, record)
        datasets = (state or {}).get("datasets") or {}
        spans = (state or {}).get("spans") or {}
        return {
            "id": record.id,
            "name": record.name,
            "notebook": self.to_notebook_path(record.notebook),
            "kernel_id": record.kernel_id,
            "pid": record.pid,
            "port": record.port,
            "started": record.started,
            "memory_bytes": (state or {}).get("memoryBytes"),
            "spans": spans.get("total", 0),
            "spans_per_second": spans.get("perSecond", 0),
            "version": record.product_version,
            "datasets": {role: _summarize(datasets.get(role)) for role in _ROLES},
            "healthy": state is not None,
        }


class ServerHandler(PhoenixHandler):
    @web.authenticated
    async def delete(self, session_id: str) -> None:
        record = self.find_record(session_id)
        await _in_thread(spawn.close_session, record)
        self.set_status(204)
        self.finish()


def _read_state(record: Record) -> dict[str, Any] | None:
    """What the server says about itself, or None when it does not answer as this session."""
    if not discovery.is_healthy(record, _STATE_SECONDS):
        return None
    try:
        state = discovery.ask_server(record, "GET", "/api/session", timeout=_STATE_SECONDS)
    except (OSError, http.client.HTTPException, ServerRefusal):
        return None
    return state if isinstance(state, dict) else None


def _summarize(dataset: Any) -> dict[str, Any] | None:
    if not isinstance(dataset, dict):
        return None
    return {"name": dataset.get("name"), "rows": dataset.get("rowCount")}


def _name_after(notebook: str) -> str:
    name = notebook.replace("\\", "/").rpartition("/")[2]
    return name.removesuffix(".ipynb") or "untitled"


async def _in_thread(function: Callable[..., Answer], *arguments: object) -> Answer:
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)
