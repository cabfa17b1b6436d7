"""Sessions of Python and of JavaScript kernels find each other, say the same words and keep each other's types."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

import pandas as pd
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, launch, magic, node

ROOT = Path(__file__).resolve().parents[2]
KERNEL = ROOT / "src" / "kernel" / "index.ts"

pytestmark = pytest.mark.skipif(not KERNEL.is_file(), reason="TypeScript is part of the source tree only")


def run(code: str, folder: Path) -> str:
    """What a program of Node prints."""
    program = folder / "program.mts"
    program.write_text(code)
    done = subprocess.run(
        [*node.find_node(), str(program)], capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def to_texts(cells: pd.Series) -> list[str]:
    """Cells to compare; a table of Arquero keeps the types of Arrow, not pandas' own word for missing."""
    return ["missing" if cell is None or cell is pd.NA or cell is pd.NaT else str(cell) for cell in cells]


def make_frame() -> pd.DataFrame:
    """One column for each type that gets lost easily, with gaps."""
    berlin = "Europe/Berlin"
    return pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "long": pd.array([2**53 + 1, None, -(2**60), 4], dtype="Int64"),
            "at": pd.to_datetime([0, 10**18 + 1, None, 86_400 * 10**9], utc=True).tz_convert(berlin),
            "midnight": pd.to_datetime(["2025-01-01", None, "2025-01-02", "2025-01-03"]),
            "kind": pd.Categorical(["x", None, "y", "x"], categories=["y", "x"], ordered=True),
            "flag": pd.array([True, None, False, True], dtype="boolean"),
            "text": ["", None, "é", "z"],
            "list": [[1, 2], [], None, [2**60]],
            "day": [dt.date(2025, 1, 1), None, dt.date(2025, 1, 2), dt.date(2025, 1, 3)],
        }
    )


def test_a_session_of_python_is_adopted_by_name_and_types_come_back(tmp_path: Path) -> None:
    frame = make_frame()
    session = px.launch_app(px.Dataset(frame, px.Schema(prediction_id_column_name="id"), name="traps"))
    session.selection = [0, 1, 2, 3]
    before = session.export("from python")
    printed = run(
        f"""
        import {{ activeSession, Dataset, launchApp }} from {json.dumps(str(KERNEL))};
        console.log = () => undefined;
        const session = await activeSession("Python");
        const table = session.exports.at(-1);
        const row = table.objects()[0];
        process.stdout.write(JSON.stringify({{
          id: session.id, long: String(row.long), at: row.at, kind: row.kind, text: row.text, list: String(row.list)
        }}));
        const primary = new Dataset(table.orderby("id"), {{ predictionIdColumnName: "id" }}, "back");
        await session.load({{ primary }}, undefined);
        await session.select([0, 1, 2, 3]);
        await session.export("from javascript");
        """,
        tmp_path,
    )
    answer = json.loads(printed)
    assert answer == {
        "id": session.id,
        "long": str(2**53 + 1),
        "at": "1970-01-01T00:00:00.000Z",
        "kind": "x",
        "text": "",
        "list": "1,2",
    }
    after = session.exports["from javascript"].set_index("id")
    before = before.set_index("id")
    assert session.state["datasets"]["primary"]["name"] == "back"
    for name in ("long", "at", "midnight", "flag", "text", "list", "day"):
        assert to_texts(after[name]) == to_texts(before[name]), name
    assert str(after["at"].dtype) == str(before["at"].dtype)
    assert list(after["kind"].cat.categories) == ["y", "x"]


def test_a_session_of_javascript_is_adopted_by_name(tmp_path: Path) -> None:
    run(
        f"""
        import {{ Dataset, launchApp }} from {json.dumps(str(KERNEL))};
        await launchApp({{ primary: new Dataset({{ a: [1, 2, 3] }}, {{}}, "numbers") }});
        """,
        tmp_path,
    )
    session = px.active_session("program")
    assert session is not None
    assert session.state["datasets"]["primary"]["name"] == "numbers"
    # Its kernel has ended, so it is this kernel's now.
    assert discovery.read_records()[0].kernel_pid > 0
    assert px.active_session() is session
    assert launch.current_session() is session
    with pytest.raises(px.RequestError, match=r'Cannot find a running session called "pogram"\. There are "program"'):
        px.active_session("pogram")


def test_the_magic_has_the_same_words_in_both(tmp_path: Path) -> None:
    module = ROOT / "src" / "contract" / "magic.ts"
    code = f"import {{ MAGIC_USAGE }} from {json.dumps(str(module))}; console.log(JSON.stringify(MAGIC_USAGE))"
    usage = json.loads(run(code, tmp_path))
    # A card under the cell needs hooks that kernels of JavaScript do not have.
    assert usage == {word: text for word, text in magic._COMMANDS.items() if word != "inline"}
