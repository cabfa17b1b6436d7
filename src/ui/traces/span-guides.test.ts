import { expect, test } from 'vitest';
import { writeGuides } from './span-guides.ts';

const COLLECTOR = {
  http: 'http://127.0.0.1:6006/v1/traces',
  grpc: 'http://127.0.0.1:4317',
  isOpen: true
};

test('an open collector is told to every kind of program, with its address', () => {
  const guides = writeGuides(COLLECTOR);
  expect(guides.map(({ id }) => id)).toEqual([
    'openai',
    'langchain',
    'llamaIndex',
    'python',
    'javascript',
    'environment'
  ]);
  const [javascript, environment] = guides.slice(4);
  expect(javascript?.code).toContain('url: "http://127.0.0.1:6006/v1/traces"');
  expect(environment?.code.split('\n')).toContain(
    'export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:6006'
  );
  expect(environment?.code).toContain('OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317');
});

test('without gRPC nobody is sent there', () => {
  expect(writeGuides({ ...COLLECTOR, grpc: null }).at(-1)?.code).not.toContain('grpc');
});

test('a collector that asks for a token is reached with register() alone', () => {
  for (const collector of [undefined, { ...COLLECTOR, isOpen: false }]) {
    const guides = writeGuides(collector);
    expect(guides).toHaveLength(4);
    expect(guides.every(({ code }) => code.includes('px.register()'))).toBe(true);
  }
});
