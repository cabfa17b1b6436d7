import datetime as dt
import decimal
import io
import pathlib
import uuid

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from jupyterlab_phoenix.columns import series_to_arrow, to_plain_type
from jupyterlab_phoenix.dataset import Dataset
from jupyterlab_phoenix.schema import Schema

UTC = dt.timezone.utc


def objects(*values):
    return pd.Series(list(values), dtype=object)


class Mute:
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("series", "kind", "values"),
    [
        (objects(1, None, float("nan")), pa.int64(), [1, None, None]),
        (objects(pd.NA, "a", None, np.nan), pa.string(), [None, "a", None, None]),
        (objects(None, np.nan), pa.null(), [None, None]),
        (objects(True, None), pa.bool_(), [True, None]),
        (objects(1, 2.5), pa.float64(), [1.0, 2.5]),
        (objects(decimal.Decimal("1.1"), None), pa.decimal128(2, 1), [decimal.Decimal("1.1"), None]),
        (objects(dt.date(2020, 1, 1), None), pa.date32(), [dt.date(2020, 1, 1), None]),
        (objects(dt.timedelta(1)), pa.duration("us"), [dt.timedelta(1)]),
        (objects([1, 2], [3], None), pa.list_(pa.int64()), [[1, 2], [3], None]),
        (pd.Series([1, None], dtype="Int64"), pa.int64(), [1, None]),
        (pd.Series([2**63 + 1], dtype="uint64"), pa.uint64(), [2**63 + 1]),
        (pd.Series([True, None], dtype="boolean"), pa.bool_(), [True, None]),
        (pd.Series(["a", None], dtype="string"), pa.string(), ["a", None]),
        (pd.Series([1.5, None]), pa.float64(), [1.5, None]),
        (pd.Series(np.array([1.5, np.nan], dtype=np.longdouble)), pa.float64(), [1.5, None]),
        (pd.Series([0, 0, 1]).astype(pd.SparseDtype(int)), pa.int64(), [0, 0, 1]),
        (pd.Series(["a"], dtype=pd.ArrowDtype(pa.large_string())), pa.string(), ["a"]),
    ],
    ids=lambda value: str(value) if isinstance(value, pa.DataType) else "",
)
def test_one_kind_of_cell_keeps_its_type(series, kind, values):
    array = series_to_arrow(series)
    assert (array.type, array.to_pylist()) == (kind, values)


@pytest.mark.parametrize(
    ("series", "values"),
    [
        (objects("x", b"y"), ["x", "y"]),
        (objects(2**70, 1), [str(2**70), "1"]),
        (objects({"a": 1}, None), ['{"a": 1}', None]),
        (objects(dt.date(2020, 1, 1), dt.datetime(2020, 1, 1, 5)), ["2020-01-01", "2020-01-01T05:00:00"]),
        (
            objects(dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 1, tzinfo=UTC)),
            ["2020-01-01T00:00:00", "2020-01-01T00:00:00+00:00"],
        ),
        (objects("a\ud800"), ["a?"]),
        (objects(pathlib.PurePosixPath("/x"), 1), ["/x", "1"]),
        (objects(Mute(), 1), ["<Mute>", "1"]),
        (objects(uuid.UUID(int=1)), ["00000000-0000-0000-0000-000000000001"]),
        (pd.Series([1 + 2j]), ["(1+2j)"]),
        (pd.Series(pd.period_range("2020", periods=1, freq="M")), ["2020-01"]),
        (pd.Series(pd.interval_range(0, 1)), ["(0, 1]"]),
    ],
)
def test_cells_that_do_not_fit_one_type_become_text(series, values):
    array = series_to_arrow(series)
    assert (array.type, array.to_pylist()) == (pa.string(), values)


