import type { Section } from '../../contract/frame.ts';
import type { PointsHeader } from '../../contract/map.ts';

/** The points of a layout, column by column. */
export interface MapPoints {
  header: PointsHeader;
  dataset: Uint8Array;
  /** Row in its data set. */
  row: Uint32Array;
  positions: Uint16Array;
  /** −1 in no cluster. */
  cluster: Int32Array;
}

type ArrayType<Column> = new (...parameters: never[]) => Column;

export function readSection<Column extends Section>(
  sections: ReadonlyMap<string, Section>,
  name: string,
  type: ArrayType<Column>
): Column {
  const section = sections.get(name);
  if (!(section instanceof type)) {
    throw new TypeError(`Cannot read the answer: section "${name}" is missing`);
  }
  return section;
}

export function toPoints(frame: {
  header: PointsHeader;
  sections: ReadonlyMap<string, Section>;
}): MapPoints {
  const { header, sections } = frame;
  return {
    header,
    dataset: readSection(sections, 'dataset', Uint8Array),
    row: readSection(sections, 'row', Uint32Array),
    positions: readSection(sections, 'positions', Uint16Array),
    cluster: readSection(sections, 'cluster', Int32Array)
  };
}

/** Points of one cluster. */
export function pointsOfCluster({ cluster }: Pick<MapPoints, 'cluster'>, id: number): Uint32Array {
  let count = 0;
  for (const label of cluster) {
    count += Number(label === id);
  }
  const points = new Uint32Array(count);
  let next = 0;
  for (let i = 0; next < count; i++) {
    if (cluster[i] === id) {
      points[next++] = i;
    }
  }
  return points;
}

/** Finds the point of a row; typed arrays, since a Map of a million entries weighs 50 MB. */
export function indexRows({ dataset, row }: Pick<MapPoints, 'dataset' | 'row'>) {
  const tables = [0, 1, 2].map(set => {
    let largest = -1;
    for (let i = 0; i < row.length; i++) {
      if (dataset[i] === set) {
        largest = Math.max(largest, row[i] ?? 0);
      }
    }
    return new Int32Array(largest + 1).fill(-1);
  });
  for (let i = 0; i < row.length; i++) {
    const table = tables[dataset[i] ?? 0];
    if (table) {
      table[row[i] ?? 0] = i;
    }
  }
  return (set: number, ofRow: number): number | null => {
    const point = tables[set]?.[ofRow] ?? -1;
    return point < 0 ? null : point;
  };
}
