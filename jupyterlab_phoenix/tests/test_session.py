"""The session against the real server."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import polars as pl
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import discovery, launch
from jupyterlab_phoenix.errors import PhoenixWarning
from jupyterlab_phoenix.processes import is_alive


@pytest.fixture(autouse=True)
def _no_session_left() -> Iterator[None]:
    launch._session = None
    yield
    session = launch.current_session()
    if session is not None:
        session.end()


def make_frame(rows: int = 60, length: int = 8, seed: int = 0, **columns: Any) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(rows, length)) + 6 * (np.arange(rows) % 3)[:, None]
    return pd.DataFrame(
        {
            "key": [f"k{i}" for i in range(rows)],
            # Newest first, so that rows by time run against the order of the frame.
            "when": pd.date_range("2025-01-01", periods=rows, freq="h", tz="UTC")[::-1],
            "guess": rng.choice(["cat", "dog"], rows),
            "truth": rng.choice(["cat", "dog"], rows),
            "size": rng.integers(0, 100, rows),
            "v": list(vectors.astype("float32")),
            **columns,
        }
    )


SCHEMA = px.Schema(
    prediction_id_column_name="key",
    timestamp_column_name="when",
    prediction_label_column_name="guess",
    actual_label_column_name="truth",
    embedding_feature_column_names={"shape": px.EmbeddingColumnNames("v")},
)


def make_dataset(name: str | None = "prod", **options: Any) -> px.Dataset:
    return px.Dataset(make_frame(**options), SCHEMA, name=name)


def pid_of(session: px.Session) -> int:
    return session._connection.record.pid


def files_of(session: px.Session) -> list[str]:
    return sorted(os.listdir(Path(session._connection.record.folder) / "datasets"))


def kill(session: px.Session) -> None:
    os.kill(pid_of(session), signal.SIGKILL)
    deadline = time.monotonic() + 30
    while discovery.is_healthy(session._connection.record) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_launch_shows_the_data(capsys):
    session = px.launch_app(primary=make_dataset(), reference=make_dataset(None, seed=1, rows=40))
    state = session.state
    assert state["datasets"]["primary"]["name"] == "prod"
    assert state["datasets"]["reference"]["rowCount"] == 40
    assert state["datasets"]["corpus"] is None
    assert [embedding["name"] for embedding in state["embeddings"]] == ["shape"]
    assert session.active
    assert px.active_session() is session
    assert repr(session).startswith(f'<Session "Python" at http://127.0.0.1:{session.port}/: primary "prod" 60 rows, ')
    printed = capsys.readouterr().out
    assert f"http://127.0.0.1:{session.port}/" in printed
    assert "px.active_session().view()" in printed
    assert "ticket=" not in printed


def test_a_second_launch_replaces_the_data_without_a_restart():
    session = px.launch_app(make_dataset())
    pid, files = pid_of(session), files_of(session)
    again = px.launch_app(make_dataset("other", rows=20))
    assert again is session
    assert pid_of(session) == pid
    assert session.state["datasets"]["primary"]["rowCount"] == 20
    assert len(files_of(session)) == 1
    assert files_of(session) != files


def test_launch_without_data_keeps_the_data():
    session = px.launch_app(make_dataset())
    revision = session.state["revision"]
    px.launch_app()
    assert session.state["revision"] == revision
    assert session.state["datasets"]["primary"]["rowCount"] == 60
    px.launch_app(default_umap_parameters={"n_samples": 7})
    assert session.state["umap"] == {"nSamples": 7}
    assert session.state["datasets"]["primary"]["rowCount"] == 60


def bad_calls() -> list[Any]:
    late = make_frame(when=["yesterday"] * 60)
    return [
        pytest.param({"primary": make_frame()}, px.RequestError, r"primary=px.Dataset\(frame, schema\)", id="frame"),
        pytest.param({"trace": object()}, px.RequestError, r"a px\.TraceDataset is needed", id="trace"),
        pytest.param({"port": 70000}, px.RequestError, "70000 as port", id="port"),
        pytest.param({"port": "6006"}, px.RequestError, "'6006' as port", id="port text"),
        pytest.param({"port": True}, px.RequestError, "True as port", id="port bool"),
        pytest.param({"host": 1}, px.RequestError, "1 as host", id="host"),
        pytest.param({"run_in_thread": "yes"}, px.RequestError, "run_in_thread", id="thread"),
        pytest.param({"notebook_environment": "moon"}, px.RequestError, "local, colab", id="environment"),
        pytest.param({"default_umap_parameters": {"min_dist": None}}, px.RequestError, "min_dist", id="umap"),
        pytest.param(
            {"primary": make_dataset(), "reference": make_dataset(length=5)},
            px.DatasetError,
            'vectors of "shape": they have 8 numbers in primary and 5 in reference',
            id="lengths",
        ),
        pytest.param({"primary": px.Dataset(late, SCHEMA)}, px.DatasetError, "yesterday", id="times"),
    ]


@pytest.mark.parametrize(("call", "kind", "words"), bad_calls())
def test_a_bad_call_leaves_the_running_session_as_it_was(call, kind, words):
    session = px.launch_app(make_dataset())
    state, files = session.state, files_of(session)
    with pytest.raises(kind, match=words):
        px.launch_app(**{"primary": make_dataset("new"), **call})
    after = session.state
    assert (after["revision"], after["datasets"]) == (state["revision"], state["datasets"])
    assert files_of(session) == files
    assert px.active_session() is session


@pytest.mark.parametrize(("call", "kind", "words"), bad_calls())
def test_a_bad_first_call_leaves_nothing_running(call, kind, words):
    with pytest.raises(kind, match=words):
        px.launch_app(**{"primary": make_dataset("new"), **call})
    assert discovery.read_records() == []
    assert px.active_session() is None


def test_a_port_that_is_taken_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(px.LaunchFailed, match=str(port)) as caught:
            px.launch_app(make_dataset(), port=port)
        assert caught.value.code == "port/in-use"
    assert discovery.read_records() == []


def test_a_usual_port_that_is_taken_moves_on(monkeypatch, capsys):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        monkeypatch.setenv("PHOENIX_PORT", str(port))
        session = px.launch_app()
        assert session.port != port
        assert f"Port {port} is taken: using {session.port}" in capsys.readouterr().out


def test_a_running_session_does_not_move(capsys):
    session = px.launch_app()
    assert px.launch_app(port=session.port) is session
    other = session.port + 1 if session.port < 65535 else session.port - 1
    with pytest.raises(px.LaunchFailed, match=rf"from port {session.port} to {other}"):
        px.launch_app(make_dataset(), port=other)
    assert session.state["datasets"]["primary"] is None


def test_a_killed_server_is_told_in_one_line_and_comes_back():
    session = px.launch_app(make_dataset(), run_in_thread=False)
    session_id = session.id
    kill(session)
    with pytest.raises(px.SessionLost) as caught:
        _ = session.selection
    assert "has stopped" in str(caught.value)
    assert "px.launch_app() brings it back" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert not session.active
    assert px.active_session() is None
    assert "has stopped" in repr(session)
    again = px.launch_app()
    assert again.id == session_id
    assert again.state["datasets"]["primary"]["rowCount"] == 60
    session.selection = [1, 2]
    assert len(again.selection) == 2


def test_a_killed_server_takes_new_data_at_once():
    session = px.launch_app(make_dataset(), run_in_thread=False)
    kill(session)
    again = px.launch_app(make_dataset("new", rows=10))
    assert (again.id, again.state["datasets"]["primary"]["name"]) == (session.id, "new")


def test_the_thread_says_that_the_server_crashed(capfd):
    session = px.launch_app(make_dataset())
    supervisor = session._supervisor
    assert supervisor is not None
    time.sleep(0.3)
    kill(session)
    supervisor._thread.join(10)
    assert "has stopped" in capfd.readouterr().err


def test_the_thread_is_silent_about_a_close(capfd):
    session = px.launch_app(make_dataset())
    supervisor = session._supervisor
    assert supervisor is not None
    session.end()
    supervisor._thread.join(10)
    assert not supervisor._thread.is_alive()
    assert capfd.readouterr().err == ""


def test_without_a_thread_there_is_none():
    assert px.launch_app(run_in_thread=False)._supervisor is None


def test_close_app_ends_the_server_and_leaves_the_exports(capsys):
    session = px.launch_app(make_dataset())
    session.selection = [0, 1]
    session.export("kept")
    folder, pid = Path(session._connection.record.folder), pid_of(session)
    exports = session.exports
    px.close_app()
    assert "Closed" in capsys.readouterr().out
    assert not is_alive(pid)
    assert sorted(os.listdir(folder)) == ["exports"]
    assert len(exports["kept"]) == 2
    assert px.active_session() is None
    px.close_app()
    assert "No Phoenix session" in capsys.readouterr().out
    with pytest.raises(px.SessionLost, match="is closed"):
        _ = session.selection


def test_a_restarted_kernel_finds_its_session():
    session = px.launch_app(make_dataset())
    launch._session = None
    found = px.active_session()
    assert found is not None
    assert found is not session
    assert found.id == session.id
    found.selection = [True] * 60
    assert len(found.selection) == 60


def test_url_opens_the_app_once():
    session = px.launch_app(make_dataset())
    url = session.url
    assert url.startswith(f"http://127.0.0.1:{session.port}/?ticket=")
    assert session.url != url
    cookie = open_link(url)
    request = urllib.request.Request(f"http://127.0.0.1:{session.port}/api/session", headers={"Cookie": cookie})
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["id"] == session.id
    with pytest.raises(urllib.error.HTTPError, match="401"):
        open_link(url)
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(f"http://127.0.0.1:{session.port}/api/session")


def open_link(url: str) -> str:
    """The cookie that a browser gets at this address, which sends it on to the app itself."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", url[url.index("/?") :], headers={"Accept": "text/html"})
    answer = connection.getresponse()
    connection.close()
    if answer.status != 303:
        raise urllib.error.HTTPError(url, answer.status, "refused", answer.headers, None)
    assert "ticket" not in str(answer.getheader("Location"))
    return str(answer.getheader("Set-Cookie")).partition(";")[0]


