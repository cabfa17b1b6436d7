import decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from jupyterlab_phoenix import errors
from jupyterlab_phoenix.vectors import pack_vectors


def cells(*values):
    array = np.empty(len(values), dtype=object)
    array[:] = [*values, None][:-1]
    for position, value in enumerate(values):
        array[position] = value
    return array


def pack(*values):
    return pack_vectors(cells(*values), "name", "column")


@pytest.mark.parametrize(
    "dtype",
    ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64"],
)
def test_every_numeric_element_type_becomes_float32_where_that_is_exact(dtype):
    packed = pack(np.array([1, 0, 1], dtype=dtype), np.array([0, 0, 1], dtype=dtype))
    assert packed.type == pa.list_(pa.float32(), 3)
    assert packed.to_pylist() == [[1, 0, 1], [0, 0, 1]]


@pytest.mark.parametrize(
    "values",
    [
        ([0.1, 2.0], [3.0, 4.0]),
        ([0.5, 2.0], [0.1, 4.0]),
        (np.array([0.1, 2.0]), np.array([3.0, 4.0])),
        (np.array([0.5, 2.0], dtype="float32"), np.array([0.1, 4.0])),
        ([2**24 + 1, 1], [1, 2]),
        (np.array([2**24 + 1, 1]), np.array([1, 2])),
        ([1e300, 1.0], [1.0, 2.0]),
        ([decimal.Decimal("0.1"), 1], [1, 2]),
    ],
    ids=["lists", "later row", "doubles", "two dtypes", "integers", "int64", "beyond float32", "decimal"],
)
def test_no_element_is_rounded(values):
    # A block holds 1,024 rows: the next one finds what this one did not.
    for rows in (values, [[1, 2]] * 1024 + list(values)):
        packed = pack(*rows)
        assert packed.type == pa.list_(pa.float64(), 2)
        assert packed.to_pylist() == [[float(x) for x in value] for value in rows]
        if all(isinstance(row, np.ndarray) for row in rows):
            assert pack_vectors(np.array(rows), "name", "name").equals(packed)
        arrow = pa.array([[float(x) for x in value] for value in rows])
        assert pack_vectors(arrow, "name", "name").equals(packed)


@pytest.mark.parametrize(
    "values",
    [
        ([1, 2], [3, 4]),
        ([1.5, True], [np.float32(3), np.int8(4)]),
        ([1, 2], np.array([3.5, 4])),
        (np.array([1, 2]), np.array([3.5, 4])),
        (pd.Series([1, 2]), [3, 4]),
        (np.array([1, 2], dtype=object), [3, 4]),
        ([2**70, 1], [1, 2]),
        ([decimal.Decimal("1.5"), 1], [1, 2]),
    ],
    ids=["lists", "numpy scalars", "list and array", "two dtypes", "series", "object array", "big integers", "decimal"],
)
def test_mixed_kinds_of_vectors_are_read(values):
    packed = pack(*values)
    expected = [[float(x) for x in value] for value in values]
    assert packed.to_pylist() == expected


def test_missing_rows_stay_missing():
    packed = pack(None, [1, 2], float("nan"), np.array([3, 4]), pd.NA, pd.NaT)
    assert packed.to_pylist() == [None, [1, 2], None, [3, 4], None, None]


def test_not_a_number_inside_a_vector_is_kept():
    assert np.isnan(pack([1, float("nan")], [2, 3]).to_pylist()[0][1])
    assert np.isinf(pack([1.0, float("inf")], [2, 3]).to_pylist()[0][1])


@pytest.mark.parametrize("values", [(), (None, None), (float("nan"),)])
def test_a_column_without_vectors_is_null(values):
    packed = pack(*values)
    assert packed.type == pa.null()
    assert len(packed) == len(values)


