export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; inlines: Inline[] }
  | { kind: 'link'; href: string; text: string; isImage: boolean };

/** Emphasis within emphasis beyond this is text. */
const MAX_DEPTH = 4;

const SPECIAL = /[\\`*_~[!h]/g;
const LINK =
  /(!?)\[([^[\]\n]{0,2000})\]\(\s*<?([^()\s<>]{0,4000}(?:\([^()\s]{0,500}\))?[^()\s<>]{0,500})>?(?:\s+"[^"\n]{0,500}")?\s*\)/y;
const ADDRESS = /https?:\/\/[^\s<>"'`\\^{|}[\]]{1,4000}/y;
const ESCAPED = /\\([!-/:-@[-`{-~])/y;
const TICKS = /`+/y;
const MARKS = [
  { mark: '**', kind: 'strong' },
  { mark: '__', kind: 'strong' },
  { mark: '~~', kind: 'del' },
  { mark: '*', kind: 'em' },
  { mark: '_', kind: 'em' }
] as const;

/** The words of one paragraph with their emphasis, code and links. A mark that is never closed is text. */
export function parseInlines(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  // A mark for which no end was found has none further on either: asked once, so that time stays linear.
  const endless = new Set<string>();
  let plain = '';
  let at = 0;
  const add = (inline: Inline) => {
    if (plain !== '') {
      found.push({ kind: 'text', text: plain });
      plain = '';
    }
    found.push(inline);
  };
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    const special = SPECIAL.exec(text)?.index ?? text.length;
    plain += text.slice(at, special);
    at = special;
    const escaped = matchAt(ESCAPED, text, at);
    if (escaped) {
      plain += escaped[1] ?? '';
      at += 2;
      continue;
    }
    const read =
      readCode(text, at, endless) ?? readLink(text, at) ?? readMarked(text, at, depth, endless);
    if (read) {
      add(read.inline);
      at = read.next;
    } else if (at < text.length) {
      // A run of marks that means nothing is passed over as one.
      const run = /^([`*_~])\1*/.exec(text.slice(at, at + 200))?.[0] ?? text.charAt(at);
      plain += run;
      at += run.length;
    }
  }
  if (plain !== '') {
    found.push({ kind: 'text', text: plain });
  }
  return found;
}

interface Read {
  inline: Inline;
  next: number;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readCode(text: string, at: number, endless: Set<string>): Read | undefined {
  const ticks = matchAt(TICKS, text, at)?.[0];
  if (ticks === undefined || endless.has(ticks)) {
    return undefined;
  }
  const from = at + ticks.length;
  const end = findRun(text, ticks, from);
  if (end === -1) {
    endless.add(ticks);
    return undefined;
  }
  const inner = text.slice(from, end);
  const isPadded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== '';
  return {
    inline: { kind: 'code', text: isPadded ? inner.slice(1, -1) : inner },
    next: end + ticks.length
  };
}

/** The next run of exactly these ticks. */
function findRun(text: string, ticks: string, from: number): number {
  for (let at = text.indexOf(ticks, from); at !== -1;) {
    let end = at + ticks.length;
    while (text[end] === '`') {
      end++;
    }
    if (end - at === ticks.length) {
      return at;
    }
    at = text.indexOf(ticks, end);
  }
  return -1;
}

function readLink(text: string, at: number): Read | undefined {
  const link = matchAt(LINK, text, at);
  if (link) {
    const [whole, bang, label = '', href = ''] = link;
    return {
      inline: { kind: 'link', href, text: label === '' ? href : label, isImage: bang === '!' },
      next: at + whole.length
    };
  }
  const isInWord = at > 0 && /\w/.test(text.charAt(at - 1));
  const address = isInWord ? undefined : matchAt(ADDRESS, text, at)?.[0];
  if (address === undefined) {
    return undefined;
  }
  const href = trimAddress(address);
  return { inline: { kind: 'link', href, text: href, isImage: false }, next: at + href.length };
}

/** The point that ends a sentence, and the parenthesis around it, do not belong to an address. */
function trimAddress(address: string): string {
  const href = address.replace(/[.,;:!?*_~]+$/, '');
  return href.endsWith(')') && !href.includes('(') ? href.slice(0, -1) : href;
}

function readMarked(
  text: string,
  at: number,
  depth: number,
  endless: Set<string>
): Read | undefined {
  const found = MARKS.find(({ mark }) => text.startsWith(mark, at));
  if (!found || depth >= MAX_DEPTH || endless.has(found.mark)) {
    return undefined;
  }
  const { mark, kind } = found;
  const from = at + mark.length;
  const isWordy = mark.startsWith('_');
  const opens = /\S/.test(text.charAt(from)) && !(isWordy && /\w/.test(text.charAt(at - 1)));
  if (!opens) {
    return undefined;
  }
  const end = findClosing(text, mark, from, isWordy);
  if (end === -1) {
    endless.add(mark);
    return undefined;
  }
  return {
    inline: { kind, inlines: parseInlines(text.slice(from, end), depth + 1) },
    next: end + mark.length
  };
}

function findClosing(text: string, mark: string, from: number, isWordy: boolean): number {
  const single = mark.length === 1;
  for (let at = text.indexOf(mark, from + 1); at !== -1; at = text.indexOf(mark, at + 1)) {
    // A single mark is not closed by a pair, which opens something of its own.
    const isPair = single && (text[at + 1] === mark || text[at - 1] === mark);
    const closes = /\S/.test(text.charAt(at - 1)) && text[at - 1] !== '\\';
    if (!isPair && closes && !(isWordy && /\w/.test(text.charAt(at + mark.length)))) {
      // Of three marks the last two close the pair.
      return !single && text[at + 2] === mark[0] ? at + 1 : at;
    }
  }
  return -1;
}