def test_selection_comes_back_as_it_was_set():
    session = px.launch_app(make_dataset(), make_dataset(None, rows=30, seed=1))
    frame = make_frame()
    assert len(session.selection) == 0
    session.selection = frame["size"] > 50
    assert set(session.selection["key"]) == set(frame.loc[frame["size"] > 50, "key"])
    session.selection = frame[frame["guess"] == "cat"]
    assert set(session.selection["key"]) == set(frame.loc[frame["guess"] == "cat", "key"])
    assert set(session.selection["__phoenix_dataset_name__"]) == {"prod"}
    # Row 0 is the oldest, which is the last of the frame.
    session.selection = [0]
    assert session.selection["key"].tolist() == ["k59"]
    session.selection = {"reference": ["k1", "k2"]}
    assert session.selection["__phoenix_dataset_name__"].tolist() == ["reference"] * 2
    session.selection = session.selection[:1]
    assert len(session.selection) == 1
    session.selection = ["k3"]
    assert len(session.selection) == 2
    session.selection = []
    assert len(session.selection) == 0
    session.selection = [1]
    session.selection = None
    assert len(session.selection) == 0


def test_an_index_finds_rows_of_frames_without_ids():
    frame = make_frame().drop(columns="key").set_axis(range(100, 160))
    session = px.launch_app(px.Dataset(frame, SCHEMA.replace(prediction_id_column_name=None)))
    session.selection = frame.loc[[105, 159]]
    assert session.selection["when"].tolist() == [frame.loc[159, "when"], frame.loc[105, "when"]]


