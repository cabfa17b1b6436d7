"""Makes the files behind ``px.load_example()``: real data, real models, real predictions, one told-of change in each.

Run it from anywhere: ``python examples/data/make.py``. Nothing is downloaded: the measurements come with scikit-learn,
the handbook lies beside this file. Every number is computed here, from fixed seeds.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

HERE = Path(__file__).resolve().parent
SHIPPED = HERE.parents[1] / "jupyterlab_phoenix" / "examples_data"

REFERENCE_START = pd.Timestamp("2025-07-28", tz="UTC")
PRODUCTION_START = pd.Timestamp("2025-09-01", tz="UTC")
# What moves, moves three weeks into production.
CHANGE = pd.Timestamp("2025-09-22", tz="UTC")
DAYS = 35


def make_times(rng: np.random.Generator, start: pd.Timestamp, count: int) -> pd.DatetimeIndex:
    """Ascending times, to the second, spread evenly over five weeks."""
    seconds = np.sort(rng.integers(0, DAYS * 86_400, count))
    return start + pd.to_timedelta(seconds, unit="s")


def make_tumors() -> dict[str, pd.DataFrame]:
    """Breast cancer Wisconsin (diagnostic): at one lab the magnification changer of the microscope stays at 1.5."""
    rng = np.random.default_rng(7)
    source = load_breast_cancer(as_frame=True)
    measured = source.data.rename(columns=lambda name: name.replace(" ", "_"))
    truth = np.where(source.target == 0, "malignant", "benign")
    old, new, old_truth, new_truth = train_test_split(measured, truth, test_size=0.65, random_state=7, stratify=truth)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=5000))
    # Of the rows it learned from, a model says what it says of new ones only when it has not seen them.
    old_scores = cross_val_predict(model, old, old_truth, cv=10, method="predict_proba")
    model.fit(old, old_truth)
    malignant = list(model.classes_).index("malignant")

    new = new.reset_index(drop=True)
    times = make_times(rng, PRODUCTION_START, len(new))
    labs = rng.choice(["north", "south", "west"], len(new), p=[0.3, 0.3, 0.4])
    enlarged = (labs == "west") & (times >= CHANGE)
    for name in new:
        if "radius" in name or "perimeter" in name:
            new.loc[enlarged, name] *= 1.5
        elif "area" in name:
            new.loc[enlarged, name] *= 1.5**2

    def to_frame(rows: pd.DataFrame, when, lab, scores: np.ndarray, labels: np.ndarray, prefix: str) -> pd.DataFrame:
        vectors = model[0].transform(rows).astype(np.float32)
        return pd.DataFrame(
            {
                "sample": [f"{prefix}-{number:03d}" for number in range(len(rows))],
                "time": when,
                **{name: rows[name].to_numpy() for name in rows},
                "lab": lab,
                "diagnosis": model.classes_[scores.argmax(axis=1)],
                "malignant_score": scores[:, malignant],
                "pathology": labels,
                "nuclei": list(vectors),
            }
        )

    old_times = make_times(rng, REFERENCE_START, len(old))
    old_labs = rng.choice(["north", "south", "west"], len(old), p=[0.3, 0.3, 0.4])
    return {
        "primary": to_frame(new, times, labs, model.predict_proba(new), new_truth, "p"),
        "reference": to_frame(old, old_times, old_labs, old_scores, old_truth, "t"),
    }


CLINICS = [0.2, 0.4, 0.2, 0.2]


def make_diabetes() -> dict[str, pd.DataFrame]:
    """Diabetes progression: one clinic begins to send blood pressure in kilopascals."""
    rng = np.random.default_rng(11)
    source = load_diabetes(as_frame=True, scaled=False)
    names = {
        "bp": "blood_pressure",
        "s1": "cholesterol",
        "s2": "ldl",
        "s3": "hdl",
        "s4": "cholesterol_ratio",
        "s5": "log_triglycerides",
        "s6": "glucose",
    }
    measured = source.data.rename(columns=names)
    old, new, old_truth, new_truth = train_test_split(measured, source.target, test_size=0.6, random_state=7)
    model = make_pipeline(StandardScaler(), Ridge(10))
    old_predictions = cross_val_predict(model, old, old_truth, cv=10)
    model.fit(old, old_truth)

    new = new.reset_index(drop=True)
    times = make_times(rng, PRODUCTION_START, len(new))
    clinics = rng.choice(["center", "east", "hill", "lake"], len(new), p=CLINICS)
    in_kilopascals = (clinics == "east") & (times >= CHANGE)
    new.loc[in_kilopascals, "blood_pressure"] = (new.loc[in_kilopascals, "blood_pressure"] / 7.50062).round(1)

    def to_frame(rows: pd.DataFrame, when, clinic, predictions, labels, prefix: str) -> pd.DataFrame:
        columns = {name: rows[name].to_numpy() for name in rows if name != "sex"}
        return pd.DataFrame(
            {
                "patient": [f"{prefix}-{number:03d}" for number in range(len(rows))],
                "time": when,
                **columns,
                # The source does not say which is which.
                "sex": rows["sex"].map({1: "group 1", 2: "group 2"}).to_numpy(),
                "clinic": clinic,
                "predicted_progression": predictions,
                "progression": labels.to_numpy(),
            }
        )

    old_times = make_times(rng, REFERENCE_START, len(old))
    old_clinics = rng.choice(["center", "east", "hill", "lake"], len(old), p=CLINICS)
    return {
        "primary": to_frame(new, times, clinics, model.predict(new), new_truth, "p"),
        "reference": to_frame(old, old_times, old_clinics, old_predictions, old_truth, "t"),
    }


@dataclass
class Passage:
    """One passage of the handbook and what people ask about it; without text the handbook does not cover it."""

    id: str
    section: str
    title: str
    text: str = ""
    questions: list[str] = field(default_factory=list)


def read_handbook(path: Path) -> list[Passage]:
    """``# section``, ``## id — title``, a paragraph, ``> question`` lines."""
    passages: list[Passage] = []
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            section = line[2:]
        elif line.startswith("## "):
            slug, _, title = line[3:].partition(" — ")
            passages.append(Passage(slug, section, title))
        elif line.startswith("> "):
            passages[-1].questions.append(line[2:])
        elif line.strip():
            passages[-1].text = line.strip()
    return passages


