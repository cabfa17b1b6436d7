"""Memory of idle sessions: as many servers as given, each without data, as ten notebooks on one machine have them.

Run with the environment's Python on Linux: ``python src/bench/idle.py [servers]``. Resident memory counts the pages of
the Node executable in every server; proportional memory shares them out, and so sums up to what the machine gives.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

SERVERS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
# The server reads what it will need into memory in its first seconds.
SETTLE_SECONDS = 8


def read_memory(pid: int) -> dict[str, float]:
    """Megabytes by kind."""
    facts = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return {name: int(kilobytes) / 1000 for name, kilobytes in re.findall(r"^(Rss|Pss): +(\d+) kB", facts, re.M)}


def main() -> None:
    scratch = tempfile.TemporaryDirectory(prefix="phoenix-bench-")
    os.environ.update(PHOENIX_WORKING_DIR=f"{scratch.name}/work", JUPYTER_RUNTIME_DIR=f"{scratch.name}/run")

    from jupyterlab_phoenix import discovery, spawn
    from jupyterlab_phoenix.command_line.list_sessions import describe_sessions

    starts = []
    for index in range(SERVERS):
        began = time.perf_counter()
        spawn.ensure_session(f"kernel-{index}", 0, "", f"notebook {index}")
        starts.append(time.perf_counter() - began)
    time.sleep(SETTLE_SECONDS)
    records = discovery.read_records()
    memory = [read_memory(record.pid) for record in records]
    victims = records[: SERVERS // 2]
    for record in victims:
        os.kill(record.pid, signal.SIGKILL)
    time.sleep(0.5)
    began = time.perf_counter()
    statuses = [session["status"] for session in describe_sessions()]
    listed = time.perf_counter() - began
    for record in records:
        spawn.close_session(record)
    facts = {
        "servers": SERVERS,
        "median start, s": round(sorted(starts)[SERVERS // 2], 2),
        "resident MB each": round(sum(kinds["Rss"] for kinds in memory) / SERVERS, 1),
        "proportional MB each": round(sum(kinds["Pss"] for kinds in memory) / SERVERS, 1),
        f"of {len(victims)} killed, listed as crashed": statuses.count("crashed"),
        "list, s": round(listed, 3),
    }
    for name, value in facts.items():
        print(f"{name:<36} {value}")
    print(json.dumps({"bench": "idle", **facts}))


if __name__ == "__main__":
    main()
