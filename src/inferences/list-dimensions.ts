import { Type } from '@uwdata/flechette';
import type { DatasetRole, DimensionType } from '../contract/session.ts';
import { isDictionary } from '../arrow/batches.ts';
import type { Column } from './column.ts';
import { compareCodePoints } from './compare-code-points.ts';
import type { DatasetRoles, LoadedDataset } from './dataset.ts';
import { listVectorFeatures } from './list-embeddings.ts';
import type { MergedFrame } from './merge-frames.ts';
import type { ModelDimension } from './model.ts';

type Datasets = Readonly<Record<DatasetRole, LoadedDataset | null>>;
type Frames = Readonly<Record<DatasetRole, MergedFrame>>;

const SIDES = ['primary', 'reference'] as const;

/** All scalar dimensions but id, time and response, by name in code-point order (§3.2). */
export function listDimensions(
  roles: DatasetRoles,
  datasets: Datasets,
  frames: Frames
): ModelDimension[] {
  const vectors = new Set(listVectorFeatures(roles, frames));
  return [...assignTypes(roles)]
    .filter(([name]) => !vectors.has(name))
    .map(([name, { type, dataType }]) => {
      const columns = {
        primary: frames.primary.columns.get(name) ?? null,
        reference: frames.reference.columns.get(name) ?? null
      };
      const known = dataType ?? guessDataType(SIDES.map(side => columns[side]));
      const isTime =
        known === 'numeric' && SIDES.some(side => columns[side]?.storage === 'datetime');
      return {
        name,
        type,
        dataType: known,
        ...(isTime && { isTime }),
        datasets: SIDES.filter(side => datasets[side] && columns[side]),
        columns
      };
    })
    .sort((a, b) => compareCodePoints(a.name, b.name));
}

/** A column in several roles keeps the first of them (§3.1). */
function assignTypes(roles: DatasetRoles) {
  const types = new Map<
    string,
    { type: DimensionType; dataType?: 'numeric' | 'categorical' } | null
  >();
  const add = (name: string | null, value: ReturnType<(typeof types)['get']>) => {
    if (name !== null && value !== undefined && !types.has(name)) {
      types.set(name, value);
    }
  };
  add(roles.predictionId, null);
  add(roles.timestamp, null);
  add(roles.predictionLabel, { type: 'prediction', dataType: 'categorical' });
  add(roles.predictionScore, { type: 'prediction', dataType: 'numeric' });
  add(roles.actualLabel, { type: 'actual', dataType: 'categorical' });
  add(roles.actualScore, { type: 'actual', dataType: 'numeric' });
  add(roles.prompt?.vectorColumnName ?? null, null);
  add(roles.response?.vectorColumnName ?? null, null);
  add(roles.responseText, null);
  roles.embeddings.forEach(({ vectorColumnName }) => add(vectorColumnName, null));
  roles.features.forEach(name => add(name, { type: 'feature' }));
  roles.tags.forEach(name => add(name, { type: 'tag' }));
  return new Map([...types].filter(entry => entry[1] !== null)) as Map<
    string,
    { type: DimensionType; dataType?: 'numeric' | 'categorical' }
  >;
}

/** The first column that says what it is decides; empty and untyped ones are skipped (§3.2, §14.21). */
function guessDataType(columns: readonly (Column | null)[]): 'numeric' | 'categorical' {
  for (const column of columns) {
    if (!column || column.batch.length === 0 || column.batch.type.typeId === Type.Null) {
      continue;
    }
    if (column.storage === 'boolean' || isDictionary(column.batch.type)) {
      return 'categorical';
    }
    if (column.storage !== 'object') {
      return 'numeric';
    }
  }
  return 'categorical';
}