@pytest.mark.parametrize("bad", [[60], [True], ["a", 1], {"corpus": [1]}, "k1"])
def test_a_selection_that_is_refused_changes_nothing(bad):
    session = px.launch_app(make_dataset())
    session.selection = [5]
    with pytest.raises(px.RequestError):
        session.selection = bad
    assert len(session.selection) == 1


def test_exports_have_the_types_of_the_frame():
    frame = make_frame(
        rows=3,
        big=[2**60 + 1, None, 3],
        maybe=pd.Series([1, None, 3], dtype="Int64"),
        kind=pd.Categorical(["a", None, "b"], categories=["b", "a"], ordered=True),
        flag=pd.Series([True, None, False], dtype="boolean"),
        local=pd.to_datetime(["2025-03-30 01:30", None, "2025-07-01 00:00"]).tz_localize("Europe/Berlin"),
        day=pd.to_datetime(["2025-01-01", None, "1850-01-01"]).date,
        text=["ö", None, "🙂"],
        numbers=[[1, 2], None, [3]],
    )
    frame["big"] = pd.Series([2**60 + 1, None, 3], dtype=object)
    session = px.launch_app(px.Dataset(frame, SCHEMA))
    session.selection = [True, True, True]
    export = session.export()
    expected = frame[::-1].reset_index(drop=True)
    for column in ["key", "size", "maybe", "kind", "flag", "local", "text", "guess"]:
        pd.testing.assert_series_equal(export[column], expected[column])
    assert export["when"].tolist() == expected["when"].tolist()
    assert export["day"].tolist() == [dt.date(1850, 1, 1), None, dt.date(2025, 1, 1)]
    assert export["big"].tolist() == [3, pd.NA, 2**60 + 1]
    assert [value if value is None else list(value) for value in export["numbers"]] == [[3], None, [1, 2]]
    np.testing.assert_array_equal(np.stack(export["v"]), np.stack(expected["v"]))
    assert list(export.columns) == list(frame.columns)


