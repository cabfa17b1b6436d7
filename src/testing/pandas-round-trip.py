"""Frames of every dtype for export-pandas.test.ts: `write DIR` makes them, `check DIR` compares what came back."""

import datetime
import decimal
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 9
ORDER = [5, 2, 8, 0, 7, 1, 6, 3, 4]


def every_dtype() -> pd.DataFrame:
    """One column per dtype, missing cells where the dtype has them."""
    texts = ["a", "bé", "", "😀", None, "x" * 50, "\ufeffz", "nan", "a\x00b"]
    hours = pd.date_range("2024-03-31", periods=ROWS, freq="h")
    columns = {
        **{f"int{bits}": np.arange(ROWS).astype(f"int{bits}") for bits in (8, 16, 32)},
        **{f"uint{bits}": np.arange(ROWS).astype(f"uint{bits}") for bits in (8, 16, 32)},
        "int64": np.array([2**60 + 1, -5, 0, 1, 2, 3, 2**63 - 1, -(2**63), 9], dtype="int64"),
        "uint64": np.array([2**64 - 1, 0, 1, 2, 3, 4, 5, 6, 7], dtype="uint64"),
        "float16": np.array([0.1, np.nan, 1, 2, 3, 4, np.inf, -np.inf, -0.0], dtype="float16"),
        "float32": np.array([0.1, np.nan, 1, 2, 3, 4, np.inf, -np.inf, -0.0], dtype="float32"),
        "float64": np.array([0.1, np.nan, 1e300, 2, 3, 4, np.inf, -np.inf, -0.0]),
        "bool": [True, False, True] * 3,
        "boolean": pd.array([True, None, False] * 3, dtype="boolean"),
        "Int64": pd.array([1, None, 2**60 + 1, 4, 5, 6, 7, 8, 9], dtype="Int64"),
        "UInt8": pd.array([1, None, 3, 4, 5, 6, 7, 8, 255], dtype="UInt8"),
        "Float64": pd.array([1.5, None, 2, 4, 5, 6, 7, 8, 9], dtype="Float64"),
        "str": texts,
        "object": pd.Series(texts, dtype=object),
        "string": pd.array(texts, dtype="string"),
        "category": pd.Categorical(["a", "b", None] * 3, categories=["c", "b", "a", "unused"], ordered=True),
        "category of int": pd.Categorical([1, 2, None] * 3),
        "datetime64[s]": hours.astype("datetime64[s]"),
        "datetime64[ms]": hours.astype("datetime64[ms]"),
        "datetime64[ns]": [None, *(hours.astype("datetime64[ns]") + pd.Timedelta(1, "ns"))[1:]],
        "datetime64[us, Europe/Paris]": hours.tz_localize("UTC").astype("datetime64[us, Europe/Paris]"),
        "timedelta": pd.to_timedelta(range(ROWS), unit="s"),
        "period": pd.period_range("2024-01", periods=ROWS, freq="M"),
        "interval": pd.interval_range(0, ROWS),
        "date": [datetime.date(2024, 1, 1), None, datetime.date(1, 1, 1)] * 3,
        "time": [datetime.time(1, 2, 3, 4), None, datetime.time(23, 59)] * 3,
        "decimal": [decimal.Decimal("1.25"), None, decimal.Decimal("-99.99")] * 3,
        "list": [[1, 2], None, []] * 3,
        "list of text": [["a", None], None, []] * 3,
        "dict": [{"x": 1, "y": "a"}, None, {"x": None, "y": "b"}] * 3,
        "bytes": [b"ab", None, b""] * 3,
        "nothing": [None] * ROWS,
        "": range(ROWS),
        "__proto__": range(ROWS),
        "a.b": range(ROWS),
    }
    return pd.DataFrame(columns)


def every_arrow_type() -> pa.Table:
    """Types that pandas does not make by itself."""
    longs = ["short", None, "a text longer than twelve bytes"] * 3
    columns = {
        "string_view": pa.array(longs, pa.string_view()),
        "binary_view": pa.array([each and each.encode() for each in longs], pa.binary_view()),
        "large_string": pa.array(longs, pa.large_string()),
        "large_list": pa.array([[1.0], None, [2.0, 3.0]] * 3, pa.large_list(pa.float64())),
        "fixed_size_list": pa.array([[1.0, 2.0], None, [3.0, None]] * 3, pa.list_(pa.float32(), 2)),
        "fixed_size_binary": pa.array([b"abc", None, b"xyz"] * 3, pa.binary(3)),
        "decimal256": pa.array([decimal.Decimal("123456789012345678901234567890.5")] * ROWS, pa.decimal256(50, 3)),
        "time32": pa.array([1, None, 3] * 3, pa.time32("s")),
        "time64": pa.array([1, None, 3] * 3, pa.time64("ns")),
        "date64": pa.array([0, None, 86_400_000] * 3, pa.date64()),
        "map": pa.array([[("a", 1)], None, []] * 3, pa.map_(pa.string(), pa.int32())),
        "dictionary of list": pa.array([["a"], None, ["b", "c"]] * 3, pa.list_(pa.dictionary(pa.int8(), pa.string()))),
        "list of struct": pa.array([[{"x": 1}], None, [{"x": None}, None]] * 3),
        "month_day_nano": pa.array([(1, 2, 3), None, (4, 5, 6)] * 3, pa.month_day_nano_interval()),
        "dense_union": pa.UnionArray.from_dense(
            pa.array([0, 1, 0] * 3, pa.int8()),
            pa.array([0, 0, 1, 2, 1, 3, 4, 2, 5], pa.int32()),
            [pa.array([1, 2, 3, None, 5, 6]), pa.array(["a", "b", "c"])],
        ),
        "sparse_union": pa.UnionArray.from_sparse(
            pa.array([0, 1, 0] * 3, pa.int8()), [pa.array(range(ROWS)), pa.array(list("abcdefghi"))]
        ),
        "run_end_encoded": pa.RunEndEncodedArray.from_arrays([2, 5, 9], pa.array(["a", None, "b"])),
    }
    return pa.table(columns)