@pytest.mark.parametrize(
    "cells",
    [
        [1, "a", None, "1"],
        [True, 1, 1.5, "True"],
        [True, 0, None],
        [np.int64(2), np.float32(0.5), np.bool_(False), np.str_("x"), ""],
    ],
)
def test_text_numbers_and_booleans_side_by_side_stay_what_they_are(cells):
    array = series_to_arrow(objects(*cells))
    assert pa.types.is_union(array.type)
    assert [(type(cell), cell) for cell in array.to_pylist()] == [
        (type(cell), cell) for cell in (getattr(cell, "item", lambda cell=cell: cell)() for cell in cells)
    ]


def test_categories_become_a_dictionary_with_int32_indices():
    array = series_to_arrow(pd.Series(["b", None, "a"], dtype=pd.CategoricalDtype(["a", "b"], ordered=True)))
    assert array.type == pa.dictionary(pa.int32(), pa.string(), ordered=True)
    assert array.to_pylist() == ["b", None, "a"]
    assert series_to_arrow(pd.Series([3, 1]).astype("category")).type == pa.dictionary(pa.int32(), pa.int64())


def test_intervals_as_categories_become_text():
    array = series_to_arrow(pd.cut(pd.Series([1, 2, 3]), [0, 2, 3]))
    assert array.to_pylist() == ["(0, 2]", "(0, 2]", "(2, 3]"]


def test_categories_of_several_types_are_no_dictionary():
    assert series_to_arrow(objects(1, "1").astype("category")).to_pylist() == [1, "1"]


def test_polars_columns_get_types_that_the_server_reads():
    frame = pl.DataFrame(
        {
            "text": ["a", None],
            "category": pl.Series(["x", "y"], dtype=pl.Categorical),
            "list": [["a"], ["b", "c"]],
            "struct": [{"a": 1}, {"a": 2}],
            "time": [dt.datetime(2020, 1, 1, tzinfo=UTC), None],
        }
    )
    table = pa.table(frame)
    columns = {name: to_plain_type(table[name]) for name in table.column_names}
    assert columns["text"].type == pa.string()
    assert columns["category"].type == pa.dictionary(pa.int32(), pa.string())
    assert columns["list"].type == pa.list_(pa.string())
    assert columns["struct"].to_pylist() == ['{"a": 1}', '{"a": 2}']
    assert columns["time"].type == pa.timestamp("us", tz="UTC")


def test_pandas_frames_come_back_from_the_file_as_they_were():
    frame = pd.DataFrame(
        {
            "int": [1, 2**53 + 1],
            "Int64": pd.Series([1, None], dtype="Int64"),
            "bool": [True, False],
            "boolean": pd.Series([True, None], dtype="boolean"),
            "float32": np.array([1.5, np.nan], dtype="float32"),
            "text": ["a", "ö🙂"],
            "string": pd.Series(["a", None], dtype="string"),
            "category": pd.Series(["b", "a"], dtype=pd.CategoricalDtype(["a", "b", "c"], ordered=True)),
            "zoned": pd.to_datetime(["2020-01-01", None]).tz_localize("Europe/Berlin"),
            "naive": pd.to_datetime(["2020-01-01", "1700-05-05"]).astype("datetime64[s]"),
            "delta": pd.to_timedelta([1, 2], unit="s"),
            "decimal": [decimal.Decimal("1.10"), None],
            "date": [dt.date(2020, 1, 1), None],
            "bytes": [b"x", None],
            "list": [[1, 2], None],
        }
    )
    table = Dataset(frame, Schema())._to_table()
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    again = pa.ipc.open_file(pa.py_buffer(sink.getvalue())).read_all().to_pandas()
    pd.testing.assert_frame_equal(again.drop(columns="list"), frame.drop(columns="list"))
    assert list(again["list"][0]) == [1, 2]


def test_a_column_without_a_description_costs_the_others_nothing():
    frame = pd.DataFrame({"wide": np.array([1.5], dtype=np.longdouble), "boolean": pd.array([True], dtype="boolean")})
    frame["odd"] = pd.Series([1], dtype=np.longdouble)
    again = Dataset(frame, Schema())._to_table().to_pandas()
    assert again.dtypes.astype(str).to_dict() == {"wide": "float64", "boolean": "boolean", "odd": "float64"}
