"""What every route of ours does: nobody anonymous, nobody from elsewhere, failures as one sentence."""

from __future__ import annotations

import json
import os
from http.client import responses
from typing import TYPE_CHECKING, Any, cast

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import to_os_path
from tornado import web

from ..discovery import Record, read_record, record_path
from .settings import Phoenix

if TYPE_CHECKING:
    from jupyter_server.utils import ApiPath


class Refusal(web.HTTPError):
    """A state the caller should expect, sent as ``{"error": {code, message, hint}}``."""

    def __init__(self, status: int, code: str, message: str, hint: str | None = None) -> None:
        # Tornado fills in per cent signs of a log message.
        super().__init__(status, message.replace("%", "%%"))
        self.code = code
        self.message = message
        self.hint = hint


class PhoenixHandler(JupyterHandler):
    """Base of our HTTP routes. Demands a user before any of a request's body is read."""

    auth_resource = "phoenix"

    @property
    def phoenix(self) -> Phoenix:
        return self.settings["phoenix"]

    @property
    def root_dir(self) -> str:
        """The folder that notebook paths start from; empty when contents lie elsewhere."""
        return str(self.settings.get("server_root_dir") or "")

    async def prepare(self) -> None:  # type: ignore[override]
        # A frame has no use for the log-in page.
        await super().prepare(_redirect_to_login=False)
        if self.current_user is None:
            raise Refusal(403, "auth/missing", "Log in to Jupyter to see this session")
        if not self.check_origin():
            raise Refusal(403, "auth/origin", "Requests from other origins are refused")
        # Here and not in a decorator: the body of a request may come before its method runs.
        action = "read" if self.request.method in ("GET", "HEAD", "OPTIONS") else "write"
        allowed = self.authorizer.is_authorized(self, self.current_user, action, self.auth_resource)
        if not await ensure_async(allowed):
            raise Refusal(403, "auth/missing", f"This user may not {action} Phoenix sessions")

    def get_login_url(self) -> str:
        raise web.HTTPError(403)

    def compute_etag(self) -> str | None:
        return None

    def send_json(self, body: object, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(body))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = (kwargs.get("exc_info") or (None, None))[1]
        code, hint = "internal", None
        message = responses.get(status_code, "Unknown failure")
        if isinstance(error, Refusal):
            code, message, hint = error.code, error.message, error.hint
        elif isinstance(error, web.HTTPError):
            code = _CODES.get(status_code, "request/invalid" if status_code < 500 else "internal")
            message = error.log_message % error.args if error.log_message else message
        failure: dict[str, object] = {"code": code, "message": message}
        if hint is not None:
            failure["hint"] = hint
        # JupyterLab's own error class reads `message` at the top.
        self.send_json({"error": failure, "message": message}, status_code)

    def find_record(self, session_id: str) -> Record:
        """The record of a session, or 404."""
        record = read_record(record_path(session_id))
        if record is None:
            raise Refusal(
                404,
                "session/unknown",
                f"Session {session_id} is closed",
                "Run the cell that launched it to start it again",
            )
        return record

    def to_notebook_file(self, notebook: str) -> str:
        """The path kernels know a notebook by (``JPY_SESSION_NAME``), from the one the interface knows it by."""
        if not notebook or not self.root_dir or os.path.isabs(notebook):
            return notebook
        return str(to_os_path(cast("ApiPath", notebook), self.root_dir))

    def to_notebook_path(self, file: str) -> str:
        """The path the interface knows a notebook by, with forward slashes and from the root folder."""
        root = self.root_dir.rstrip("/\\")
        is_inside = root != "" and file.startswith((root + "/", root + "\\"))
        return file[len(root) + 1 :].replace("\\", "/") if is_inside else file


_CODES = {401: "auth/missing", 403: "auth/missing", 404: "route/unknown", 413: "request/too-large"}
