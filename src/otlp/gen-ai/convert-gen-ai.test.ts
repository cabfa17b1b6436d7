import { describe, expect, test } from 'vitest';
import type { AttributeObject, AttributeValue } from '../../contract/attribute-value.ts';
import type { SpanEvent } from '../../contract/span.ts';
import { FlatAttributes } from '../flat-attributes.ts';
import { KeyTable } from '../key-table.ts';
import { nestAttributes } from '../nest-attributes.ts';
import { convertGenAi } from './convert-gen-ai.ts';

type Flat = Record<string, AttributeValue>;

const keys = new KeyTable();

function convert(flat: Flat, events: SpanEvent[] = []): AttributeObject {
  const attributes = new FlatAttributes();
  for (const [key, value] of Object.entries(flat)) {
    attributes.add(keys.findByText(key), value);
  }
  const nested = nestAttributes(attributes);
  convertGenAi(nested, events);
  delete nested['gen_ai'];
  return nested;
}

const event = (name: string, attributes: Flat): SpanEvent => ({ name, timeNs: 1n, attributes });
const kindOf = (kind: string) => ({ openinference: { span: { kind } } });
const message = (fields: AttributeObject) => ({ message: fields });

describe('convertGenAi()', () => {
  test('leaves spans alone that have nothing of gen_ai', () => {
    expect(convert({ 'llm.model_name': 'm', a: 1 })).toEqual({ llm: { model_name: 'm' }, a: 1 });
  });

  test.each([
    [{ 'gen_ai.operation.name': 'chat' }, 'LLM'],
    [{ 'gen_ai.operation.name': 'text_completion' }, 'LLM'],
    [{ 'gen_ai.operation.name': 'generate_content' }, 'LLM'],
    [{ 'gen_ai.operation.name': 'embeddings' }, 'EMBEDDING'],
    [{ 'gen_ai.operation.name': 'execute_tool' }, 'TOOL'],
    [{ 'gen_ai.operation.name': 'retrieval' }, 'RETRIEVER'],
    [{ 'gen_ai.operation.name': 'invoke_agent' }, 'AGENT'],
    [{ 'gen_ai.operation.name': 'create_agent' }, 'AGENT'],
    [{ 'gen_ai.request.temperature': 1 }, 'LLM'],
    [{ 'gen_ai.tool.call.id': 'c' }, 'TOOL'],
    [{ 'gen_ai.agent.id': 'a' }, 'AGENT'],
    [{ 'gen_ai.embeddings.dimension.count': 8 }, 'EMBEDDING']
  ])('%j is of the kind %s', (flat, kind) => {
    expect(convert(flat)).toMatchObject(kindOf(kind));
  });

  test('takes over model, provider, parameters, usage and conversation', () => {
    expect(
      convert({
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'azure.ai.openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.response.model': 'gpt-4o-2024-08-06',
        'gen_ai.response.id': 'r1',
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.request.temperature': 0.5,
        'gen_ai.request.max_tokens': 100,
        'gen_ai.request.stop_sequences': ['\n'],
        'gen_ai.request.choice.count': 2,
        'gen_ai.usage.input_tokens': 10,
        'gen_ai.usage.output_tokens': 5,
        'gen_ai.usage.cache_read.input_tokens': 4,
        'gen_ai.usage.cache_creation.input_tokens': 3,
        'gen_ai.conversation.id': 'c1'
      })
    ).toEqual({
      ...kindOf('LLM'),
      llm: {
        provider: 'azure',
        system: 'openai',
        model_name: 'gpt-4o',
        request: { model_name: 'gpt-4o' },
        response: { model_name: 'gpt-4o-2024-08-06', id: 'r1' },
        finish_reason: 'stop',
        invocation_parameters:
          '{"temperature":0.5,"max_tokens":100,"stop_sequences":["\\n"],"n":2}',
        token_count: {
          prompt: 10,
          completion: 5,
          total: 15,
          prompt_details: { cache_read: 4, cache_write: 3 }
        }
      },
      session: { id: 'c1' }
    });
  });

  test('understands the names of before', () => {
    expect(
      convert({
        'gen_ai.system': 'anthropic',
        'gen_ai.response.model': 'claude',
        'gen_ai.usage.prompt_tokens': 7,
        'gen_ai.usage.completion_tokens': '3',
        'gen_ai.prompt.0.role': 'user',
        'gen_ai.prompt.0.content': 'Hi',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.finish_reason': 'tool_calls',
        'gen_ai.completion.0.tool_calls.0.id': 'c1',
        'gen_ai.completion.0.tool_calls.0.name': 'add',
        'gen_ai.completion.0.tool_calls.0.arguments': '{"a":1}'
      })
    ).toEqual({
      ...kindOf('LLM'),
      llm: {
        provider: 'anthropic',
        system: 'anthropic',
        model_name: 'claude',
        response: { model_name: 'claude' },
        finish_reason: 'tool_calls',
        token_count: { prompt: 7, completion: 3, total: 10 },
        input_messages: [message({ role: 'user', content: 'Hi' })],
        output_messages: [
          message({
            role: 'assistant',
            tool_calls: [
              { tool_call: { id: 'c1', function: { name: 'add', arguments: '{"a":1}' } } }
            ]
          })
        ]
      }
    });
  });

  test("understands the words of Anthropic's library and of the AI SDK", () => {
    expect(
      convert({
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai.chat',
        'gen_ai.usage.input_tokens': 15,
        'gen_ai.usage.cache_read.input_tokens': 3,
        'gen_ai.usage.cache_write.input_tokens': 2
      })
    ).toEqual({
      ...kindOf('LLM'),
      llm: {
        provider: 'openai',
        system: 'openai',
        token_count: {
          prompt: 15,
          total: 15,
          prompt_details: { cache_read: 3, cache_write: 2 }
        }
      }
    });
  });

  test('lets what OpenInference says win', () => {
    expect(
      convert({
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'a',
        'gen_ai.usage.input_tokens': 1,
        'gen_ai.input.messages': '[{"role":"user","content":"no"}]',
        'openinference.span.kind': 'CHAIN',
        'llm.model_name': 'b',
        'llm.token_count.prompt': 2,
        'llm.input_messages.0.message.role': 'user'
      })
    ).toEqual({
      ...kindOf('CHAIN'),
      llm: {
        model_name: 'b',
        request: { model_name: 'a' },
        token_count: { prompt: 2, total: 1 },
        input_messages: [message({ role: 'user' })]
      }
    });
  });

  test('reads messages made of parts, their texts, tool calls, answers and images', () => {
    const input = [
      { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'and this' },
          { type: 'uri', modality: 'image', uri: 'https://x/y.png' },
          { type: 'blob', modality: 'image', mime_type: 'image/png', content: 'AAAA' }
        ]
      },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 'c1', name: 'weather', arguments: { city: 'Paris' } }
        ]
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { c: 21 } }] }
    ];
    const output = [
      {
        role: 'assistant',
        parts: [{ type: 'text', content: '21 degrees' }],
        finish_reason: 'stop'
      }
    ];
    const { llm } = convert({
      'gen_ai.system_instructions': '[{"type":"text","content":"Be brief"}]',
      'gen_ai.input.messages': JSON.stringify(input),
      'gen_ai.output.messages': output
    });
    expect(llm).toEqual({
      finish_reason: 'stop',
      input_messages: [
        message({ role: 'system', content: 'Be brief' }),
        message({ role: 'user', content: 'Weather?' }),
        message({
          role: 'user',
          contents: [
            { message_content: { type: 'text', text: 'and this' } },
            { message_content: { type: 'image', image: { image: { url: 'https://x/y.png' } } } },
            {
              message_content: {
                type: 'image',
                image: { image: { url: 'data:image/png;base64,AAAA' } }
              }
            }
          ]
        }),
        message({
          role: 'assistant',
          contents: [{ message_content: { type: 'reasoning', text: 'hm' } }],
          tool_calls: [
            {
              tool_call: {
                id: 'c1',
                function: { name: 'weather', arguments: '{"city":"Paris"}' }
              }
            }
          ]
        }),
        message({ role: 'tool', content: '{"c":21}', tool_call_id: 'c1' })
      ],
      output_messages: [message({ role: 'assistant', content: '21 degrees' })]
    });
  });

  test('reads messages as the APIs of providers have them', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'see' },
          { type: 'image_url', image_url: { url: 'u' } }
        ]
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }]
      },
      { role: 'tool', tool_call_id: 'c1', content: 'done' }
    ];
    expect(convert({ 'gen_ai.prompt': JSON.stringify(messages) })['llm']).toEqual({
      input_messages: [
        message({
          role: 'user',
          contents: [
            { message_content: { type: 'text', text: 'see' } },
            { message_content: { type: 'image', image: { image: { url: 'u' } } } }
          ]
        }),
        message({
          role: 'assistant',
          tool_calls: [{ tool_call: { id: 'c1', function: { name: 'f', arguments: '{}' } } }]
        }),
        message({ role: 'tool', content: 'done', tool_call_id: 'c1' })
      ]
    });
  });

  test('takes a text that is no JSON for one message', () => {
    expect(convert({ 'gen_ai.prompt': 'Hello [world' })['llm']).toEqual({
      input_messages: [message({ role: 'user', content: 'Hello [world' })]
    });
  });

  test('reads messages from events, spread over attributes or in one', () => {
    const { llm } = convert({}, [
      event('gen_ai.system.message', { content: 'Be brief' }),
      event('gen_ai.user.message', { 'gen_ai.event.content': '{"content":"Hi"}' }),
      event('gen_ai.tool.message', { id: 'c1', content: 'ok' }),
      event('gen_ai.choice', {
        index: 0,
        finish_reason: 'stop',
        message: '{"role":"assistant","content":"Hello"}'
      }),
      event('exception', { content: 'no message' })
    ]);
    expect(llm).toEqual({
      finish_reason: 'stop',
      input_messages: [
        message({ role: 'system', content: 'Be brief' }),
        message({ role: 'user', content: 'Hi' }),
        message({ role: 'tool', content: 'ok', tool_call_id: 'c1' })
      ],
      output_messages: [message({ role: 'assistant', content: 'Hello' })]
    });
  });

  test("reads the blocks of Bedrock's messages, and takes a turn of a loop for no model call", () => {
    const call = '[{"toolUse":{"toolUseId":"c1","name":"weather","input":{"city":"Köln"}}}]';
    const answer = '[{"toolResult":{"toolUseId":"c1","content":[{"text":"sunny"}]}}]';
    expect(
      convert({ 'gen_ai.operation.name': 'execute_event_loop_cycle' }, [
        event('gen_ai.system.message', { content: '[{"text":"Be brief"}]' }),
        event('gen_ai.user.message', { content: '[{"text":"Weather?"},{"text":"Now!"}]' }),
        event('gen_ai.assistant.message', { content: call }),
        event('gen_ai.tool.message', { content: answer }),
        event('gen_ai.choice', { message: '[{"text":"It is sunny"}]', finish_reason: 'end_turn' })
      ])
    ).toEqual({
      llm: {
        finish_reason: 'end_turn',
        input_messages: [
          message({ role: 'system', content: 'Be brief' }),
          message({
            role: 'user',
            contents: [
              { message_content: { type: 'text', text: 'Weather?' } },
              { message_content: { type: 'text', text: 'Now!' } }
            ]
          }),
          message({
            role: 'assistant',
            tool_calls: [
              {
                tool_call: { id: 'c1', function: { name: 'weather', arguments: '{"city":"Köln"}' } }
              }
            ]
          }),
          message({ role: 'tool', content: 'sunny', tool_call_id: 'c1' })
        ],
        output_messages: [message({ role: 'assistant', content: 'It is sunny' })]
      }
    });
  });

  test('reads the events that have whole lists, unless the attributes have them', () => {
    const details = event('gen_ai.client.inference.operation.details', {
      'gen_ai.input.messages': '[{"role":"user","content":"from event"}]',
      'gen_ai.output.messages': '[{"role":"assistant","content":"out"}]'
    });
    expect(convert({ 'gen_ai.prompt': 'from attribute' }, [details])['llm']).toEqual({
      input_messages: [message({ role: 'user', content: 'from attribute' })],
      output_messages: [message({ role: 'assistant', content: 'out' })]
    });
    const contents = [
      event('gen_ai.content.prompt', { 'gen_ai.prompt': '[{"role":"user","content":"p"}]' }),
      event('gen_ai.content.completion', { 'gen_ai.completion': 'c' })
    ];
    expect(convert({}, contents)['llm']).toEqual({
      input_messages: [message({ role: 'user', content: 'p' })],
      output_messages: [message({ role: 'assistant', content: 'c' })]
    });
  });

  test('takes over tools: those on offer, and the one that was called', () => {
    expect(
      convert({
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'add',
        'gen_ai.tool.description': 'adds',
        'gen_ai.tool.call.id': 'c1',
        'gen_ai.tool.call.arguments': '{"a":1}',
        'gen_ai.tool.call.result': 'two',
        'gen_ai.tool.definitions': '[{"type":"function","name":"add"}]'
      })
    ).toEqual({
      ...kindOf('TOOL'),
      tool: { name: 'add', description: 'adds', id: 'c1', parameters: { a: 1 } },
      llm: { tools: [{ tool: { json_schema: '{"type":"function","name":"add"}' } }] },
      input: { value: '{"a":1}', mime_type: 'application/json' },
      output: { value: 'two', mime_type: 'text/plain' }
    });
  });

  test('takes over what a retrieval looked for and found', () => {
    expect(
      convert({
        'gen_ai.operation.name': 'retrieval',
        'gen_ai.retrieval.query.text': 'owls',
        'gen_ai.retrieval.documents': '[{"id":"d1","score":0.5,"content":"Owls hunt"},"plain"]'
      })
    ).toEqual({
      ...kindOf('RETRIEVER'),
      input: { value: 'owls', mime_type: 'text/plain' },
      retrieval: {
        documents: [
          { document: { id: 'd1', score: 0.5, content: 'Owls hunt' } },
          { document: { content: 'plain' } }
        ]
      }
    });
  });

  test('names the model of an embedding so', () => {
    expect(
      convert({ 'gen_ai.operation.name': 'embeddings', 'gen_ai.request.model': 'e5' })
    ).toMatchObject({ embedding: { model_name: 'e5' } });
  });

  test('survives words that are none of the convention', () => {
    expect(convert({ gen_ai: 'text' })).toEqual({});
    expect(convert({ 'gen_ai.request.model': 7, 'gen_ai.usage': 'x', 'gen_ai.tool': [1] })).toEqual(
      kindOf('LLM')
    );
  });
});
