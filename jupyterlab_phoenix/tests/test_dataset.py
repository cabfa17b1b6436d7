import errno
import os
import shutil

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix import arrow, errors
from jupyterlab_phoenix.errors import PhoenixWarning

E = px.EmbeddingColumnNames


def frame(**changes):
    columns = {
        "id": ["a", "b", "c"],
        "t": pd.to_datetime(["2020-01-03", "2020-01-01", "2020-01-02"]),
        "label": ["x", "y", "x"],
        "n": [1, 2, 3],
        "v": [[1.0, 2.0], [3.0, 4.0], None],
        "text": ["one", "two", "three"],
        **changes,
    }
    return pd.DataFrame(columns)


def faults(data, schema):
    with pytest.raises(px.DatasetError) as caught:
        px.Dataset(data, schema)
    return [(type(error).__name__, str(error)) for error in caught.value.errors]


def test_features_are_inferred_from_unclaimed_columns_in_order():
    schema = px.Schema(
        timestamp_column_name="t",
        response_column_names="text",
        embedding_feature_column_names={"e": E("v")},
        excluded_column_names=["id"],
    )
    dataset = px.Dataset(frame(), schema, name="prod")
    assert dataset.schema.feature_column_names == ["label", "n"]
    assert dataset.schema.excluded_column_names is None
    assert list(dataset.dataframe.columns) == ["t", "label", "n", "v", "text"]
    assert repr(dataset) == '<Dataset "prod">'
    assert len(dataset) == 3


def test_only_named_columns_survive_explicit_features():
    schema = px.Schema(feature_column_names=["n"], tag_column_names=["gone"], response_column_names="text")
    dataset = px.Dataset(frame(), schema)
    assert list(dataset.dataframe.columns) == ["n", "text"]
    assert dataset.schema.tag_column_names == ["gone"]
    assert dataset._to_table().column_names == ["n", "text"]


def test_excluding_every_explicit_feature_leaves_none():
    dataset = px.Dataset(frame(), px.Schema(feature_column_names=["n"], excluded_column_names=["n"]))
    assert dataset.schema.feature_column_names is None
    assert list(dataset.dataframe.columns) == []
    assert dataset._to_table().num_rows == len(frame())


def test_excluding_an_embedding_takes_its_columns_along():
    schema = px.Schema(
        embedding_feature_column_names={"e": E("v", raw_data_column_name="text")}, excluded_column_names=["e"]
    )
    assert list(px.Dataset(frame(), schema).dataframe.columns) == ["id", "t", "label", "n"]


def test_excluding_a_column_of_an_embedding_only_warns():
    schema = px.Schema(embedding_feature_column_names={"e": E("v")}, excluded_column_names=["v", "nowhere"])
    with pytest.warns(PhoenixWarning) as caught:
        dataset = px.Dataset(frame(), schema)
    assert "v" in dataset.dataframe.columns
    assert ['"v" has no effect' in str(w.message) for w in caught] == [True, False]
    assert '"nowhere"' in str(caught[1].message)


def test_a_single_role_is_dropped_with_its_column():
    schema = px.Schema(prediction_label_column_name="label", excluded_column_names=["label"])
    dataset = px.Dataset(frame(), schema)
    assert dataset.schema.prediction_label_column_name is None
    assert "label" not in dataset.dataframe.columns


def test_a_column_called_prediction_id_is_reserved():
    data = frame().rename(columns={"id": "prediction_id"})
    with pytest.warns(PhoenixWarning, match="reserved"):
        dataset = px.Dataset(data, px.Schema())
    assert "prediction_id" not in dataset.schema.feature_column_names
    named = px.Dataset(data, px.Schema(feature_column_names=["prediction_id"]))
    assert named.schema.feature_column_names == ["prediction_id"]


def test_two_embeddings_may_share_a_vector_column():
    schema = px.Schema(embedding_feature_column_names={"e": E("v"), "f": E("v", "text")})
    assert list(px.Dataset(frame(), schema).schema.embedding_feature_column_names) == ["e", "f"]


