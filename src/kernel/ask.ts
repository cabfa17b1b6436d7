import { Agent, request, type IncomingMessage } from 'node:http';

/** Where a server is and what it wants to see. */
export interface Address {
  url: string;
  token: string;
}

export interface Answer {
  status: number;
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
  text(): string;
}

interface Question {
  body?: Uint8Array | string | undefined;
  headers?: Record<string, string>;
  /** Without an answer for so long; default: as long as it takes. */
  timeoutMs?: number | undefined;
}

// Idle connections do not keep a program from ending.
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * One request with the token of a session. Not by `fetch`, which gives up after five minutes of silence in Node and takes
 * proxies from the environment in Deno. Throws the system's error when nobody answers.
 */
export async function ask(
  { url, token }: Address,
  method: string,
  path: string,
  { body, headers = {}, timeoutMs }: Question = {}
): Promise<Answer> {
  const target = new URL(path.replace(/^\//, ''), url);
  const content = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(target, {
      agent,
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(content ? { 'Content-Length': String(content.byteLength) } : {}),
        ...headers
      }
    });
    if (timeoutMs !== undefined) {
      sent.setTimeout(timeoutMs, () => {
        sent.destroy(new Error(`No answer within ${timeoutMs} ms`));
      });
    }
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end(content);
  });
  const bytes = await readAll(answer);
  return {
    status: answer.statusCode ?? 0,
    contentType: answer.headers['content-type'] ?? '',
    bytes,
    text: () => new TextDecoder().decode(bytes)
  };
}

async function readAll(answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.byteLength;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
