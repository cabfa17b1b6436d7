import { Failure } from '../../contract/failures.ts';

/** The number behind the id of one of `count` clusters; throws `cluster/unknown`. */
export function toClusterNumber(id: string, count: number): number {
  const number = /^(?:0|[1-9]\d{0,8})$/.test(id) ? Number(id) : -1;
  if (number < 0 || number >= count) {
    throw new Failure(
      'cluster/unknown',
      `Cannot find a cluster "${id.slice(0, 20)}" in this layout`
    );
  }
  return number;
}