def test_exports_are_a_list_of_frames():
    session = px.launch_app(make_dataset())
    with pytest.raises(IndexError, match="Nothing was exported yet"):
        session.exports[-1]
    for count in (1, 2, 3):
        session.selection = list(range(count))
        session.export(f"rows {count}")
    exports = session.exports
    assert repr(exports) == "[<DataFrame rows 1>, <DataFrame rows 2>, <DataFrame rows 3>]"
    assert [len(frame) for frame in exports] == [1, 2, 3]
    assert [len(frame) for frame in exports[1:]] == [2, 3]
    assert (len(exports), len(exports[-1]), len(exports["rows 2"])) == (3, 3, 2)
    with pytest.raises(KeyError, match="rows 9"):
        exports["rows 9"]
    with pytest.raises(IndexError):
        exports[3]


def test_an_unreadable_export_is_left_out():
    session = px.launch_app(make_dataset())
    session.selection = [0]
    session.export("good")
    folder = Path(session._connection.record.folder) / "exports"
    (folder / "bad.arrow").write_bytes(b"ARROW1\0\0 and then nonsense")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PhoenixWarning)
        assert "good" in session.exports.names
        assert len(session.exports[-1]) == 1


def test_an_export_with_nothing_selected_says_so():
    session = px.launch_app(make_dataset())
    with pytest.raises(px.RequestError) as caught:
        session.export()
    assert caught.value.code == "selection/empty"


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "a\0b", 5])
def test_names_that_leave_the_folder_are_refused(name):
    session = px.launch_app(make_dataset())
    session.selection = [0]
    with pytest.raises(px.RequestError):
        session.export(name)


