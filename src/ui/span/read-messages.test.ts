import { describe, expect, test } from 'vitest';
import { hasConversation, readConversation } from './read-messages.ts';

describe('readConversation()', () => {
  test('reads roles, contents, calls of tools and their results', () => {
    const { input, output } = readConversation({
      llm: {
        input_messages: [
          { message: { role: 'system', content: 'Be kind.' } },
          {
            message: {
              role: 'user',
              contents: [
                { message_content: { type: 'text', text: 'What is this?' } },
                {
                  message_content: {
                    type: 'image',
                    image: { image: { url: 'data:image/png;base64,AA' } }
                  }
                },
                { message_content: { type: 'reasoning', text: 'hm' } },
                { message_content: { type: 'video', data: 'x' } }
              ]
            }
          },
          { message: { role: 'tool', content: '21', tool_call_id: 'c1', name: 'weather' } }
        ],
        output_messages: [
          {
            message: {
              role: 'assistant',
              tool_calls: [
                {
                  tool_call: {
                    id: 'c1',
                    function: { name: 'weather', arguments: '{"city": "Ulm"' }
                  }
                }
              ],
              function_call_name: 'old',
              function_call_arguments_json: { a: 1 }
            }
          }
        ]
      }
    });
    const at = (i: number) => ['llm', 'input_messages', i, 'message'];
    expect(input.map(({ role }) => role)).toEqual(['system', 'user', 'tool']);
    expect(input[0]?.parts).toEqual([
      { kind: 'text', text: 'Be kind.', steps: [...at(0), 'content'] }
    ]);
    expect(input[1]?.parts.map(({ kind }) => kind)).toEqual([
      'text',
      'image',
      'reasoning',
      'other'
    ]);
    expect(input[1]?.parts[1]).toMatchObject({
      url: 'data:image/png;base64,AA',
      steps: [...at(1), 'contents', 1, 'message_content', 'image', 'image', 'url']
    });
    expect(input[2]).toMatchObject({ answers: 'c1', name: 'weather' });
    expect(output[0]?.calls.map(({ name, input: written }) => [name, written])).toEqual([
      ['weather', '{"city": "Ulm"'],
      ['old', '{"a":1}']
    ]);
  });

  test('reads prompts, choices, tools, template and parameters', () => {
    const read = readConversation({
      llm: {
        prompts: ['Complete: a', { prompt: { text: 'b' } }],
        choices: [{ completion: { text: 'c' } }],
        tools: [
          { tool: { json_schema: '{"function":{"name":"search"}}' } },
          { tool: { json_schema: 'no json' } }
        ],
        prompt_template: { template: 'Hi {x}', variables: { x: 1 } },
        invocation_parameters: '{"temperature": 0}'
      }
    });
    expect(read.prompts.map(part => 'text' in part && part.text)).toEqual(['Complete: a', 'b']);
    expect(read.choices).toHaveLength(1);
    expect(read.tools.map(({ name }) => name)).toEqual(['search', 'tool 2']);
    expect(read.template).toMatchObject({ text: 'Hi {x}', variables: '{"x":1}' });
    expect(read.parameters).toBe('{"temperature": 0}');
    expect(hasConversation(read)).toBe(true);
  });

  test('messages that stand as JSON in the input are read when there are no others', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'hi' },
          { type: 'image_url', image_url: { url: 'https://x/y.png' } }
        ]
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', function: { name: 'f', arguments: '{}' } }]
      }
    ];
    const value = JSON.stringify({ messages, temperature: 1 });
    const { input } = readConversation({ input: { value } });
    expect(input.map(({ parts, calls }) => [parts.map(({ kind }) => kind), calls.length])).toEqual([
      [['text', 'image'], 0],
      [[], 1]
    ]);
    const both = readConversation({
      input: { value },
      llm: { input_messages: [{ message: { role: 'user', content: 'x' } }] }
    });
    expect(both.input).toHaveLength(1);
  });

  test.each([
    [{}],
    [null],
    [{ llm: 'text' }],
    [{ llm: { input_messages: 'text', tools: [1, null], prompts: [null] } }],
    [{ input: { value: '[{"role": 1' } }],
    [{ input: { value: '{"role": "user"}' } }],
    [{ llm: { input_messages: [null, 'x', { message: [] }] } }]
  ])('%j holds no conversation', attributes => {
    expect(hasConversation(readConversation(attributes))).toBe(false);
  });

  test('numbers as keys are a list', () => {
    const { input } = readConversation({
      llm: { input_messages: { '0': { message: { content: 7 } } } }
    });
    expect(input[0]).toMatchObject({ role: 'unknown', parts: [{ kind: 'other', value: 7 }] });
  });
});
