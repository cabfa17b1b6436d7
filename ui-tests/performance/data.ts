import { float64, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette';
import type { TestData } from '../test-server.ts';

const DAY = 86_400;
/** 3 March 2025, midnight UTC, in seconds. */
const FIRST_DAY = 1_740_960_000;
export const DAYS = 28;
const PER_DAY = 120;

function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Numbers, or text, with missing cells as null. */
function write(rows: readonly Record<string, number | string | null>[]): Uint8Array {
  const names = Object.keys(rows[0] ?? {});
  const columns = Object.fromEntries(names.map(name => [name, rows.map(row => row[name] ?? null)]));
  const types = Object.fromEntries(
    names.map(name => [name, rows.some(row => typeof row[name] === 'string') ? utf8() : float64()])
  );
  const file = tableToIPC(tableFromArrays(columns, { types }), { format: 'file' });
  if (!file) {
    throw new Error('Cannot write the test data');
  }
  return file;
}

const timeAt = (i: number, count: number, from: number) =>
  FIRST_DAY + from * DAY + Math.floor((i / count) * DAYS * DAY);

/**
 * Who leaves: the model is wrong about old people on the basic plan, more so in the last week. With `trouble` the columns
 * break in ways of their own.
 */
function makeChurn(seed: number, { from = 0, drift = 0, trouble = false } = {}): Uint8Array {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const count = DAYS * PER_DAY;
  return write(
    Array.from({ length: count }, (_, i) => {
      const moved = drift * Math.max(0, i / count - 0.7) * 3;
      const age = Math.round(Math.min(90, Math.max(18, 44 + 14 * normal() + 5 * moved)));
      const plan = next() < 0.5 ? 'basic' : next() < 0.6 ? 'plus' : 'pro';
      const isHard = age >= 58 && plan === 'basic';
      const chance = Math.min(0.97, Math.max(0.03, 0.28 + 0.2 * normal()));
      const leaves = next() < (isHard ? 0.75 - 0.3 * chance : chance);
      const region = next() < 0.4 ? 'north' : next() < 0.5 ? 'south' : 'west';
      return {
        time: timeAt(i, count, from),
        id: `c${seed}-${i}`,
        age,
        plan,
        region: trouble && next() < 0.06 ? 'overseas' : region,
        visits: Math.floor(20 * next()) + (trouble && next() < 0.01 ? 900 : 0),
        income: trouble ? null : 2000 + 900 * normal(),
        referrer: trouble && next() < 0.7 ? null : next() < 0.5 ? 'search' : 'friend',
        currency: 'EUR',
        score: chance,
        predicted: chance > 0.5 ? 'left' : 'kept',
        actual: leaves ? 'left' : 'kept'
      };
    })
  );
}

const CHURN = {
  timestampColumnName: 'time',
  predictionIdColumnName: 'id',
  predictionLabelColumnName: 'predicted',
  predictionScoreColumnName: 'score',
  actualLabelColumnName: 'actual',
  featureColumnNames: ['age', 'plan', 'region', 'visits', 'income', 'referrer'],
  tagColumnNames: ['currency']
};

/** A classifier of two classes with scores, and a reference. */
export function churn({ hasReference = true, trouble = false } = {}): TestData {
  return {
    files: {
      'primary.arrow': makeChurn(11, { from: DAYS, drift: 1, trouble }),
      ...(hasReference && { 'reference.arrow': makeChurn(12) })
    },
    datasets: {
      primary: { file: 'primary.arrow', name: 'production', schema: CHURN },
      ...(hasReference && {
        reference: { file: 'reference.arrow', name: 'training', schema: CHURN }
      })
    }
  };
}

/** The same rows on both sides: nothing moved, nothing is broken. */
export function calm(): TestData {
  const file = makeChurn(13);
  const schema = { ...CHURN, tagColumnNames: [] };
  return {
    files: { 'primary.arrow': file, 'reference.arrow': file },
    datasets: {
      primary: { file: 'primary.arrow', name: 'production', schema },
      reference: { file: 'reference.arrow', name: 'training', schema }
    }
  };
}

/** Tickets of many classes, without scores and without times. */
export function tickets(classes: number): TestData {
  const next = random(21);
  const names = Array.from({ length: classes }, (_, i) => `subject ${String(i).padStart(2, '0')}`);
  const rows = Array.from({ length: 4000 }, (_, i) => {
    const actual = Math.floor(classes * next() ** 1.6);
    const guess = next() < 0.8 ? actual : Math.floor(classes * next());
    return {
      id: `t${i}`,
      channel: next() < 0.5 ? 'mail' : 'phone',
      predicted: names[guess] ?? '',
      actual: names[actual] ?? ''
    };
  });
  return {
    files: { 'primary.arrow': write(rows) },
    datasets: {
      primary: {
        file: 'primary.arrow',
        name: 'tickets',
        schema: {
          predictionIdColumnName: 'id',
          predictionLabelColumnName: 'predicted',
          actualLabelColumnName: 'actual',
          featureColumnNames: ['channel']
        }
      }
    }
  };
}

/** A regressor that guesses large flats too cheap, more so in the last week. */
function makePrices(seed: number, { from = 0, drift = 0 } = {}): Uint8Array {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
  const count = DAYS * PER_DAY;
  return write(
    Array.from({ length: count }, (_, i) => {
      const moved = drift * Math.max(0, i / count - 0.7) * 3;
      const area = Math.max(18, 70 + 30 * normal());
      const quarter = next() < 0.4 ? 'centre' : next() < 0.5 ? 'harbour' : 'hills';
      const price = 3 * area + (quarter === 'centre' ? 90 : 0) + 18 * normal();
      const error = (area > 110 ? -40 - 60 * moved : 0) + (quarter === 'hills' ? 14 : 0);
      return {
        time: timeAt(i, count, from),
        area,
        quarter,
        rooms: Math.max(1, Math.round(area / 26 + 0.6 * normal())),
        predicted: price + error + 12 * normal(),
        actual: price
      };
    })
  );
}

const PRICES = {
  timestampColumnName: 'time',
  predictionScoreColumnName: 'predicted',
  actualScoreColumnName: 'actual',
  featureColumnNames: ['area', 'quarter', 'rooms']
};

export function prices(): TestData {
  return {
    files: {
      'primary.arrow': makePrices(31, { from: DAYS, drift: 1 }),
      'reference.arrow': makePrices(32)
    },
    datasets: {
      primary: { file: 'primary.arrow', name: 'this month', schema: PRICES },
      reference: { file: 'reference.arrow', name: 'last month', schema: PRICES }
    }
  };
}

/** Predictions that nobody has checked yet. */
export function unchecked(): TestData {
  const data = churn();
  const schema = { ...CHURN, actualLabelColumnName: undefined, excludedColumnNames: ['actual'] };
  return {
    files: { 'primary.arrow': data.files['primary.arrow'] ?? new Uint8Array() },
    datasets: { primary: { file: 'primary.arrow', name: 'production', schema } }
  };
}
