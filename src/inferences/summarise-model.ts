import {
  DATASET_ROLES,
  type DatasetRole,
  type DatasetSummary,
  type SessionState
} from '../contract/session.ts';
import type { LoadedDataset } from './dataset.ts';
import type { Model } from './model.ts';

const MINUTE_MS = 60_000;

/** The span of a data set's times, right-open, floored to minutes (§3.4); null without any time. */
export function findBookends({ times, rowCount, rowsWithoutTime }: LoadedDataset): {
  startMs: number;
  endMs: number;
} | null {
  const last = rowCount - rowsWithoutTime - 1;
  if (last < 0) {
    return null;
  }
  const floor = (ms: number) => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  return { startMs: floor(times[0] ?? 0), endMs: floor((times[last] ?? 0) + MINUTE_MS) };
}

function summariseDataset(dataset: LoadedDataset): DatasetSummary {
  const span = findBookends(dataset);
  return {
    role: dataset.role,
    name: dataset.name,
    rowCount: dataset.rowCount,
    columnCount: dataset.columns.size,
    startTime: span && new Date(span.startMs).toISOString(),
    endTime: span && new Date(span.endMs).toISOString(),
    rowsWithoutTime: dataset.rowsWithoutTime,
    file: dataset.file
  };
}

/** What `GET /api/session` says of the data. */
export function summariseModel(
  model: Model
): Pick<SessionState, 'datasets' | 'dimensions' | 'embeddings' | 'hasCorrectness' | 'warnings'> {
  const summaries = DATASET_ROLES.map(role => {
    const dataset = model.datasets[role];
    return [role, dataset && summariseDataset(dataset)] as const;
  });
  return {
    datasets: Object.fromEntries(summaries) as Record<DatasetRole, DatasetSummary | null>,
    dimensions: model.dimensions.map(({ name, type, dataType, isTime, datasets }) => ({
      name,
      type,
      dataType,
      ...(isTime && { isTime }),
      datasets
    })),
    embeddings: model.embeddings.map(({ name, kind, length, hasText, hasLink, vectorCounts }) => ({
      name,
      kind,
      length,
      hasText,
      hasLink,
      vectorCounts
    })),
    hasCorrectness: model.hasCorrectness,
    warnings: [...model.warnings]
  };
}
