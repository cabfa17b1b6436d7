"""The examples in TypeScript, run in real kernels of Deno and tslab as JupyterLab sends their cells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.kernelspec import find_kernel_specs
from jupyter_client.manager import KernelManager

from jupyterlab_phoenix import discovery, node

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
BUNDLES = ROOT / "jupyterlab_phoenix" / "kernel"
REWRITE = ROOT / "src" / "lab" / "kernels" / "rewrite-cell.ts"

pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples are part of the source tree only")

# Output of Deno may come after the end of a cell, so what cells found out goes to a file.
WRITE = {
    "deno": "await Deno.writeTextFile({path}, {text})",
    "tslab": 'globalThis["process"]["mainModule"]["require"]("fs")["writeFileSync"]({path}, {text})',
}


class Kernel:
    """A kernel of JavaScript in a folder without any package beside it; end it with ``stop()``."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._manager = KernelManager(kernel_name=name)
        self._manager.connection_file = str(Path(os.environ["JUPYTER_RUNTIME_DIR"]) / f"kernel-{name}-under-test.json")
        self._manager.start_kernel(env=dict(os.environ), cwd=str(folder))
        self.id = f"{name}-under-test"
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=60)

    def run(self, code: str) -> None:
        """Runs a cell to its end, which must be a good one."""
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            said.append(content.get("text") or content.get("evalue") or "")

        reply = self._client.execute_interactive(code, timeout=120, output_hook=hear)
        assert reply["content"]["status"] == "ok", f"{code}\n{''.join(said)}\n{reply['content']}"

    def stop(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def bundles() -> Path:
    """The folder with the client, built where that has not happened yet."""
    if not (BUNDLES / "kernel.cjs").is_file():
        rolldown = ROOT / "node_modules" / "rolldown" / "bin" / "cli.mjs"
        config = ROOT / "src" / "kernel" / "rolldown.config.mjs"
        subprocess.run([*node.find_node(), str(rolldown), "-c", str(config)], check=True, cwd=ROOT, timeout=120)
    return BUNDLES


@pytest.fixture(params=["deno", "tslab"])
def kernel(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kernel]:
    assert request.param in find_kernel_specs(), "python3 dev.py test brings this kernel"
    started = Kernel(request.param, tmp_path)
    yield started
    started.stop()


def rewrite(cells: list[str], kernel: Kernel, folder: Path, scratch: Path) -> list[str]:
    """What the front end makes of cells."""
    program = scratch / "rewrite.mts"
    known = {"kind": kernel.name, "id": kernel.id, "folder": str(folder)}
    program.write_text(
        f"""import {{ rewriteCell }} from {json.dumps(str(REWRITE))};
        const cells: string[] = {json.dumps(cells)};
        console.log(JSON.stringify(cells.map(cell => rewriteCell(cell, {json.dumps(known)}))));"""
    )
    done = subprocess.run([*node.find_node(), str(program)], capture_output=True, text=True, check=True, timeout=60)
    return list(json.loads(done.stdout))


def test_the_example_finds_the_new_scanner(kernel: Kernel, bundles: Path, tmp_path: Path) -> None:
    notebook = json.loads((EXAMPLES / f"{kernel.name}.ipynb").read_text())
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    found = tmp_path / "found.json"
    text = "JSON.stringify({ stations: byStation.objects(), id: session.id, columns: back.columnNames() })"
    last = WRITE[kernel.name].format(path=json.dumps(str(found)), text=text)
    for code in rewrite([*cells, last], kernel, bundles, tmp_path):
        kernel.run(code)
    answer = json.loads(found.read_text())
    (station,) = answer["stations"]
    assert station["station"] == "south"
    assert station["first"] >= "2025-11-15"
    assert station["images"] > 200
    assert station["accuracy"] < 0.3
    assert {"time", "pixels", "ink", "prediction_id"} <= set(answer["columns"])
    # Both read their id from their own command line: Jupyter finds the same session.
    record = discovery.find_session(kernel.id, "")
    assert record is not None
    assert record.id == answer["id"]


def test_lines_of_the_magic_run_and_end_the_session(kernel: Kernel, bundles: Path, tmp_path: Path) -> None:
    done = tmp_path / "done.txt"
    cells = [
        'import { Dataset as Frame } from "jupyterlab-phoenix/kernel";\nlet numbers = new Frame({ a: [1, 2, 3] });',
        "%phoenix launch numbers",
        "// %phoenix view 300",
        "%phoenix select [0, 2]",
        WRITE[kernel.name].format(path=json.dumps(str(done)), text="String(session.port)"),
    ]
    for code in rewrite(cells, kernel, bundles, tmp_path):
        kernel.run(code)
    (record,) = discovery.read_records()
    assert done.read_text() == str(record.port)
    assert discovery.ask_server(record, "GET", "/api/selection")["count"] == 2
    (close,) = rewrite(["%phoenix close"], kernel, bundles, tmp_path)
    kernel.run(close)
    assert discovery.read_records() == []


def test_a_program_of_deno_that_is_no_kernel_gets_the_same_sentences(bundles: Path, tmp_path: Path) -> None:
    deno = shutil.which("deno")
    assert deno is not None, "python3 dev.py test brings Deno"
    program = tmp_path / "program.mjs"
    program.write_text(
        f"""import {{ Dataset }} from {json.dumps((bundles / "kernel.mjs").as_uri())};
        try {{ new Dataset("rows.csv"); }} catch (error) {{ console.log(`${{error.name}}: ${{error.message}}`); }}"""
    )
    done = subprocess.run(
        [deno, "run", "--allow-all", "--no-config", str(program)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.startswith('DatasetError: Cannot read the text "rows.csv" as the data of a Dataset')