@pytest.mark.parametrize(
    ("values", "kind", "words"),
    [
        (([1, 2], (3, 4)), errors.InvalidEmbeddingVectorDataType, "row 1 holds a tuple"),
        (([1, 2], "ab"), errors.InvalidEmbeddingVectorDataType, "row 1 holds a str"),
        ((None, 3.5), errors.InvalidEmbeddingVectorDataType, "row 1 holds a float"),
        ((np.ones((1, 4)),), errors.InvalidEmbeddingVectorDataType, r"an array of shape \(1, 4\)"),
        (([1, 2], [1, "x"]), errors.InvalidEmbeddingVectorValuesDataType, "row 1 holds str 'x'"),
        ((["1", "2"],), errors.InvalidEmbeddingVectorValuesDataType, "row 0 holds str '1'"),
        (([1, None],), errors.InvalidEmbeddingVectorValuesDataType, "row 0 holds None"),
        ((np.array(["a", "b"]),), errors.InvalidEmbeddingVectorValuesDataType, "number"),
        ((np.array([1j, 2]),), errors.InvalidEmbeddingVectorValuesDataType, "complex"),
        ((None, [1, 2], [1, 2, 3]), errors.EmbeddingVectorSizeMismatch, "row 2 has length 3, the first vector has 2"),
        (([1, 2], []), errors.EmbeddingVectorSizeMismatch, "row 1 has length 0"),
        (([1], [2]), errors.InvalidEmbeddingVectorSize, "row 0 has length 1; at least 2"),
        (([], [1, 2]), errors.InvalidEmbeddingVectorSize, "row 0 has length 0"),
        (([1, "x"], [1]), errors.InvalidEmbeddingVectorValuesDataType, "row 0"),
        (([1, 2], [1], "x"), errors.EmbeddingVectorSizeMismatch, "row 1"),
    ],
)
def test_the_first_row_that_breaks_a_rule_is_named(values, kind, words):
    with pytest.raises(kind, match=words) as caught:
        pack(*values)
    assert 'embedding "name" (column "column")' in str(caught.value)


def test_columns_of_numbers_are_no_vectors():
    with pytest.raises(errors.InvalidEmbeddingVectorDataType, match="row 1 holds a float64"):
        pack_vectors(np.array([np.nan, 2.5]), "name", "name")


def test_a_matrix_is_taken_as_it_is():
    packed = pack_vectors(np.arange(6).reshape(3, 2), "name", "name")
    assert packed.to_pylist() == [[0, 1], [2, 3], [4, 5]]
    with pytest.raises(errors.InvalidEmbeddingVectorSize):
        pack_vectors(np.ones((3, 1)), "name", "name")
    with pytest.raises(errors.InvalidEmbeddingVectorValuesDataType):
        pack_vectors(np.array([["a", "b"]]), "name", "name")


ROWS = [[1, 2], None, [3, 4]]


@pytest.mark.parametrize(
    "kind",
    [
        pa.list_(pa.float64()),
        pa.large_list(pa.int16()),
        pa.list_(pa.float32(), 2),
        pa.list_(pa.uint8(), 2),
        pa.list_(pa.float16()),
        pa.list_(pa.decimal128(5, 2)),
    ],
    ids=str,
)
def test_arrow_lists_become_fixed_size_lists(kind):
    array = pa.array(ROWS, kind)
    assert pack_vectors(array, "name", "name").to_pylist() == ROWS
    chunked = pa.chunked_array([array.slice(2), array.slice(0, 2)])
    assert pack_vectors(chunked, "name", "name").to_pylist() == [[3, 4], [1, 2], None]


@pytest.mark.parametrize(
    ("array", "kind", "words"),
    [
        (pa.array([[1, 2], [3]]), errors.EmbeddingVectorSizeMismatch, "row 1 has length 1"),
        (pa.array([None, [1.0, None]]), errors.InvalidEmbeddingVectorValuesDataType, "row 1 holds None"),
        (pa.array([["a", "b"]]), errors.InvalidEmbeddingVectorValuesDataType, "row 0 holds str 'a'"),
        (pa.array([None, "ab"]), errors.InvalidEmbeddingVectorDataType, "row 1 holds a str"),
        (pa.array([[1.0]]), errors.InvalidEmbeddingVectorSize, "row 0 has length 1"),
    ],
)
def test_arrow_vectors_keep_the_same_rules(array, kind, words):
    with pytest.raises(kind, match=words):
        pack_vectors(array, "name", "name")


def test_memory_that_was_not_written_is_not_read():
    # numpy hands small blocks out again: these hold signalling NaNs, of which it warns.
    blocks = [np.full(5 * 7, 0x7FA00000, dtype=np.uint32) for _ in range(7)]
    del blocks
    with np.errstate(invalid="raise"):
        array = pack(*[[0.1] * 7] * 5)
    assert array.type == pa.list_(pa.float64(), 7)
