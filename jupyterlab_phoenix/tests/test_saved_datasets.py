"""Data sets on disk."""

from __future__ import annotations

import datetime as dt
import decimal
import json
import os
import stat
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import arrow, saved_datasets


def make_frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "when": pd.date_range("2025-03-30", periods=3, freq="h", tz="Europe/Berlin"),
            "n": np.array([2**53 + 1, -1, 0]),
            "x": [0.1, np.nan, np.inf],
            "Int64": pd.array([2**53 + 1, None, 0], dtype="Int64"),
            "boolean": pd.array([True, None, False], dtype="boolean"),
            "text": ["ü😀", None, ""],
            "category": pd.Categorical(["b", None, "a"], categories=["c", "b", "a"], ordered=True),
            "day": [dt.date(2025, 1, 1), None, dt.date(1600, 1, 1)],
            "decimal": [decimal.Decimal("1.50"), None, decimal.Decimal(2)],
            "duration": pd.to_timedelta([1, None, 3], unit="s"),
            "mixed": pd.Series([1, "1", None], dtype=object),
            "words": [["a"], [], None],
            "__proto__": [1, 2, 3],
        }
    )


SCHEMA = px.Schema(
    prediction_id_column_name="id",
    timestamp_column_name="when",
    tag_column_names=["text", "not there"],
    prompt_column_names=px.RetrievalEmbeddingColumnNames("v", "text", "text", "words"),
    embedding_feature_column_names={"shape": px.EmbeddingColumnNames("v", link_to_data_column_name="text")},
)


def make_dataset(name: str | None = "prod") -> px.Dataset:
    frame = make_frame()
    frame["v"] = [np.array([1, 2], dtype="float32"), None, np.array([np.nan, 4], dtype="float32")]
    return px.Dataset(frame, SCHEMA, name=name)


def folders() -> list[str]:
    root = Path(os.environ["PHOENIX_WORKING_DIR"]) / "datasets"
    return sorted(path.name for path in root.iterdir()) if root.exists() else []


def test_from_name_gives_back_what_to_disc_saved():
    dataset = make_dataset()
    folder = dataset.to_disc()
    assert folder == Path(os.environ["PHOENIX_WORKING_DIR"]) / "datasets" / "prod"
    loaded = px.Dataset.from_name("prod")
    assert (loaded.name, loaded.schema, loaded.is_named) == ("prod", dataset.schema, True)
    scalars = [label for label in dataset.dataframe.columns if label not in ("v", "words")]
    pd.testing.assert_frame_equal(loaded.dataframe[scalars], dataset.dataframe[scalars])
    # Not a number is not equal to itself: vectors are compared apart.
    assert loaded._to_table().drop_columns("v").equals(dataset._to_table().drop_columns("v"), check_metadata=True)
    np.testing.assert_equal(loaded.dataframe["v"].tolist(), dataset.dataframe["v"].tolist())
    assert loaded.vector_lengths() == dataset.vector_lengths()


def test_saving_again_replaces_the_data_set_of_that_name():
    px.Dataset({"n": [1]}, name="twice").to_disc()
    folder = px.Dataset({"n": [2, 3]}, name="twice").to_disc()
    assert px.Dataset.from_name("twice").dataframe["n"].tolist() == [2, 3]
    assert len(os.listdir(folder)) == 2


@pytest.mark.parametrize(
    "name", ["../../up", "a/b", "..", ".", ".hidden", "con", "a\\b", "a\nb", "a\0b", "ü😀", "x" * 500, "trailing.", " "]
)
def test_names_stay_in_the_folder_and_apart(name):
    folder = px.Dataset({"n": [1]}, name=name).to_disc()
    assert folder.parent == Path(os.environ["PHOENIX_WORKING_DIR"]) / "datasets"
    assert len(folder.name) <= 100
    px.Dataset({"n": [2]}, name=f"{name[:499]}!").to_disc()
    assert len(folders()) == 2
    loaded = px.Dataset.from_name(name)
    assert (loaded.name, loaded.dataframe["n"].tolist()) == (name, [1])


