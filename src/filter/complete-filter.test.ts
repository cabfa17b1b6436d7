import { describe, expect, test } from 'vitest';
import { completeFilter } from './complete-filter.ts';

const VOCABULARY = {
  attributes: ['llm.model_name', 'llm.token_count.total', 'input.value', "it's odd"],
  values: new Map([
    ['llm.model_name', ['gpt-4o', "o'brien"]],
    ['name', ['query']]
  ]),
  annotations: ['correctness', 'tone'],
  traceAnnotations: ['resolved']
};

/** Completions where `|` stands, the text with the first of them in place. */
function complete(marked: string) {
  const position = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, options } = completeFilter(text, position, VOCABULARY);
  const labels = options.map(({ label }) => label);
  return {
    labels,
    replaced: text.slice(from, to),
    applied: text.slice(0, from) + (labels[0] ?? '') + text.slice(to)
  };
}

describe('completeFilter()', () => {
  test('offers every name at the beginning', () => {
    const { labels } = complete('|');
    expect(labels).toEqual(
      expect.arrayContaining([
        'span_kind',
        'llm.model_name',
        "annotations['tone']",
        "trace_annotations['resolved']",
        'not'
      ])
    );
    expect(labels.filter(label => label === 'llm.token_count.total')).toHaveLength(1);
  });

  test.each([
    ['span_k|', 'span_kind'],
    ["name == 'x' and late|", "name == 'x' and latency_ms"],
    ['llm.mod|', 'llm.model_name'],
    ['llm.|', 'llm.token_count.prompt'],
    ['span.lat|', 'span.latency_ms'],
    ['span.attributes.inp|', 'span.attributes.input.value'],
    ['model| == 1', 'llm.model_name == 1'],
    ['(par|', '(parent_id'],
    ["span_kind == 'r|", "span_kind == 'RETRIEVER"],
    ["span_kind == 'r|'", "span_kind == 'RETRIEVER'"],
    ["span_kind in ['LLM', 't|']", "span_kind in ['LLM', 'TOOL']"],
    ["'g|' == llm.model_name", "'gpt-4o' == llm.model_name"],
    ["llm.model_name == 'o|'", "llm.model_name == 'o\\'brien'"],
    ['llm.model_name == "o\'|"', 'llm.model_name == "o\'brien"'],
    ['span_kind == |', "span_kind == 'LLM'"],
    ['span_kind in [|', "span_kind in ['LLM'"],
    ["evals['c|", "evals['correctness"],
    ["trace_annotations['|']", "trace_annotations['resolved']"],
    ["evals['tone'].s|", "evals['tone'].score"],
    ["evals['tone'].|", "evals['tone'].score"],
    ["attributes['llm.m|']", "attributes['llm.model_name']"],
    ["llm['m|']", "llm['model_name']"],
    ["attributes['it|']", "attributes['it\\'s odd']"],
    ['latency_ms |', 'latency_ms =='],
    ['latency_ms > 5 |', 'latency_ms > 5 and'],
    ["name == 'a and b' |", "name == 'a and b' and"],
    ["name == 'x' and latency_ms |", "name == 'x' and latency_ms =="]
  ])('%s becomes %s', (marked, applied) => {
    expect(complete(marked).applied).toBe(applied);
  });

  test('knows nothing of a text that is compared with nothing known', () => {
    expect(complete("foo == 'x|'").labels).toEqual([]);
  });

  test('survives any text, at any position', () => {
    const texts = ['', '((((', "'", 'a..', '[', 'and and', "x['", ')', "é == '", 'f"{a', '\n#'];
    for (const text of texts) {
      for (let position = 0; position <= text.length; position++) {
        expect(completeFilter(text, position, VOCABULARY).options).toBeInstanceOf(Array);
      }
    }
  });
});
