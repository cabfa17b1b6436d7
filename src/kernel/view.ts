import { MAX_VIEW_HEIGHT, MIN_VIEW_HEIGHT, SESSION_MIME } from '../contract/session-output.ts';
import { RequestError } from './errors.ts';
import { show } from './nearest.ts';
import { findTslab } from './platform.ts';

/**
 * The app of one session as an output. JupyterLab and Notebook 7 show it live, through Jupyter; elsewhere it is a line of text.
 * Nothing in it is secret, so that it can be saved with the notebook.
 */
export class View {
  readonly sessionId: string;
  readonly name: string;
  readonly address: string;
  /** CSS pixels. */
  readonly height: number;
  /** Where in the app to begin; undefined for its first page. */
  readonly place: string | undefined;
  readonly #isShown: boolean;

  constructor(sessionId: string, name: string, address: string, height: number, place?: string) {
    this.sessionId = sessionId;
    this.name = name;
    this.address = address;
    this.height = height;
    this.place = place;
    // tslab shows nothing for the value of a cell but its text.
    this.#isShown = showInTslab(this.toBundle());
  }

  /** The contents by MIME type. */
  toBundle(): Record<string, unknown> {
    return {
      [SESSION_MIME]: {
        version: 1,
        id: this.sessionId,
        name: this.name,
        height: this.height,
        ...(this.place === undefined ? {} : { place: this.place })
      },
      'text/html':
        `<p>Phoenix session <b>${escape(this.name)}</b> runs at <code>${escape(this.address)}</code>. ` +
        'This page cannot show it inline: open the link that <code>await session.url</code> gives.</p>',
      'text/plain': this.toString()
    };
  }

  /** How Deno shows the value of a cell. */
  [Symbol.for('Jupyter.display')](): Record<string, unknown> {
    return this.toBundle();
  }

  toString(): string {
    return `Phoenix session "${this.name}" at ${this.address} (open the link in await session.url in a browser)`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.#isShown ? '' : this.toString();
  }

  [Symbol.for('Deno.customInspect')](): string {
    return this.toString();
  }
}

/** A height in CSS pixels, 120 to 4000. */
export function checkHeight(height: unknown): number {
  if (typeof height !== 'number' || !(height >= MIN_VIEW_HEIGHT && height <= MAX_VIEW_HEIGHT)) {
    throw new RequestError(
      `Cannot show a view of height ${show(height)}: it is a number of pixels from ${MIN_VIEW_HEIGHT} to ${MAX_VIEW_HEIGHT}`,
      { code: 'view/height' }
    );
  }
  return Math.floor(height);
}

function showInTslab(bundle: Record<string, unknown>): boolean {
  const show = findTslab()?.lastWriteDisplayData;
  if (show === undefined) {
    return false;
  }
  show({ data: bundle, metadata: {}, transient: {} }, false);
  return true;
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;']
]);

function escape(text: string): string {
  return text.replace(/[&<>"]/g, sign => ENTITIES.get(sign) ?? sign);
}