def test_missing_columns_are_listed_in_schema_order():
    schema = px.Schema(
        prediction_id_column_name="i",
        feature_column_names=["n", "f"],
        tag_column_names=["tag"],
        actual_score_column_name="s",
        prompt_column_names=px.RetrievalEmbeddingColumnNames("p", context_retrieval_ids_column_name="ids"),
        response_column_names="answer",
        embedding_feature_column_names={"e": E("w", link_to_data_column_name="url")},
    )
    [(kind, text)] = faults(frame(), schema)
    assert kind == "MissingColumns"
    assert 'no columns "i", "f", "s", "p", "w", "url" that' in text


@pytest.mark.parametrize(
    ("ids", "kind"),
    [
        (pd.to_datetime(["2020-01-01"] * 3), "InvalidColumnType"),
        (pd.to_timedelta([1, 2, 3]), "InvalidColumnType"),
        ([1, 2, 3], None),
        ([1.5, None, 2.0], None),
        ([True, False, True], None),
        (pd.Categorical(["a", "b", "a"]), None),
        ([1, "a", None], None),
        ([[1], [2], [3]], None),
        (pd.to_datetime(["2020-01-01"] * 3).date, None),
    ],
)
def test_ids_are_anything_but_times(ids, kind):
    schema = px.Schema(prediction_id_column_name="id")
    if kind is None:
        assert len(px.Dataset(frame(id=ids), schema)) == 3
    else:
        assert [found for found, _ in faults(frame(id=ids), schema)] == [kind]


def test_ids_and_times_cannot_be_excluded():
    schema = px.Schema(prediction_id_column_name="id", timestamp_column_name="t", excluded_column_names=["t", "id"])
    assert [kind for kind, _ in faults(frame(), schema)] == ["InvalidSchemaError", "InvalidSchemaError"]


def test_groups_of_checks_stop_at_the_first_that_finds_something():
    schema = px.Schema(
        timestamp_column_name="t",
        excluded_column_names=["t"],
        embedding_feature_column_names={"e": E("v")},
    )
    assert [kind for kind, _ in faults(frame(v=[[1], [1, 2], None]), schema)] == ["InvalidSchemaError"]


def test_every_embedding_is_checked_once():
    data = frame(v=[[1, 2], [1], ["x"]], w=[(1, 2), None, None], q=[[1], [1], [1]])
    schema = px.Schema(embedding_feature_column_names={"e": E("v"), "f": E("w")}, prompt_column_names=E("q"))
    assert [kind for kind, _ in faults(data, schema)] == [
        "EmbeddingVectorSizeMismatch",
        "InvalidEmbeddingVectorDataType",
    ]
    schema = px.Schema(prompt_column_names=E("q"), response_column_names=E("w"))
    assert [kind for kind, _ in faults(data, schema)] == [
        "InvalidEmbeddingVectorSize",
        "InvalidEmbeddingVectorDataType",
    ]


def test_reserved_embedding_names_clash_only_with_their_role():
    prompt = px.Schema(prompt_column_names=E("v"), embedding_feature_column_names={"prompt": E("v")})
    assert [kind for kind, _ in faults(frame(), prompt)] == ["InvalidEmbeddingReservedName"]
    alone = px.Schema(embedding_feature_column_names={"prompt": E("v"), "response": E("v")})
    assert len(px.Dataset(frame(), alone)) == 3


