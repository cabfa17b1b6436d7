import type { DatasetRole, SessionState } from '../../contract/session.ts';
import { DATASET_ROLES } from '../../contract/session.ts';

export function isRole(word: string): word is DatasetRole {
  return (DATASET_ROLES as readonly string[]).includes(word);
}

/** What people call a data set. */
export function nameOfRole({ datasets }: SessionState, role: DatasetRole): string {
  return datasets[role]?.name ?? role;
}
