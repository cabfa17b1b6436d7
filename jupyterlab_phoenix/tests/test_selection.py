import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import jupyterlab_phoenix as px
from jupyterlab_phoenix.selection import Rows, to_runs

FRAME = pd.DataFrame({"key": ["a", "b", "c", "d"], "n": [1, 2, 3, 4]}, index=[10, 20, 30, 40])


def rows(index=None, ids=None, known=True):
    frame = FRAME if index is None else FRAME.set_axis(index)
    datasets = {"primary": px.Dataset(frame, px.Schema(prediction_id_column_name=ids)), "reference": None}
    return Rows(
        {"primary": 4, "reference": 3},
        {"primary": "prod", "reference": "reference"},
        {"primary": datasets["primary"]} if known else {},
    )


def by(how, runs, dataset="primary"):
    return [{"by": how, "dataset": dataset, "runs": runs}]


@pytest.mark.parametrize(
    ("numbers", "runs"),
    [([], []), ([5], [5, 1]), ([3, 1, 2, 2], [1, 3]), ([0, 2, 3, 9], [0, 1, 2, 2, 9, 1])],
)
def test_to_runs_joins_neighbors(numbers, runs):
    assert to_runs(np.array(numbers)) == runs


@pytest.mark.parametrize(
    "value",
    [[0, 2, 3], np.array([3, 2, 0]), pd.Series([0, 2, 3], index=[7, 8, 9]), pd.Index([0, 2, 3]), (0, 2, 3), {0, 2, 3}],
    ids=lambda value: type(value).__name__,
)
def test_integers_are_rows_by_time(value):
    assert rows().to_parts(value) == by("rows", [0, 1, 2, 2])


@pytest.mark.parametrize(
    "value",
    [
        [True, False, True, True],
        np.array([True, False, True, True]),
        FRAME["n"] != 2,
        (FRAME["n"] != 2).sort_index(ascending=False),
        pd.Series([True, None, True, True], dtype="boolean"),
        pl.Series([True, False, True, True]),
        pa.array([True, None, True, True]),
        pa.chunked_array([[True, False], [True, True]]),
    ],
    ids=["list", "array", "series", "reordered series", "nullable", "polars", "arrow", "arrow chunks"],
)
def test_a_mask_is_in_the_order_of_the_frame(value):
    assert rows().to_parts(value) == by("source", [0, 1, 2, 2])


def test_a_mask_without_a_known_frame_goes_by_position():
    assert rows(known=False).to_parts(FRAME["n"] != 2) == by("source", [0, 1, 2, 2])


def test_text_names_prediction_ids_everywhere():
    assert rows().to_parts(pa.array(["a", None])) == [{"by": "ids", "ids": ["a"]}]
    assert rows().to_parts(["a", "x", "a"]) == [{"by": "ids", "ids": ["a", "x"]}]


@pytest.mark.parametrize("value", [None, [], {}, FRAME[:0], np.array([])])
def test_nothing_selects_nothing(value):
    assert rows().to_parts(value) == []


def test_a_dict_addresses_data_sets_by_role_or_name():
    parts = rows().to_parts({"prod": [1], "reference": [True, False, False]})
    assert parts == [*by("rows", [1, 1]), *by("source", [0, 1], "reference")]
    assert rows().to_parts({"reference": ["x"]}) == [{"by": "ids", "ids": ["x"], "dataset": "reference"}]


def test_points_of_a_map_are_found_by_dataset_and_row():
    points = pd.DataFrame({"dataset": ["primary", "reference", "prod"], "row": [1, 2, 3], "id": ["a", "b", "c"]})
    assert rows().to_parts(points) == [
        *by("rows", [1, 1]),
        *by("rows", [2, 1], "reference"),
        *by("rows", [3, 1]),
    ]


def test_rows_of_a_frame_are_found_by_prediction_id():
    assert rows(ids="key").to_parts(FRAME[FRAME.n > 2]) == [{"by": "ids", "ids": ["c", "d"], "dataset": "primary"}]
    assert rows(ids="n").to_parts(FRAME[:1]) == [{"by": "ids", "ids": ["1"], "dataset": "primary"}]


def test_rows_of_an_export_are_found_by_its_ids_and_names():
    export = pd.DataFrame({"prediction_id": ["u", "v"], "__phoenix_dataset_name__": ["prod", "reference"]})
    assert rows().to_parts(export) == [
        {"by": "ids", "ids": ["u"], "dataset": "primary"},
        {"by": "ids", "ids": ["v"], "dataset": "reference"},
    ]


def test_rows_of_a_frame_without_ids_are_found_by_its_index():
    assert rows().to_parts(FRAME.loc[[40, 10]]) == by("source", [0, 1, 3, 1])
    assert rows().to_parts({"prod": FRAME.loc[[20]]}) == by("source", [1, 1])


def test_a_column_called_row_that_holds_no_rows_is_no_address():
    frame = FRAME.assign(row=["x"] * 4, dataset="primary")
    assert rows().to_parts(frame[:1]) == by("source", [0, 1])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([4], 'row 4 of "prod": it has 4 rows'),
        ([-1], "row -1"),
        ([True, False], '2 values: "prod" has 4 rows'),
        ([1.5], "values of kind floating"),
        ([1, "a"], "values of kind mixed"),
        (np.zeros((2, 2)), "an array of 2 dimensions"),
        ("a", "Cannot select by 'a'"),
        (3, "Cannot select by 3"),
        ({"other": [1]}, '\'other\': the data sets are "primary", "reference", "prod"'),
        (pd.DataFrame({"x": [1]}, index=[99]), "Cannot find 1 of 1 rows"),
    ],
)
def test_what_names_no_rows_is_one_sentence(value, message):
    with pytest.raises(px.RequestError) as caught:
        rows().to_parts(value)
    assert message in str(caught.value)


def test_an_index_that_repeats_does_not_find_rows():
    with pytest.raises(px.RequestError, match="more than once"):
        rows(index=[1, 1, 2, 3]).to_parts(FRAME.set_axis([1, 1, 2, 3])[:1])


def test_without_data_there_is_nothing_to_select():
    with pytest.raises(px.RequestError, match="no data is loaded"):
        Rows({}, {}, {}).to_parts([1])