def test_an_error_has_one_line_per_fault_and_a_code():
    schema = px.Schema(prediction_id_column_name="id", timestamp_column_name="t", excluded_column_names=["t", "id"])
    with pytest.raises(px.DatasetError) as caught:
        px.Dataset(frame(), schema)
    assert len(str(caught.value).splitlines()) == 2
    assert caught.value.code == "dataset/invalid"
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([1, 2], "a list as the data"),
        (None, "a NoneType"),
        (np.ones((2, 2)), "a ndarray"),
        (pd.Series([1, 2], name="x"), "a Series"),
        (pl.LazyFrame({"a": [1]}), "collect"),
        (pl.DataFrame({"n": [1], "a": pl.Series([2**100], dtype=pl.Int128)}), 'column "a" of type Int128'),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), 'same name apart: "a"'),
        (pd.DataFrame([[1, 2]], columns=[1, "1"]), 'same name apart: "1"'),
        (pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")])), "2 levels"),
        ({"a": [1], "b": [1, 2]}, 'different lengths: "a" 1, "b" 2'),
        ({"a": 1}, 'column "a"'),
    ],
)
def test_what_is_no_table_is_refused(data, words):
    with pytest.raises(px.DatasetError, match=words):
        px.Dataset(data, px.Schema())


def test_labels_become_text():
    data = pd.DataFrame({0: [1], 1.5: [2], pd.Timestamp("2020"): [3], None: [4]})
    dataset = px.Dataset(data, px.Schema(tag_column_names=[0]))
    assert dataset.schema.tag_column_names == ["0"]
    assert dataset.schema.feature_column_names == ["1.5", "2020-01-01 00:00:00", "None"]
    assert data.columns[0] == 0


def test_odd_names_and_a_double_index_work():
    data = pd.DataFrame({"": [1, 2], "__proto__": [1, 2], "a.b": ["x", "y"], "🙂": [1, 2]}, index=[7, 7])
    dataset = px.Dataset(data, px.Schema())
    assert dataset._to_table().column_names == ["", "__proto__", "a.b", "🙂"]
    assert list(dataset.dataframe.index) == [7, 7]


def test_the_frame_is_neither_changed_nor_followed():
    data = frame()
    dataset = px.Dataset(data, px.Schema())
    data.loc[0, "n"] = 99
    data["new"] = 1
    assert dataset.dataframe["n"].tolist() == [1, 2, 3]
    assert dataset._to_table()["n"].to_pylist() == [1, 2, 3]
    assert list(dataset.dataframe.columns) == ["id", "t", "label", "n", "v", "text"]


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_work(rows):
    dataset = px.Dataset(frame()[:rows], px.Schema(embedding_feature_column_names={"e": E("v")}))
    assert dataset._to_table().num_rows == rows


def test_a_wide_frame_works():
    data = pd.DataFrame(np.zeros((3, 2000)))
    assert px.Dataset(data, px.Schema())._to_table().num_columns == 2000


@pytest.mark.parametrize("kind", ["polars", "pyarrow", "dict", "stream"])
def test_other_tables_give_the_same_arrow(kind):
    columns = {"n": [1, 2], "s": ["a", None], "v": [[1.0, 2.0], [3.0, 4.0]]}
    data = {
        "polars": lambda: pl.DataFrame(columns),
        "pyarrow": lambda: pa.table(columns),
        "dict": lambda: {**columns, "v": np.array(columns["v"])},
        "stream": lambda: pa.RecordBatchReader.from_batches(pa.table(columns).schema, pa.table(columns).to_batches()),
    }[kind]()
    dataset = px.Dataset(data, px.Schema(embedding_feature_column_names={"e": E("v")}))
    table = dataset._to_table()
    assert table.to_pydict() == columns
    assert [str(field.type) for field in table.schema] == ["int64", "string", "fixed_size_list<item: float>[2]"]
    dataset._release_table()
    assert dataset._to_table().equals(table)


def test_unnamed_datasets_get_a_name_of_their_own():
    first, second = (px.Dataset(frame(), px.Schema()) for _ in range(2))
    assert first.name.startswith("phoenix_dataset_")
    assert first.name != second.name
    assert not first.is_named
    with pytest.raises(px.DatasetError, match="501 characters"):
        px.Dataset(frame(), px.Schema(), name="x" * 501)


def test_other_schemas_are_refused():
    with pytest.raises(px.DatasetError, match="a dict as a schema"):
        px.Dataset(frame(), {"timestamp_column_name": "t"})


