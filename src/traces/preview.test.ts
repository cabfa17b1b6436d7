import { expect, test } from 'vitest';
import type { AttributeObject } from '../contract/attribute-value.ts';
import { previewInput, previewOutput } from './preview.ts';

const said = (role: string, content: string): AttributeObject => ({ message: { role, content } });
const conversation = [
  said('system', 'Be brief'),
  said('user', 'Hello'),
  said('assistant', 'Hi'),
  said('user', 'Why was I\ncharged   twice?'),
  said('tool', '{"orders": 2}')
];
const request = JSON.stringify({
  model: 'm',
  messages: [
    { role: 'user', content: 'First' },
    { role: 'user', content: [{ type: 'text', text: 'Second' }, { type: 'image_url' }] }
  ]
});
const answer = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Sorry' } }] });

test.each<[string, AttributeObject, string | null]>([
  ['the value, as it is', { input: { value: 'a\n b' } }, 'a\n b'],
  [
    'the value before messages',
    { input: { value: 'v' }, llm: { input_messages: conversation } },
    'v'
  ],
  ['a value that is no text', { input: { value: { a: [1, true] } } }, '{"a": [1, true]}'],
  ['the last user message', { llm: { input_messages: conversation } }, 'Why was I charged twice?'],
  [
    'the last user message in place of a dump',
    { input: { value: request }, llm: { input_messages: [said('user', 'Third')] } },
    'Third'
  ],
  ['the last user message in a dump', { input: { value: request } }, 'Second'],
  [
    'whatever was said last',
    { llm: { input_messages: [said('system', 'Only this')] } },
    'Only this'
  ],
  ['JSON that holds no messages', { input: { value: '{"question": "x"}' } }, '{"question": "x"}'],
  [
    'documents, which are no messages',
    { input: { value: '[{"content": "x"}]' } },
    '[{"content": "x"}]'
  ],
  ['what only looks like JSON', { input: { value: '[draft] hello' } }, '[draft] hello'],
  ['nothing', {}, null]
])('previewInput() gives %s', (_, attributes, expected) => {
  expect(previewInput(attributes)).toBe(expected);
});

test.each<[string, AttributeObject, string | null]>([
  ['the last answer', { llm: { output_messages: [said('assistant', 'One')] } }, 'One'],
  ['the last answer in a dump', { output: { value: answer } }, 'Sorry'],
  [
    'the tools that are called',
    {
      output: { value: '{"choices": []}' },
      llm: {
        output_messages: [
          {
            message: {
              role: 'assistant',
              tool_calls: [
                { tool_call: { function: { name: 'find', arguments: '{"id":\n 7}' } } },
                { tool_call: { function: { name: 'stop', arguments: {} } } }
              ]
            }
          }
        ]
      }
    },
    'find({"id": 7}), stop({})'
  ],
  [
    'the parts of an answer that are text',
    {
      llm: {
        output_messages: [
          {
            message: {
              role: 'assistant',
              contents: [
                { message_content: { type: 'text', text: 'See' } },
                { message_content: { type: 'image' } },
                { message_content: { type: 'text', text: 'this' } }
              ]
            }
          }
        ]
      }
    },
    'See this'
  ]
])('previewOutput() gives %s', (_, attributes, expected) => {
  expect(previewOutput(attributes)).toBe(expected);
});

test('previews are cut, and what is huge is not read', () => {
  expect(previewInput({ input: { value: 'x'.repeat(1000) } })).toHaveLength(240);
  const huge = JSON.stringify({ messages: [{ role: 'user', content: 'y'.repeat(300_000) }] });
  expect(previewInput({ input: { value: huge } })).toBe(huge.slice(0, 240));
});
