import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../contract/failures.ts';
import { SPAN_KINDS, STATUS_CODES } from '../contract/span.ts';
import { FIELD_NAMES, FIELD_TYPES, findField, type ValueType } from './fields.ts';
import { childrenOf, createSource, parsePython, OPENING, type Source } from './source.ts';
import { ANNOTATION_MEMBERS } from './tree.ts';
import type { FilterVocabulary } from './vocabulary.ts';

export interface Completion {
  /** What replaces the range. */
  label: string;
  kind: 'field' | 'attribute' | 'annotation' | 'member' | 'value' | 'operator' | 'word';
  /** Of a field, where it is known. */
  type?: ValueType;
}

export interface Completions extends TextRange {
  /** Those that begin with what is written come first. */
  options: Completion[];
}

/** What may be written at `position`: names, values of the field beside it, operators or words, from the language and from the spans at hand. */
export function completeFilter(
  text: string,
  position: number,
  vocabulary: FilterVocabulary = {}
): Completions {
  const source = createSource(text);
  const node = parsePython(text).resolveInner(position + OPENING.length, -1);
  const string = findString(node, position);
  if (string) {
    return completeString(source, string, position, vocabulary);
  }
  if (isPathPart(node) && node.to >= position + OPENING.length) {
    return completePath(source, node, position, vocabulary);
  }
  const before = text.slice(0, position);
  return keepMatching(
    { from: position, to: position },
    '',
    needsValue(before) ? startValue(before, vocabulary) : continueFrom(before)
  );
}

function findString(node: SyntaxNode, position: number): SyntaxNode | undefined {
  return node.name === 'String' && node.from < position + OPENING.length ? node : undefined;
}

function isPathPart({ name, parent }: SyntaxNode): boolean {
  return (
    name === 'VariableName' ||
    name === 'PropertyName' ||
    (name === '.' && parent?.name === 'MemberExpression')
  );
}

/** Inside of quotes: a key or an annotation's name, or a value of what the text is compared with. */
function completeString(
  source: Source,
  node: SyntaxNode,
  position: number,
  vocabulary: FilterVocabulary
): Completions {
  const { from, to } = source.locate(node);
  const literal = source.text.slice(from, to);
  const [opening = "'"] = /^[A-Za-z]*['"]/.exec(literal) ?? [];
  const quote = opening.slice(-1);
  const isClosed = literal.length > opening.length && literal.endsWith(quote);
  // An unclosed text goes on to the end of the filter; only what is written before the cursor is meant.
  const end = isClosed ? to - 1 : position;
  const range = { from: from + opening.length, to: Math.max(end, from + opening.length) };
  const labels = listStrings(source, node, vocabulary);
  return keepMatching(
    range,
    source.text.slice(range.from, position),
    labels.map(({ label, kind }) => ({ label: escapeText(label, quote), kind }))
  );
}

function escapeText(text: string, quote: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n');
}

function listStrings(source: Source, node: SyntaxNode, vocabulary: FilterVocabulary): Completion[] {
  const owner = node.parent;
  if (owner?.name === 'MemberExpression') {
    return listKeys(source.textOf(owner.firstChild ?? owner), vocabulary);
  }
  const comparison =
    owner?.name === 'ArrayExpression' || owner?.name === 'TupleExpression' ? owner.parent : owner;
  const other = comparison?.name === 'BinaryExpression' ? otherSide(comparison, node) : undefined;
  const values = other ? listValues(source.textOf(other), vocabulary) : [];
  return values.map(label => ({ label, kind: 'value' }));
}

function otherSide(comparison: SyntaxNode, node: SyntaxNode): SyntaxNode | undefined {
  const [left, ...rest] = childrenOf(comparison);
  const last = rest.at(-1);
  // In a chain the operand to the left is the end of the chain so far.
  const near = left?.name === 'BinaryExpression' ? childrenOf(left).at(-1) : left;
  return near && node.from >= near.to ? near : last;
}

function listKeys(
  owner: string,
  { attributes = [], annotations = [], traceAnnotations = [] }: FilterVocabulary
): Completion[] {
  const root = owner.replace(/^span\./, '');
  if (root === 'annotations' || root === 'evals' || root === 'trace_annotations') {
    const names = root === 'trace_annotations' ? traceAnnotations : annotations;
    return names.map(label => ({ label, kind: 'annotation' }));
  }
  const prefix = root === 'attributes' ? '' : `${root.replace(/^attributes\./, '')}.`;
  return attributes
    .filter(name => name.startsWith(prefix))
    .map(name => ({ label: name.slice(prefix.length), kind: 'attribute' }));
}

function listValues(name: string, { values }: FilterVocabulary): readonly string[] {
  const plain = name.replace(/^span\./, '').replace(/^attributes\./, '');
  switch (findField(plain)) {
    case 'span_kind':
      return SPAN_KINDS;
    case 'status_code':
      return STATUS_CODES;
    default:
      return values?.get(plain) ?? [];
  }
}

/** A name, as far as it is written; all of its dots are replaced together. */
function completePath(
  source: Source,
  node: SyntaxNode,
  position: number,
  vocabulary: FilterVocabulary
): Completions {
  const whole =
    node.parent?.name === 'MemberExpression' && node.name !== 'VariableName' ? node.parent : node;
  const start = source.locate(whole).from;
  const written = source.text.slice(start, position);
  const annotation =
    /^(?:span\.)?(?:annotations|evals|trace_annotations)\s*\[[^\]]*\]\s*\.(\w*)$/.exec(written);
  if (annotation) {
    const member = annotation[1] ?? '';
    const options: Completion[] = ANNOTATION_MEMBERS.map(label => ({ label, kind: 'member' }));
    return keepMatching({ from: position - member.length, to: position }, member, options);
  }
  const [prefix = ''] = /^(?:span\.)?(?:attributes\.)?/.exec(written) ?? [];
  const range = { from: start + prefix.length, to: position };
  const options = prefix.includes('attributes.')
    ? listAttributeNames(vocabulary)
    : listNames(vocabulary);
  return keepMatching(range, written.slice(prefix.length), options);
}

