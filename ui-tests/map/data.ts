import {
  fixedSizeList,
  float32,
  float64,
  list,
  tableFromArrays,
  tableToIPC,
  utf8
} from '@uwdata/flechette';
import type { LoadDatasets } from '../../src/contract/session.ts';
import type { TestData } from '../test-server.ts';

const DIMENSION = 8;
/** When the queries begin; the reference is the month before. */
export const START = Date.UTC(2025, 1, 10) / 1000;
export const DAY_S = 86_400;
const SUBJECTS = ['refunds', 'passwords', 'deliveries', 'invoices'];

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Rows around four subjects; `ids` makes documents of them, `documents` queries that retrieved some. */
function makeRows(
  count: number,
  seed: number,
  { first = 0, documents = 0, start = START - 30 * DAY_S, days = 30 } = {}
): Uint8Array {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const rows = Array.from({ length: count }, (_, i) => ({
    i,
    // In the last fifth of the time nearly everybody asks about refunds.
    subject: documents > 0 && i > 0.8 * count && i % 5 !== 0 ? 0 : (i + first) % SUBJECTS.length
  }));
  const columns = {
    id: rows.map(({ i }) => `${documents > 0 ? 'q' : 'd'}${seed}-${i}`),
    time: rows.map(({ i }) => (i % 50 === 49 ? null : start + (i / count) * days * DAY_S)),
    text: rows.map(({ i, subject }) => `Message ${i} about ${SUBJECTS[subject] ?? ''}`),
    vector: rows.map(({ subject }) =>
      Float32Array.from({ length: DIMENSION }, (_, axis) => (axis === subject ? 6 : 0) + normal())
    ),
    predicted: rows.map(({ subject }) => SUBJECTS[next() < 0.9 ? subject : 0] ?? ''),
    actual: rows.map(({ subject }) => SUBJECTS[subject] ?? ''),
    amount: rows.map(({ subject }) => 10 * subject + next()),
    found: rows.map(() =>
      Array.from({ length: documents > 0 ? 3 : 0 }, () => `d3-${Math.floor(next() * documents)}`)
    ),
    relevance: rows.map(() => Array.from({ length: documents > 0 ? 3 : 0 }, () => next()))
  };
  const types = {
    id: utf8(),
    time: float64(),
    text: utf8(),
    vector: fixedSizeList(float32(), DIMENSION),
    predicted: utf8(),
    actual: utf8(),
    amount: float64(),
    found: list(utf8()),
    relevance: list(float64())
  };
  const file = tableToIPC(tableFromArrays(columns, { types }), { format: 'file' });
  if (!file) {
    throw new Error('Cannot write the test data');
  }
  return file;
}

const EMBEDDING = { vectorColumnName: 'vector', rawDataColumnName: 'text' };
const LABELS = {
  predictionIdColumnName: 'id',
  timestampColumnName: 'time',
  predictionLabelColumnName: 'predicted',
  actualLabelColumnName: 'actual',
  featureColumnNames: ['amount']
};

/** Queries, a reference to compare with, and a corpus that was searched. */
const DATASETS: LoadDatasets = {
  primary: {
    file: 'primary.arrow',
    name: 'queries',
    schema: {
      ...LABELS,
      promptColumnNames: {
        ...EMBEDDING,
        contextRetrievalIdsColumnName: 'found',
        contextRetrievalScoresColumnName: 'relevance'
      }
    }
  },
  reference: {
    file: 'reference.arrow',
    name: 'last month',
    schema: { ...LABELS, promptColumnNames: EMBEDDING }
  },
  corpus: {
    file: 'corpus.arrow',
    name: 'handbook',
    schema: { idColumnName: 'id', documentColumnNames: EMBEDDING }
  }
};

const FILES = {
  'primary.arrow': makeRows(600, 1, { documents: 80, start: START, days: 10 }),
  'reference.arrow': makeRows(400, 2, { first: 1 }),
  'corpus.arrow': makeRows(80, 3)
};

/** Queries, a month of them before, and the documents that were searched. */
export const SEARCH: TestData = { files: FILES, datasets: DATASETS };
