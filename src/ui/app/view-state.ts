import * as v from 'valibot';
import { type Place, PLACES, ViewState } from '../../contract/view-state.ts';

/** The places as they stand in an address: the map's is followed by its embedding, that of signals by a dimension, that of traces by a trace. */
const PATHS: Record<Place, string> = {
  home: '/',
  signals: '/signals',
  map: '/map',
  traces: '/traces',
  exports: '/exports',
  compare: '/compare'
};

/** The field that stands in the path behind its place. */
const SUBJECTS = { map: 'embedding', signals: 'dimension', traces: 'trace' } as const;

type Subject = (typeof SUBJECTS)[keyof typeof SUBJECTS];
type Field = Exclude<keyof ViewState, 'place' | Subject>;
type Value<F extends Field> = NonNullable<ViewState[F]>;

/** How one field is written as a query: the parameters it takes, with their values in order. */
interface Codec<F extends Field> {
  write(value: Value<F>): [name: string, value: string][];
  read(query: URLSearchParams): unknown;
}

const text = (name: string) => ({
  write: (value: string): [string, string][] => [[name, value]],
  read: (query: URLSearchParams) => query.get(name) ?? undefined
});
const number = (name: string) => ({
  write: (value: number): [string, string][] => [[name, String(value)]],
  read: (query: URLSearchParams) => toNumber(query.get(name))
});
const flag = (name: string) => ({
  write: (value: boolean): [string, string][] => [[name, value ? '1' : '0']],
  read: (query: URLSearchParams) => toFlag(query.get(name))
});
const numbers = (name: string) => ({
  write: (value: readonly number[]): [string, string][] => [[name, value.join(',')]],
  read: (query: URLSearchParams) => {
    const written = query.get(name);
    return written === null ? undefined : written === '' ? [] : written.split(',').map(toNumber);
  }
});

const CODECS: { [F in Field]: Codec<F> } = {
  page: text('page'),
  metric: text('metric'),
  label: text('class'),
  granularity: text('every'),
  moment: text('at'),
  where: {
    write: where => [['rows', JSON.stringify(where)]],
    read: query => parseJson(query.get('rows'))
  },
  look: text('look'),
  listing: text('list'),
  project: text('project'),
  filter: text('filter'),
  span: text('span'),
  zoom: numbers('zoom'),
  a: text('a'),
  b: text('b'),
  theme: text('theme'),
  sort: {
    write: ({ column, descending }) => [[descending ? 'desc' : 'asc', column]],
    read: query => {
      const column = query.get('asc') ?? query.get('desc');
      return column === null ? undefined : { column, descending: !query.has('asc') };
    }
  },
  find: text('find'),
  columns: {
    write: ({ first, hidden, only }) => [
      ['only', only ? '1' : '0'],
      ...first.map((name): [string, string] => ['col', name]),
      ...hidden.map((name): [string, string] => ['off', name])
    ],
    read: query =>
      query.has('only')
        ? {
            only: query.get('only') === '1',
            first: query.getAll('col'),
            hidden: query.getAll('off')
          }
        : undefined
  },
  color: text('color'),
  dimensions: number('dims'),
  tool: text('tool'),
  panel: text('panel'),
  layout: text('layout'),
  cluster: text('cluster'),
  clusterSort: text('by'),
  clusterMetric: text('measure'),
  point: number('point'),
  camera: numbers('camera'),
  hide: {
    write: roles => [['hide', roles.join(',')]],
    read: query => query.get('hide')?.split(',').filter(Boolean)
  },
  contours: flag('contours'),
  sizes: numbers('sizes'),
  opacities: numbers('opacities'),
  range: {
    write: ({ start, end }) => [
      ['from', start],
      ['to', end]
    ],
    read: query =>
      query.has('from') ? { start: query.get('from'), end: query.get('to') } : undefined
  }
};

function toNumber(written: string | null): number | undefined {
  return written === null || written.trim() === '' ? undefined : Number(written);
}

function parseJson(written: string | null): unknown {
  try {
    return written === null ? undefined : JSON.parse(written);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function toFlag(written: string | null): boolean | undefined {
  return written === null ? undefined : written === '1';
}

/** The part of an address after `#`. */
export function encodeViewState(state: ViewState): string {
  const query = new URLSearchParams();
  for (const field of Object.keys(CODECS) as Field[]) {
    const value = state[field];
    if (value !== undefined) {
      const codec: Codec<Field> = CODECS[field];
      codec.write(value).forEach(([name, written]) => query.append(name, written));
    }
  }
  const subject = hasSubject(state.place) ? state[SUBJECTS[state.place]] : undefined;
  const path =
    PATHS[state.place] + (subject === undefined ? '' : `/${encodeURIComponent(subject)}`);
  return query.size === 0 ? path : `${path}?${query.toString()}`;
}

/**
 * Reads what stands after `#`. Never throws: what it does not know, or what breaks the schema, counts as absent,
 * because addresses are edited by hand and outlive versions.
 */
export function decodeViewState(hash: string): ViewState {
  const written = hash.replace(/^#/, '');
  // A host may say no more than `#theme=dark`.
  const [path, search]: [string, string] = written.startsWith('/')
    ? split(written)
    : ['/', written];
  const state: Record<string, unknown> = readPath(path);
  const query = new URLSearchParams(search);
  for (const field of Object.keys(CODECS) as Field[]) {
    const parsed = v.safeParse(ViewState.entries[field], CODECS[field].read(query));
    if (parsed.success && parsed.output !== undefined) {
      state[field] = parsed.output;
    }
  }
  return state as ViewState;
}

function split(written: string): [path: string, search: string] {
  const at = written.indexOf('?');
  return at === -1 ? [written, ''] : [written.slice(0, at), written.slice(at + 1)];
}

function readPath(path: string): Pick<ViewState, 'place' | Subject> {
  const [, written, ...rest] = path.split('/');
  const place = PLACES.find(known => PATHS[known] === `/${written ?? ''}`) ?? 'home';
  const subject = decodeSegment(rest.join('/'));
  if (!hasSubject(place) || subject === '') {
    return { place };
  }
  const field = SUBJECTS[place];
  const parsed = v.safeParse(ViewState.entries[field], subject);
  return parsed.success ? { place, [field]: parsed.output } : { place };
}

function hasSubject(place: Place): place is keyof typeof SUBJECTS {
  return Object.hasOwn(SUBJECTS, place);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) {
      return segment;
    }
    throw error;
  }
}

/** Whether a reader going from one to the other expects *Back* to return. */
export function isSamePlace(a: ViewState, b: ViewState): boolean {
  return (
    a.place === b.place &&
    a.embedding === b.embedding &&
    a.dimension === b.dimension &&
    a.page === b.page &&
    a.look === b.look &&
    a.listing === b.listing &&
    a.trace === b.trace
  );
}