def test_umap_gives_the_points():
    session = px.launch_app(make_dataset(), make_dataset(None, rows=30, seed=1))
    job = session.umap("shape", n_components=2, n_neighbors=10, n_samples=25, min_cluster_size=5, seed=3)
    points = job.result()
    assert list(points.columns) == ["dataset", "row", "id", "x", "y", "cluster"]
    assert points["dataset"].value_counts().to_dict() == {"primary": 25, "reference": 25}
    assert points["cluster"].dtype == "Int32"
    assert np.isfinite(points[["x", "y"]].to_numpy()).all()
    assert (job.state, job.done, job.progress) == ("done", True, 1.0)
    assert job.parameters["n_neighbors"] == 10
    assert repr(job).startswith('<UMAP of "shape": done')
    keys = make_frame().set_index("key")
    first = points[points["dataset"] == "primary"].iloc[0]
    assert keys.index[59 - first["row"]] == first["id"]
    again = session.umap(n_components=2, n_neighbors=10, n_samples=25, min_cluster_size=5, seed=3).result()
    pd.testing.assert_frame_equal(again, points)
    session.selection = points[points["dataset"] == "reference"]
    assert len(session.selection) == 25
    assert list(session.umap("shape", seed=1).result().columns) == ["dataset", "row", "id", "x", "y", "z", "cluster"]


def test_umap_names_what_is_wrong():
    session = px.launch_app(make_dataset())
    with pytest.raises(px.RequestError) as caught:
        session.umap("form")
    assert caught.value.code == "embedding/unknown"
    for wrong in ({"n_components": 4}, {"metric": "taxi"}, {"n_neighbors": 1}, {"min_cluster_size": 1}, {"seed": -1}):
        with pytest.raises(px.RequestError):
            session.umap("shape", **wrong)


def test_umap_can_be_cancelled():
    rng = np.random.default_rng(0)
    frame = pl.DataFrame({"v": rng.normal(size=(6000, 256)).astype("float32")})
    session = px.launch_app(
        px.Dataset(frame, px.Schema(embedding_feature_column_names={"e": px.EmbeddingColumnNames("v")}))
    )
    job = session.umap("e", n_samples=6000)
    assert not job.done
    assert 0 <= job.progress < 1
    with pytest.raises(TimeoutError, match="call result"):
        job.result(timeout=0.05)
    job.cancel()
    deadline = time.monotonic() + 30
    while not job.done and time.monotonic() < deadline:
        time.sleep(0.02)
    assert job.state == "cancelled"
    with pytest.raises(px.JobCancelled):
        job.result()


def test_view_is_a_frame_without_a_secret():
    from IPython.display import IFrame

    session = px.launch_app(make_dataset())
    view = session.view()
    assert isinstance(view, IFrame)
    assert (view.height, view.width) == (1000, "100%")
    bundle = view._repr_mimebundle_()
    assert bundle["application/vnd.phoenix.session+json"] == {
        "version": 1,
        "id": session.id,
        "name": "Python",
        "height": 1000,
    }
    assert set(bundle) == {"application/vnd.phoenix.session+json", "text/html", "text/plain"}
    assert "ticket" not in json.dumps(bundle)
    assert session._connection.record.token not in json.dumps(bundle)
    assert f"http://127.0.0.1:{session.port}/" in repr(view)
    assert session.view(300).height == 300


def test_view_carries_a_ticket_where_jupyter_cannot_show_it():
    session = px.launch_app(make_dataset(), notebook_environment="local")
    session._environment = "sagemaker-like"
    view = session.view(400)
    assert "?ticket=" in view.src
    assert view._repr_html_().startswith("<iframe")


@pytest.mark.parametrize("height", [0, 119, 4001, -5, "tall", None, True, float("nan")])
def test_heights_out_of_range_are_refused(height):
    session = px.launch_app()
    with pytest.raises(px.RequestError, match="from 120 to 4000"):
        session.view(height)


def test_view_of_a_killed_server_says_so():
    session = px.launch_app(run_in_thread=False)
    kill(session)
    with pytest.raises(px.SessionLost):
        session.view()


def test_a_collector_elsewhere_is_warned_of(monkeypatch):
    monkeypatch.setenv("PHOENIX_COLLECTOR_ENDPOINT", "http://elsewhere:1")
    with pytest.warns(PhoenixWarning, match="http://elsewhere:1"):
        px.launch_app()


