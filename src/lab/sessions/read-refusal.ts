/**
 * The sentence of a refused request: ours (`{ error: { message, hint } }`) or Jupyter's (`{ message }`); undefined
 * when the body is neither, as from a proxy in between.
 */
export function readRefusal(text: string): string | undefined {
  const body = parseJson(text);
  if (!isRecord(body)) {
    return undefined;
  }
  const { message, hint } = isRecord(body['error']) ? body['error'] : body;
  if (typeof message !== 'string' || message === '') {
    return undefined;
  }
  return typeof hint === 'string' && hint !== '' ? `${message}. ${hint}` : message;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
