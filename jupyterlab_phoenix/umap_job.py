"""A projection that runs in the session's server."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from .connection import Connection
from .environment import is_in_kernel
from .errors import JobCancelled, JobFailed

if TYPE_CHECKING:
    import pandas as pd

# Share of a whole job that is done when a stage begins; measured at 10,000 points of 768 numbers.
_STAGE_STARTS = {"waiting": 0.0, "sample": 0.0, "neighbors": 0.02, "layout": 0.35, "clusters": 0.9, "names": 0.97}
_STAGE_WORDS = {
    "waiting": "waiting for its turn",
    "sample": "drawing rows",
    "neighbors": "finding neighbors",
    "layout": "laying out",
    "clusters": "finding clusters",
    "names": "naming clusters",
}
_ENDED = ("done", "failed", "cancelled")
_FIRST_POLL_SECONDS, _LAST_POLL_SECONDS = 0.01, 0.25
# A wait is at most this much longer than the job.
_POLL_SHARE = 0.1
# Jobs that end before this say nothing.
_QUIET_SECONDS = 1.0


class UmapJob:
    """A running or finished projection; ``result()`` waits for it and gives the points.

    Attributes:
        id: id of the job in its server.
        parameters: every parameter of the map, defaults filled in.
    """

    def __init__(self, connection: Connection, job: dict[str, Any]) -> None:
        self._connection = connection
        self._job = job
        self._result: pd.DataFrame | None = None

    @property
    def id(self) -> str:
        """Id of the job in its server."""
        return str(self._job["id"])

    @property
    def embedding(self) -> str:
        """Display name of the embedding."""
        return str(self._job["embedding"])

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter of the map, defaults filled in."""
        from .umap_parameters import read_umap_parameters

        return read_umap_parameters(self._job["parameters"])

    @property
    def state(self) -> str:
        """``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``, as of now."""
        return str(self._refresh()["state"])

    @property
    def done(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in _ENDED

    @property
    def progress(self) -> float:
        """How much of the work is done, from 0 to 1; an estimate over all stages."""
        return _to_progress(self._refresh())

    @property
    def stage(self) -> str:
        """What it is doing: ``waiting``, ``sample``, ``neighbors``, ``layout``, ``clusters`` or ``names``."""
        return str(self._refresh()["stage"])

    def cancel(self) -> None:
        """Stops the work; an ended job stays as it is."""
        if not self.done:
            self._connection.send("DELETE", f"/api/jobs/{self.id}")
            self._refresh()

    def result(self, timeout: float | None = None) -> pd.DataFrame:
        """Waits for the end and gives one row per point.

        Columns: ``dataset`` (``primary``, ``reference`` or ``corpus``), ``row`` (position by time, as
        ``session.selection`` takes it), ``id``, ``x``, ``y``, with three components ``z``, and ``cluster`` (missing for
        points in none). Interrupting the wait leaves the job running.

        Args:
            timeout: seconds to wait; None waits to the end.

        Raises:
            TimeoutError: it has not ended in time.
            JobCancelled, JobFailed: it ended without a result.
        """
        if self._result is None:
            self._wait(timeout)
            self._result = self._read()
        return self._result.copy()

    def __repr__(self) -> str:
        job = self._job if self._job["state"] in _ENDED else self._refresh()
        return f"<UMAP of {describe_job(job)}>"

    def _refresh(self) -> dict[str, Any]:
        if self._job["state"] not in _ENDED:
            self._job = self._connection.send_json("GET", f"/api/jobs/{self.id}")
        return self._job

    def _wait(self, timeout: float | None) -> None:
        started = time.monotonic()
        line = _ProgressLine()
        try:
            while self._refresh()["state"] not in _ENDED:
                waited = time.monotonic() - started
                if timeout is not None and waited >= timeout:
                    raise TimeoutError(
                        f'The UMAP of "{self.embedding}" has not ended after {timeout:g} s: call result() again'
                    )
                if waited > _QUIET_SECONDS:
                    line.show(describe_job(self._job))
                pause = min(max(_FIRST_POLL_SECONDS, _POLL_SHARE * waited), _LAST_POLL_SECONDS)
                remaining = pause if timeout is None else min(pause, timeout - waited)
                time.sleep(max(0.0, remaining))
        finally:
            line.finish(describe_job(self._job))

    def _read(self) -> pd.DataFrame:
        if self._job["state"] == "cancelled":
            raise JobCancelled(f'The UMAP of "{self.embedding}" was cancelled')
        if self._job["state"] == "failed":
            error = self._job.get("error") or {}
            raise JobFailed(
                error.get("message") or f'The UMAP of "{self.embedding}" failed',
                code=error.get("code"),
                hint=error.get("hint"),
            )
        import pandas as pd

        from .to_frame import read_stream

        content = self._connection.send("GET", f"/api/layouts/{self._job['layout']}/table.arrow")
        frame = read_stream(content).to_pandas()
        if "cluster" in frame:
            # Without it one point outside of all clusters would turn the ids into floats.
            frame["cluster"] = frame["cluster"].astype(pd.Int32Dtype())
        return frame


def describe_job(job: dict[str, Any]) -> str:
    """One line: ``"image": laying out 120 of 500, 3.2 s, about 4 s left``."""
    name, state, seconds = f'"{job["embedding"]}"', job["state"], job["elapsedMs"] / 1000
    if state == "done":
        return f"{name}: done{' (from the cache)' if job['cached'] else f' in {seconds:.1f} s'}"
    if state == "failed":
        return f"{name}: failed: {(job.get('error') or {}).get('message', '')}"
    if state == "cancelled":
        return f"{name}: cancelled after {seconds:.1f} s"
    count = f" {job['done']:,} of {job['total']:,}" if job["total"] else ""
    left = "" if (job["remainingMs"] or 0) < 500 else f", about {job['remainingMs'] / 1000:.0f} s left"
    return f"{name}: {_STAGE_WORDS.get(job['stage'], job['stage'])}{count}, {seconds:.1f} s{left}"


def _to_progress(job: dict[str, Any]) -> float:
    if job["state"] == "done":
        return 1.0
    stages = list(_STAGE_STARTS)
    if job["stage"] not in stages:
        return 0.0
    start = _STAGE_STARTS[job["stage"]]
    following = [_STAGE_STARTS[stage] for stage in stages[stages.index(job["stage"]) + 1 :]]
    end = next((value for value in following if value > start), 1.0) if job["stage"] != "waiting" else start
    share = min(1.0, job["done"] / job["total"]) if job["total"] else 0.0
    return start + (end - start) * share


class _ProgressLine:
    """One line that is rewritten in place: an output of the cell in a notebook, a line of a terminal."""

    def __init__(self) -> None:
        self._handle: Any = None
        self._shown = ""

    def show(self, text: str) -> None:
        if text == self._shown:
            return
        self._shown = text
        bundle = {"text/plain": f"UMAP of {text}"}
        if is_in_kernel():
            from IPython.display import display

            if self._handle is None:
                self._handle = display(bundle, raw=True, display_id=True)
            else:
                self._handle.update(bundle, raw=True)
        elif sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[KUMAP of {text}")
            sys.stderr.flush()

    def finish(self, text: str) -> None:
        """Leaves the last word in place of what was shown; says nothing when nothing was."""
        if not self._shown:
            return
        self.show(text)
        if self._handle is None and sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write("\n")
