import { Double } from '../contract/attribute-value.ts';
import type { FilterSubject } from '../filter/to-predicate.ts';

const START_NS = 1_704_067_200_000_000_000n;
const NO_TOKENS = { prompt: 0, completion: 0, total: 0 };

/** The spans of the cases of the filter language, by name; all of one trace but `orphan`. */
const llm: FilterSubject = {
  span: {
    traceId: 't1',
    spanId: 's1',
    parentId: null,
    kind: 'LLM',
    name: 'llm',
    statusCode: 'OK',
    statusMessage: '',
    startNs: START_NS,
    endNs: START_NS + 10_001_900n,
    attributes: {
      llm: {
        model_name: 'gpt-4o',
        token_count: { total: 12 },
        input_messages: [
          { message: { role: 'system' } },
          { message: { role: 'user', content: 'Hi' } }
        ]
      },
      input: { value: 'Hello World' },
      metadata: { a: 1, n: null, d: { e: 2 } },
      tag: { tags: ['Prod', 'eu'] },
      mixed: [new Double(5), 'X', true, null],
      score: 5,
      bigger: new Double(6),
      text5: '5',
      flag: true,
      infinite: Infinity,
      nan: NaN,
      measured: [NaN, 'Abc', 5, new Uint8Array([97])],
      big: 9223372036854775807n,
      accents: 'é Ω ß \u212a',
      'dotted.key': 'literal',
      dotted: { key: 'nested' },
      'empty.key': null,
      empty: { key: 'nested' },
      'say "hi"': 1,
      "it's": 2,
      odd: { 'back\\slash': { 'tab\t': [{ é: 'deep' }] } },
      '': { x: 1 },
      $bytes: 'no bytes'
    }
  },
  cumulative: { errors: 1, tokens: { prompt: 5, completion: 7, total: 12 } },
  hasParent: false,
  annotations: [
    { name: 'q', identifier: '', score: 0.5, label: null, explanation: null },
    { name: 'l', identifier: '', score: null, label: 'ok', explanation: null }
  ],
  traceAnnotations: [{ name: 't', identifier: '', score: null, label: 'good', explanation: null }]
};

const retriever: FilterSubject = {
  span: {
    traceId: 't1',
    spanId: 's2',
    parentId: 's1',
    kind: 'RETRIEVER',
    name: 'Query',
    statusCode: 'ERROR',
    statusMessage: 'boom',
    startNs: START_NS + 5_000_000_001n,
    endNs: START_NS + 5_020_000_001n,
    attributes: {
      input: { value: 'owls' },
      retrieval: { documents: [{ document: { content: 'Barn owls hunt', score: 0.9 } }] }
    }
  },
  cumulative: { errors: 1, tokens: NO_TOKENS },
  hasParent: true,
  annotations: [
    { name: 'q', identifier: 'x', score: 0.1, label: 'bad', explanation: null },
    { name: 'q', identifier: 'y', score: 0.9, label: 'good', explanation: 'fine' }
  ],
  traceAnnotations: llm.traceAnnotations
};

const orphan: FilterSubject = {
  span: {
    traceId: 't2',
    spanId: 's3',
    parentId: 's9',
    kind: 'TOOL',
    name: 'orphan',
    statusCode: 'UNSET',
    statusMessage: '',
    startNs: START_NS + 6_000_000_000n,
    endNs: null,
    attributes: {}
  },
  cumulative: { errors: 0, tokens: NO_TOKENS },
  hasParent: false,
  annotations: [],
  traceAnnotations: []
};

export const FILTER_SUBJECTS: ReadonlyMap<string, FilterSubject> = new Map([
  ['llm', llm],
  ['retriever', retriever],
  ['orphan', orphan]
]);