def test_warnings_of_the_data_are_passed_on():
    frame = make_frame()
    frame.at[3, "v"] = np.array([np.nan] * 8)
    with pytest.warns(PhoenixWarning, match="1"):
        px.launch_app(px.Dataset(frame, SCHEMA))


def test_the_environment_word_is_checked(monkeypatch):
    monkeypatch.setenv("PHOENIX_NOTEBOOK_ENV", "moon")
    with pytest.raises(px.RequestError, match="PHOENIX_NOTEBOOK_ENV"):
        px.launch_app()
    monkeypatch.setenv("PHOENIX_NOTEBOOK_ENV", "LOCAL")
    assert px.launch_app().active


def test_a_folder_that_cannot_be_written_is_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PHOENIX_WORKING_DIR", str(tmp_path / "file" / "below"))
    with pytest.raises(px.LaunchFailed) as caught:
        px.launch_app(make_dataset())
    assert caught.value.code == "folder/unwritable"
    assert discovery.read_records() == []


def test_data_reach_a_server_that_does_not_share_the_folder():
    session = px.launch_app()
    record = session._connection.record
    session._connection.record = discovery.Record(**{**record.__dict__, "folder": "/not/here"})
    px.launch_app(primary=make_dataset())
    session._connection.record = discovery.Record(**{**record.__dict__, "folder": "/not/here"})
    session._load({"primary": make_dataset("sent")}, None)
    assert session.state["datasets"]["primary"]["name"] == "sent"
    session.selection = [1]
    assert len(session.export("far")) == 1
    session._connection.record = record


def test_rows_of_the_corpus_alone_export_as_a_table_without_columns():
    documents = px.Dataset(
        pd.DataFrame({"id": ["d1", "d2"], "v": [[1.0, 2.0], [3.0, 4.0]]}),
        px.Schema(id_column_name="id", document_column_names=px.EmbeddingColumnNames("v")),
    )
    session = px.launch_app(primary=make_dataset(), corpus=documents)
    session.selection = {"corpus": [0]}
    assert session.export("empty").shape == (0, 0)
    assert session.exports.names == ["empty"]


def test_a_new_kernel_of_the_notebook_goes_on_with_its_session(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/me/Drift.ipynb")
    first = run_python("px.launch_app(px.Dataset(pd.DataFrame({'n': [1, 2]}), px.Schema()), run_in_thread=False)")
    [record] = discovery.read_records()
    second = run_python("print(px.launch_app(run_in_thread=False))")
    assert [found.pid for found in discovery.read_records()] == [record.pid]
    assert "Continuing" not in first
    assert "Continuing the Phoenix session that this notebook already had" in second
    assert '<Session "Drift" at' in second
    assert "primary 2 rows>" in second


def run_python(code: str) -> str:
    """What a Python process of its own prints, which ends without closing its session."""
    lines = f"import pandas as pd\nimport jupyterlab_phoenix as px\n{code}"
    environment = {**os.environ, "PYTHONPATH": str(Path(px.__file__).parents[1])}
    return subprocess.run(
        [sys.executable, "-c", lines], check=True, capture_output=True, text=True, env=environment
    ).stdout


def test_a_warning_is_given_at_every_launch():
    dataset = px.Dataset(make_frame(when=[None] * 60), SCHEMA)
    with warnings.catch_warnings(record=True) as caught:
        for _ in range(2):
            px.launch_app(dataset)
    assert ["have no time" in str(warning.message) for warning in caught] == [True, True]


def test_data_loaded_by_another_process_warn_here_too():
    session = px.launch_app(make_dataset())
    deadline = time.monotonic() + 30
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        other = px.Session(session._connection.record)
        other._load({"primary": px.Dataset(make_frame(when=[None] * 60), SCHEMA)}, None)
        while not caught and time.monotonic() < deadline:
            time.sleep(0.02)
    assert "have no time" in str(caught[0].message)