def test_open_inference_names_tell_the_schema():
    data = pd.DataFrame(
        {
            ":id.id:": ["1"],
            ":timestamp.iso_8601:": ["2020-01-01"],
            ":feature.float:age": [1.0],
            ":Tag.STR:city": ["x"],
            ":prediction.str.label:guess": ["a"],
            ":prediction.float.score:p": [0.5],
            ":actual.str.label:truth": ["b"],
            ":feature.[float].embedding:prompt": [[1.0, 2.0]],
            ":feature.text:prompt": ["q"],
            ":feature.[str].retrieved_document_ids:prompt": [["7"]],
            ":feature.[float].retrieved_document_scores:prompt": [[0.5]],
            ":prediction.text:response": ["a"],
            ":feature.[float].embedding:image": [[1.0, 2.0, 3.0]],
            ":feature.str.link_to_data:image": ["http://x"],
        }
    )
    schema = px.Dataset.from_open_inference(data).schema
    assert schema == px.Schema(
        prediction_id_column_name=":id.id:",
        timestamp_column_name=":timestamp.iso_8601:",
        feature_column_names=["age"],
        tag_column_names=["city"],
        prediction_label_column_name="guess",
        prediction_score_column_name="p",
        actual_label_column_name="truth",
        prompt_column_names=px.RetrievalEmbeddingColumnNames(
            "prompt",
            ":feature.text:prompt",
            None,
            ":feature.[str].retrieved_document_ids:prompt",
            ":feature.[float].retrieved_document_scores:prompt",
        ),
        response_column_names="response",
        embedding_feature_column_names={
            "image": E("image", link_to_data_column_name=":feature.str.link_to_data:image")
        },
    )
    assert px.Dataset.from_open_inference(pl.DataFrame({":feature.int:a": [1]})).schema.feature_column_names == ["a"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["age"], "look like"),
        ([":colour.float:age"], 'category "colour" is none of'),
        ([":feature.float.size:age"], 'specifier "size" is none of'),
        ([":feature.text:prompt"], '"prompt" without an embedding'),
        ([":feature.float.score:response"], '"response" without'),
        ([":feature.float:a", ":tag.str:a"], '"a" apart'),
        ([":feature.float:a", ":prediction.str.label:a"], '"a" apart'),
    ],
)
def test_other_names_are_refused_by_open_inference(columns, words):
    with pytest.raises(px.DatasetError, match=words):
        px.Dataset.from_open_inference(pd.DataFrame([[1] * len(columns)], columns=columns))


def test_the_file_is_one_uncompressed_batch_of_the_owner(tmp_path):
    table = px.Dataset(frame(), px.Schema())._to_table()
    arrow.write_table(table, tmp_path / "new", "x.arrow")
    file = tmp_path / "new" / "x.arrow"
    reader = pa.ipc.open_file(file)
    assert reader.num_record_batches == 1
    assert reader.read_all().equals(table)
    assert os.listdir(file.parent) == ["x.arrow"]
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    table = px.Dataset(frame(), px.Schema())._to_table()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10))
    with pytest.raises(errors.StorageError, match="0 MB are free") as caught:
        arrow.write_table(table, tmp_path / "datasets", "x.arrow")
    assert caught.value.code == "disk/full"
    assert os.listdir(tmp_path / "datasets") == []


def test_an_error_while_writing_leaves_nothing_behind(tmp_path, monkeypatch):
    table = px.Dataset(frame(), px.Schema())._to_table()

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(errors.StorageError, match="Free some space"):
        arrow.write_table(table, tmp_path / "datasets", "x.arrow")
    assert os.listdir(tmp_path / "datasets") == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(errors.StorageError, match="PHOENIX_WORKING_DIR") as caught:
        arrow.write_table(px.Dataset(frame(), px.Schema())._to_table(), tmp_path / "file" / "datasets", "x.arrow")
    assert caught.value.code == "disk/unwritable"
