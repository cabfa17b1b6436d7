import type { Cluster, ColorsHeader, Layout, LegendEntry } from '../../contract/map.ts';
import { DATASET_ROLES } from '../../contract/session.ts';
import {
  CATEGORY_COLORS,
  CORRECTNESS_COLORS,
  DATASET_COLORS,
  NEUTRAL_COLOR,
  rampColor
} from '../cloud/data-colors.ts';

export interface LegendGroup {
  /** Byte of the points in this group. */
  code: number;
  label: string;
  count: number;
  color: string;
  /** The data set whose mark it carries, when points are colored by data set. */
  role: (typeof DATASET_ROLES)[number] | null;
}

export interface Legend {
  by: string;
  kind: ColorsHeader['kind'];
  groups: LegendGroup[];
}

export interface ColoredPoints {
  codes: Uint8Array;
  legend: Legend;
}

/** Words the legend needs from the catalogue. */
export interface LegendWords {
  noCluster: string;
  otherClusters: string;
  nameOf(role: (typeof DATASET_ROLES)[number]): string;
}

export function colorByDataset(
  dataset: Uint8Array,
  { counts }: Pick<Layout, 'counts'>,
  words: LegendWords
): ColoredPoints {
  const groups = DATASET_ROLES.map((role, code) => ({
    code,
    label: words.nameOf(role),
    count: counts[role],
    color: DATASET_COLORS[code] ?? NEUTRAL_COLOR,
    role
  })).filter(({ count }) => count > 0);
  return { codes: dataset, legend: { by: 'dataset', kind: 'nominal', groups } };
}

const OTHER = 254;
const NONE = 255;

/** The largest clusters get a color each, all others one together. */
export function colorByCluster(
  labels: Int32Array,
  clusters: readonly Cluster[],
  words: LegendWords
): ColoredPoints {
  const largest = [...clusters].sort((a, b) => b.count - a.count).slice(0, CATEGORY_COLORS.length);
  const codeOf = new Map(largest.map(({ id }, code) => [Number(id), code]));
  const codes = new Uint8Array(labels.length);
  let [others, none] = [0, 0];
  for (const [i, label] of labels.entries()) {
    const code = label < 0 ? NONE : (codeOf.get(label) ?? OTHER);
    others += Number(code === OTHER);
    none += Number(code === NONE);
    codes[i] = code;
  }
  const rest = [
    { code: OTHER, label: words.otherClusters, count: others },
    { code: NONE, label: words.noCluster, count: none }
  ].map(group => ({ ...group, color: NEUTRAL_COLOR, role: null }));
  const groups = [
    ...largest.map(({ name, count }, code) => ({
      code,
      label: name,
      count,
      color: CATEGORY_COLORS[code] ?? NEUTRAL_COLOR,
      role: null
    })),
    ...rest.filter(({ count }) => count > 0)
  ];
  return { codes, legend: { by: 'cluster', kind: 'nominal', groups } };
}

function colorOf(
  { kind, label }: LegendEntry,
  index: number,
  { by, kind: scale }: ColorsHeader,
  ranges: number
): string {
  if (by === 'correctness') {
    return new Map(Object.entries(CORRECTNESS_COLORS)).get(label) ?? NEUTRAL_COLOR;
  }
  if (kind === 'missing' || kind === 'other') {
    return NEUTRAL_COLOR;
  }
  return scale === 'sequential'
    ? rampColor(ranges > 1 ? index / (ranges - 1) : 0.5)
    : (CATEGORY_COLORS[index] ?? rampColor((index * 0.381966) % 1));
}

/** What the server tells of a column, with colors. */
export function colorByColumn(header: ColorsHeader, codes: Uint8Array): ColoredPoints {
  const ranges = header.legend.filter(({ kind }) => kind === 'range' || kind === 'value').length;
  const groups = header.legend.map((entry, code) => ({
    code,
    label: entry.label,
    count: entry.count,
    color: colorOf(entry, code, header, ranges),
    role: null
  }));
  return { codes, legend: { by: header.by, kind: header.kind, groups } };
}

/** Color of each code, 256 of them. */
export function colorsOf({ groups }: Legend): string[] {
  const colors = new Array<string>(256).fill(NEUTRAL_COLOR);
  for (const { code, color } of groups) {
    colors[code] = color;
  }
  return colors;
}
