/** One message of a server-sent event stream. */
export interface StreamMessage {
  event: string;
  data: string;
  /** The latest that the stream gave, for a reader that comes back. */
  id: string;
}

/**
 * Cuts the text of an event stream into messages (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * Comments and fields that we do not use are skipped; a message may arrive in any number of pieces.
 */
export class EventParser {
  #rest = '';
  #event = '';
  #data: string[] = [];
  #id = '';

  /** Messages that `text` completes. */
  push(text: string): StreamMessage[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap(line => this.#readLine(line) ?? []);
  }

  #readLine(line: string): StreamMessage | undefined {
    if (line === '') {
      const message = {
        event: this.#event || 'message',
        data: this.#data.join('\n'),
        id: this.#id
      };
      const isEmpty = this.#data.length === 0;
      this.#event = '';
      this.#data = [];
      return isEmpty ? undefined : message;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'event') {
      this.#event = value;
    } else if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'id') {
      this.#id = value;
    }
    return undefined;
  }
}
