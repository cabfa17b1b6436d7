import {
  fixedSizeList,
  float32,
  float64,
  tableFromArrays,
  tableToIPC,
  utf8
} from '@uwdata/flechette';
import type { TestData } from '../test-server.ts';

const DAY = 86_400;
/** 3 March 2025, midnight UTC, in seconds. */
const FIRST_DAY = 1_740_960_000;
export const DAYS = 28;
const PER_DAY = 150;
const LENGTH = 8;

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function write(
  columns: Record<string, unknown[] | Float64Array>,
  types: NonNullable<Parameters<typeof tableFromArrays>[1]>['types']
): Uint8Array {
  const file = tableToIPC(tableFromArrays(columns, { ...(types && { types }) }), {
    format: 'file'
  });
  if (!file) {
    throw new Error('Cannot write the test data');
  }
  return file;
}

/** Payments: `amount` drifts in the last week, `age` goes missing, `country` shifts, `hour` and `device` stay. */
function makePayments(seed: number, { from = 0, days = DAYS, drift = 0, hasTime = true } = {}) {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const count = days * PER_DAY;
  const pick = (words: readonly string[], weights: readonly number[]) => {
    let at = next() * weights.reduce((sum, weight) => sum + weight, 0);
    return words.find((_, i) => (at -= weights[i] ?? 0) < 0) ?? words[0] ?? '';
  };
  const rows = Array.from({ length: count }, (_, i) => {
    const at = from * DAY + Math.floor((i / count) * days * DAY) + Math.floor(next() * 60);
    // The last quarter is where things move.
    const moved = drift * Math.max(0, i / count - 0.72) * 4;
    const isFraud = next() < 0.12 + 0.1 * moved;
    const predicted = next() < 0.9 - 0.15 * moved ? isFraud : !isFraud;
    return {
      time: FIRST_DAY + at,
      id: `p${seed}-${i}`,
      amount: Math.exp(3.2 + 0.7 * normal() + 0.9 * moved),
      age: next() < 0.02 + 0.25 * moved ? null : Math.round(41 + 12 * normal()),
      hour: Math.floor(next() * 24),
      score: Math.min(0.999, Math.max(0.001, (predicted ? 0.75 : 0.2) + 0.12 * normal())),
      country: pick(
        ['Germany', 'France', 'Italy', 'Spain', 'Poland', 'Portugal'],
        [30, 24, 18, 14, 9, 5 + 60 * moved]
      ),
      device: pick(['phone', 'laptop', 'tablet'], [60, 32, 8]),
      predicted: predicted ? 'fraud' : 'fine',
      actual: isFraud ? 'fraud' : 'fine',
      vector: Float32Array.from(
        { length: LENGTH },
        (_, axis) =>
          normal() + (axis === (isFraud ? 1 : 0) ? 4 : 0) + (axis === 2 ? 1.5 * moved : 0)
      ),
      text: `Payment ${i} for ${isFraud ? 'gift cards' : 'groceries'}`
    };
  });
  const column = <Key extends keyof (typeof rows)[number]>(key: Key) => rows.map(row => row[key]);
  const columns = {
    ...(hasTime && { time: Float64Array.from(column('time')) }),
    id: column('id'),
    amount: column('amount'),
    age: column('age'),
    hour: column('hour'),
    score: column('score'),
    country: column('country'),
    device: column('device'),
    predicted: column('predicted'),
    actual: column('actual'),
    vector: column('vector'),
    text: column('text')
  };
  return write(columns, {
    ...(hasTime && { time: float64() }),
    id: utf8(),
    amount: float64(),
    age: float64(),
    hour: float64(),
    score: float64(),
    country: utf8(),
    device: utf8(),
    predicted: utf8(),
    actual: utf8(),
    vector: fixedSizeList(float32(), LENGTH),
    text: utf8()
  });
}

const schemaOf = (hasTime: boolean) => ({
  ...(hasTime && { timestampColumnName: 'time' }),
  predictionIdColumnName: 'id',
  predictionLabelColumnName: 'predicted',
  predictionScoreColumnName: 'score',
  actualLabelColumnName: 'actual',
  featureColumnNames: ['amount', 'age', 'country', 'device'],
  tagColumnNames: ['hour'],
  embeddingFeatures: [
    { name: 'description', vectorColumnName: 'vector', rawDataColumnName: 'text' }
  ]
});

export function payments({ hasReference = true, hasTime = true } = {}): TestData {
  return {
    files: {
      'primary.arrow': makePayments(1, { from: DAYS, drift: 1, hasTime }),
      ...(hasReference && { 'reference.arrow': makePayments(2, { hasTime }) })
    },
    datasets: {
      primary: { file: 'primary.arrow', name: 'production', schema: schemaOf(hasTime) },
      ...(hasReference && {
        reference: { file: 'reference.arrow', name: 'training', schema: schemaOf(hasTime) }
      })
    }
  };
}

/** Many numeric columns of few rows; every tenth moves. */
export function manyColumns(count: number): TestData {
  const make = (seed: number, from: number, shift: number) => {
    const next = random(seed);
    const rows = 600;
    const columns: Record<string, Float64Array> = {
      time: Float64Array.from({ length: rows }, (_, i) => FIRST_DAY + from * DAY + i * 4000)
    };
    for (let i = 0; i < count; i++) {
      columns[`column_${String(i).padStart(4, '0')}`] = Float64Array.from(
        { length: rows },
        (_, row) => next() + (i % 10 === 0 ? (shift * row) / rows : 0)
      );
    }
    return write(columns, undefined);
  };
  const featureColumnNames = Array.from(
    { length: count },
    (_, i) => `column_${String(i).padStart(4, '0')}`
  );
  const schema = { timestampColumnName: 'time', featureColumnNames };
  return {
    files: { 'primary.arrow': make(5, DAYS, 1.5), 'reference.arrow': make(6, 0, 0) },
    datasets: {
      primary: { file: 'primary.arrow', name: 'production', schema },
      reference: { file: 'reference.arrow', name: 'training', schema }
    }
  };
}
