import { DATASET_ROLES, type DatasetRole, type LoadDatasets } from '../contract/session.ts';
import type { LoadedDataset, Preparation } from '../inferences/dataset.ts';
import { createModel, type Model } from '../inferences/model.ts';
import { openDataset } from '../inferences/open-dataset.ts';

/** The data of a session as any thread can open it: all that is large lies in shared memory. */
export interface SharedData {
  readonly given: LoadDatasets;
  /** ISO 8601 UTC: the time of rows in data that has no times. */
  readonly loadedAt: string;
  readonly parts: Readonly<Partial<Record<DatasetRole, SharedPart>>>;
}

export interface SharedPart {
  readonly bytes: SharedArrayBuffer;
  readonly prepared: Preparation;
}

/** The same model as in the thread that loaded the data, over the same bytes. */
export function openShared({ given, loadedAt, parts }: SharedData): Model {
  const now = new Date(loadedAt);
  const opened: Partial<Record<DatasetRole, LoadedDataset>> = {};
  for (const role of DATASET_ROLES) {
    const source = given[role];
    const part = parts[role];
    if (source && part) {
      opened[role] = openDataset(part.bytes, source, role, { now, prepared: part.prepared });
    }
  }
  return createModel(opened);
}