RETRIEVED = 4
# Below this cosine the best passage shares hardly a word with the question.
ANSWERS_FROM = 0.25
NO_ANSWER = "The handbook does not say."


def make_handbook() -> dict[str, pd.DataFrame]:
    """A retriever over the handbook; in the fourth week people begin to ask about what it does not cover."""
    rng = np.random.default_rng(3)
    passages = read_handbook(HERE / "handbook.md")
    covered = [passage for passage in passages if passage.text]
    asked = pd.DataFrame(
        [
            {"question": question, "topic": passage.section, "passage": passage.id, "covered": bool(passage.text)}
            for passage in passages
            for question in passage.questions
        ]
    )
    documents = [f"{passage.title}. {passage.text}" for passage in covered]
    sentences = [re.split(r"(?<=[.?!]) ", passage.text) for passage in covered]

    embed = make_pipeline(
        TfidfVectorizer(sublinear_tf=True, stop_words="english", ngram_range=(1, 2)),
        TruncatedSVD(n_components=64, algorithm="arpack", random_state=7),
        Normalizer(copy=False),
    )
    everything = embed.fit_transform([*documents, *asked["question"]])
    document_vectors, question_vectors = everything[: len(documents)], everything[len(documents) :]

    similarity = question_vectors @ document_vectors.T
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :RETRIEVED]
    ids = np.array([passage.id for passage in covered])
    asked["question_vector"] = list(question_vectors.astype(np.float32))
    asked["retrieved"] = [list(ids[row]) for row in order]
    asked["relevance"] = [
        [float(ids[i] == wanted) for i in row] for row, wanted in zip(order, asked["passage"], strict=True)
    ]
    asked["similarity"] = similarity.max(axis=1)
    asked["response"] = [
        answer(embed, vector, [s for i in row for s in sentences[i]]) if best >= ANSWERS_FROM else NO_ANSWER
        for vector, row, best in zip(question_vectors, order, asked["similarity"], strict=True)
    ]
    asked["section"] = [covered[row[0]].section for row in order]
    asked["words"] = asked["question"].str.split().str.len()

    # Two questions per passage are old; the other two arrive, and with them what the handbook does not cover.
    turn = asked.groupby("passage").cumcount()
    old = asked[asked["covered"] & (turn % 2 == 0)].sample(frac=1, random_state=3)
    usual = asked[asked["covered"] & (turn % 2 == 1)].sample(frac=1, random_state=5)
    unknown = asked[~asked["covered"]].sample(frac=1, random_state=9)
    times = np.concatenate(
        [
            make_times(rng, PRODUCTION_START, len(usual)),
            np.sort(rng.integers(0, 14 * 86_400, len(unknown))).astype("timedelta64[s]") + CHANGE.to_datetime64(),
        ]
    )
    arriving = pd.concat([usual, unknown]).assign(time=pd.DatetimeIndex(times, tz="UTC")).sort_values("time")
    old = old.assign(time=make_times(rng, REFERENCE_START, len(old)))

    def to_frame(rows: pd.DataFrame, prefix: str) -> pd.DataFrame:
        asked_for = ["time", "question", "question_vector", "response", "retrieved", "relevance"]
        frame = rows[[*asked_for, "similarity", "words", "section"]].reset_index(drop=True)
        frame.insert(0, "id", [f"{prefix}-{number:03d}" for number in range(len(frame))])
        return frame

    return {
        "primary": to_frame(arriving, "p"),
        "reference": to_frame(old, "t"),
        "corpus": pd.DataFrame(
            {
                "id": ids,
                "section": [passage.section for passage in covered],
                "title": [passage.title for passage in covered],
                "text": [passage.text for passage in covered],
                "vector": list(document_vectors.astype(np.float32)),
            }
        ),
    }


def answer(embed, question: np.ndarray, candidates: list[str]) -> str:
    """The sentence of the retrieved passages that is nearest to the question."""
    return candidates[int((embed.transform(candidates) @ question).argmax())]


MAKERS = {
    "tumor_classification": make_tumors,
    "diabetes_regression": make_diabetes,
    "handbook_retrieval": make_handbook,
}


def write(frame: pd.DataFrame, path: Path) -> None:
    """Compressed Parquet; vectors as lists of one length, times to the second, doubles as they are."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for position, column in enumerate(table.schema):
        if column.type == pa.list_(pa.float32()):
            vectors = np.stack(frame[column.name].to_list())
            packed = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1])
            table = table.set_column(position, column.name, packed)
        elif pa.types.is_timestamp(column.type):
            table = table.set_column(position, column.name, table.column(position).cast(pa.timestamp("ms", "UTC")))
    pq.write_table(table.replace_schema_metadata(None), path, compression="zstd", compression_level=19)


def main(folder: Path = SHIPPED) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        for role, frame in make().items():
            path = folder / f"{name}-{role}.parquet"
            write(frame, path)
            print(f"{path.name}: {len(frame)} rows, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