def source(table: pa.Table) -> pa.Table:
    """With ids, and times that put the rows in another order."""
    times = np.argsort(ORDER)
    return table.append_column("id", pa.array(range(ROWS))).append_column("t", pa.array(times))


def write(folder: Path) -> None:
    tables = {
        "pandas": pa.Table.from_pandas(every_dtype(), preserve_index=False),
        "arrow": every_arrow_type(),
    }
    for name, table in tables.items():
        table = source(table)
        path = str(folder / f"{name}.arrow")
        with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            # Several batches: columns are joined when the file is opened.
            writer.write_table(table, max_chunksize=4)


def rows_in_order(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table.slice(i, 1) for i in ORDER])


def unions_as_text(table: pa.Table) -> pa.Table:
    """Pandas reads no unions: they are exported as text."""
    for at, field in enumerate(table.schema):
        if pa.types.is_union(field.type):
            texts = [None if cell is None else str(cell) for cell in table[field.name].to_pylist()]
            table = table.set_column(at, field.name, pa.array(texts, pa.large_string()))
    return table


def compare(name: str, expected: pa.Table, found: pa.Table) -> None:
    assert found.num_rows == expected.num_rows, (name, found.num_rows)
    for field in expected.schema:
        assert found.schema.field(field.name).type == field.type, (name, field, found.schema.field(field.name))
        a, b = expected[field.name].to_pylist(), found[field.name].to_pylist()
        assert repr(a) == repr(b), (name, field.name, a, b)


def check(folder: Path) -> None:
    own = ["id", "t"]
    for name in ("pandas", "arrow"):
        with pa.ipc.open_file(str(folder / f"{name}.arrow")) as reader:
            expected = unions_as_text(rows_in_order(reader.read_all()))
        with pa.ipc.open_file(str(folder / f"{name}-out.arrow")) as reader:
            found = reader.read_all()
        found.validate(full=True)
        compare(name, expected.drop_columns(own), found.drop_columns(own))
        assert found["id"].to_pylist() == [str(i) for i in ORDER]
        assert str(found.schema.field("t").type) == "timestamp[us, tz=UTC]"
        with pa.ipc.open_stream(str(folder / f"{name}-out.arrows")) as reader:
            assert reader.read_all().equals(found)

    with pa.ipc.open_file(str(folder / "pandas.arrow")) as reader:
        expected = rows_in_order(reader.read_all()).to_pandas().drop(columns=own)
    with pa.ipc.open_file(str(folder / "pandas-out.arrow")) as reader:
        frame = reader.read_all().to_pandas()
    assert str(frame["t"].dtype) == "datetime64[us, UTC]"
    pd.testing.assert_frame_equal(frame.drop(columns=own), expected, check_freq=False)

    # Parquet has no seconds, and keeps categories of text only, those in use: as when pyarrow writes it.
    parquet = pd.read_parquet(folder / "pandas-out.parquet")
    loose = ["datetime64[s]", "category", "category of int"]
    pd.testing.assert_frame_equal(parquet.drop(columns=[*own, *loose]), expected.drop(columns=loose))
    for column in loose:
        assert parquet[column].isna().tolist() == expected[column].isna().tolist()
        assert parquet[column].dropna().tolist() == expected[column].dropna().tolist()
    written_as_text = ["map", "month_day_nano", "run_end_encoded"]
    table = pq.read_table(folder / "arrow-out.parquet")
    with pa.ipc.open_file(str(folder / "arrow-out.arrow")) as reader:
        found = reader.read_all()
    for field in found.schema:
        if field.name not in [*written_as_text, "time32"]:
            assert table[field.name].to_pylist() == found[field.name].to_pylist(), field.name

    csv = pd.read_csv(folder / "pandas-out.csv", keep_default_na=False, na_values=[""])
    assert csv["int64"].tolist() == expected["int64"].tolist()
    np.testing.assert_array_equal(csv["float64"], expected["float64"])
    assert csv["id"].tolist() == ORDER
    print(f"{len(expected.columns) + len(table.column_names)} columns agree")


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](Path(sys.argv[2]))