def test_plain_names_are_folder_names():
    for name in ("prod", "My data-set_2.1", "a"):
        assert px.Dataset({"n": [1]}, name=name).to_disc().name == name


def test_unnamed_data_sets_stay_unnamed():
    dataset = px.Dataset({"n": [1]})
    dataset.to_disc()
    assert not px.Dataset.from_name(dataset.name).is_named


def test_tables_of_other_libraries_come_back_as_pandas():
    px.Dataset(pl.DataFrame({"n": [1, None], "v": [[1.0, 2.0], [3.0, 4.0]]}), name="polars").to_disc()
    loaded = px.Dataset.from_name("polars")
    assert isinstance(loaded.dataframe, pd.DataFrame)
    assert loaded.dataframe["v"][1].tolist() == [3.0, 4.0]


def test_a_launched_data_set_can_be_saved():
    dataset = make_dataset()
    dataset._release_table()
    dataset.to_disc()
    assert len(px.Dataset.from_name("prod")) == 3


@pytest.mark.parametrize("name", ["unknown", "", None, 5])
def test_an_unknown_name_lists_what_there_is(name):
    px.Dataset({"n": [1]}, name="known").to_disc()
    with pytest.raises(px.RequestError) as caught:
        px.Dataset.from_name(name)
    assert caught.value.code == "dataset/unknown"
    assert len(str(caught.value).splitlines()) == 1
    if name == "unknown":
        assert '"known"' in str(caught.value)


def test_damaged_files_are_one_sentence():
    folder = make_dataset().to_disc()
    [data] = folder.glob("*.arrow")
    data.write_bytes(data.read_bytes()[:100])
    with pytest.raises(px.DatasetError, match="damaged"):
        px.Dataset.from_name("prod")
    (folder / "schema.json").write_text('{"name": "prod", "schema": 5}')
    with pytest.raises(px.DatasetError, match="damaged"):
        px.Dataset.from_name("prod")


def test_the_file_named_by_the_schema_cannot_lie_elsewhere(tmp_path):
    folder = make_dataset().to_disc()
    [data] = folder.glob("*.arrow")
    data.rename(tmp_path / "elsewhere.arrow")
    content = json.loads((folder / "schema.json").read_text())
    (folder / "schema.json").write_text(json.dumps({**content, "data": str(tmp_path / "elsewhere.arrow")}))
    with pytest.raises(px.DatasetError, match="damaged"):
        px.Dataset.from_name("prod")


@pytest.mark.parametrize("step", ["write_table", "replace"])
def test_a_failed_save_leaves_the_one_of_before(monkeypatch, step):
    folder = px.Dataset({"n": [1]}, name="kept").to_disc()
    before = sorted(os.listdir(folder))

    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "write_table":
        monkeypatch.setattr(arrow.os, "replace", fail)
    else:
        real = os.replace
        monkeypatch.setattr(
            saved_datasets.os, "replace", lambda a, b: fail() if str(b).endswith("json") else real(a, b)
        )
    with pytest.raises(px.StorageError) as caught:
        px.Dataset({"n": [2]}, name="kept").to_disc()
    assert caught.value.code == "disk/full"
    monkeypatch.undo()
    monkeypatch.setenv("PHOENIX_WORKING_DIR", str(folder.parents[1]))
    assert sorted(os.listdir(folder)) == before
    assert px.Dataset.from_name("kept").dataframe["n"].tolist() == [1]


def test_savers_at_once_leave_one_whole_data_set():
    datasets = [px.Dataset({"n": [number] * 1000}, name="busy") for number in range(8)]
    threads = [threading.Thread(target=dataset.to_disc) for dataset in datasets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert px.Dataset.from_name("busy").dataframe["n"].nunique() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_files_are_the_owners_alone():
    for path in make_dataset().to_disc().iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