function listNames(vocabulary: FilterVocabulary): Completion[] {
  const fields = FIELD_NAMES.map((label): Completion => {
    const field = findField(label);
    return { label, kind: 'field', ...(field === undefined ? {} : { type: FIELD_TYPES[field] }) };
  });
  const { annotations = [], traceAnnotations = [] } = vocabulary;
  const ofSpans = annotations.map((name): Completion => ({
    label: `annotations[${quoteText(name)}]`,
    kind: 'annotation'
  }));
  const ofTraces = traceAnnotations.map((name): Completion => ({
    label: `trace_annotations[${quoteText(name)}]`,
    kind: 'annotation'
  }));
  const words = ['parent_span', 'not', 'True', 'False', 'None'];
  return [
    ...fields,
    ...listAttributeNames(vocabulary),
    ...ofSpans,
    ...ofTraces,
    ...words.map((label): Completion => ({ label, kind: 'word' }))
  ];
}

/** Names that dots can write; those of fields are listed with the fields. */
function listAttributeNames({ attributes = [] }: FilterVocabulary): Completion[] {
  return attributes
    .filter(name => /^[^\W\d]\w*(?:\.[^\W\d]\w*)*$/u.test(name) && findField(name) === undefined)
    .map(label => ({ label, kind: 'attribute' }));
}

function quoteText(text: string): string {
  return `'${escapeText(text, "'")}'`;
}

/** Whether a value or a condition has to come next. */
function needsValue(before: string): boolean {
  return /(?:^|[([,+\-*/%=<>]|\b(?:and|or|not|in|is))\s*$/.test(before);
}

const COMPARED = /([\w.]+)\s*(?:==|!=|\bin\s*[[(](?:[^\])]*,)?)\s*$/;

function startValue(before: string, vocabulary: FilterVocabulary): Completion[] {
  const [, compared = ''] = COMPARED.exec(before) ?? [];
  const values = listValues(compared, vocabulary).map((value): Completion => ({
    label: quoteText(value),
    kind: 'value'
  }));
  return [...values, ...listNames(vocabulary)];
}

const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is None', 'is not None'];

/** After a value an operator, after a comparison a word that joins it with the next. */
function continueFrom(before: string): Completion[] {
  const isCompared = /(?:==|!=|<=?|>=?|\bin\b|\bis\b)(?:(?!\b(?:and|or)\b)[^])*$/.test(
    withoutTexts(before)
  );
  return isCompared
    ? ['and', 'or'].map(label => ({ label, kind: 'word' }))
    : OPERATORS.map(label => ({ label, kind: 'operator' }));
}

function withoutTexts(text: string): string {
  return text.replace(/'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/g, "''");
}

/** Options that contain what is written, without regard to case; those that begin with it first. */
function keepMatching(
  range: TextRange,
  written: string,
  options: readonly Completion[]
): Completions {
  const sought = written.toLowerCase();
  const found = options.filter(({ label }) => label.toLowerCase().includes(sought));
  const rank = ({ label }: Completion) => (label.toLowerCase().startsWith(sought) ? 0 : 1);
  return { ...range, options: found.toSorted((a, b) => rank(a) - rank(b)) };
}
