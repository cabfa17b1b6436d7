/** A sentence with `{name}` places, or its plural forms chosen by the parameter `count`. */
export type Message = string | { readonly one: string; readonly other: string };
export type Catalogue = Readonly<Record<string, Message>>;

type PlacesOf<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlacesOf<Rest>
  : never;
type TextOf<M extends Message> = M extends string
  ? M
  : M extends { one: infer One extends string; other: infer Other extends string }
    ? One | Other
    : never;
type Names<M extends Message> = PlacesOf<TextOf<M>> | (M extends string ? never : 'count');

/** Numbers are written by the reader's locale; everything else as it is. Plural forms are chosen by a number. */
export type Parameters<M extends Message> = {
  [Name in Names<M>]: M extends string
    ? string | number
    : Name extends 'count'
      ? number
      : string | number;
};

export type Translate<C extends Catalogue> = <Key extends keyof C & string>(
  key: Key,
  ...parameters: [Names<C[Key]>] extends [never] ? [] : [Parameters<C[Key]>]
) => string;

/** The locale whose messages are visibly foreign and longer: what stays plain on screen was never translated. */
export const PSEUDO_LOCALE = 'en-XA';

/** A language: the English text of a message, of its plural where it has one, and what it is there. */
export type Translations = ReadonlyMap<string, Message>;

/** `t('key', { … })` over one catalogue. */
export function createTranslate<const C extends Catalogue>(
  catalogue: C,
  locale: string,
  translations?: Translations
): Translate<C> {
  const numbers = new Intl.NumberFormat(locale);
  const plurals = new Intl.PluralRules(locale);
  return (key, ...[parameters]) => {
    const message = translate(catalogue[key] ?? key, translations);
    const values = (parameters ?? {}) as Record<string, string | number>;
    const text =
      typeof message === 'string'
        ? message
        : message[plurals.select(Number(values['count'])) === 'one' ? 'one' : 'other'];
    const shown = locale === PSEUDO_LOCALE ? toPseudo(text) : text;
    return shown.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return typeof value === 'number' ? numbers.format(value) : (value ?? place);
    });
  };
}

/** The translation of a message, or the message itself where there is none. */
function translate(message: Message, translations: Translations | undefined): Message {
  const isPlural = typeof message !== 'string';
  const found = translations?.get(isPlural ? message.other : message);
  if (found === undefined) {
    return message;
  }
  // The same words may stand in one place with a number and in another without forms.
  return isPlural || typeof found === 'string' ? found : found.other;
}

const ACCENTED = new Map(
  Array.from('aceinosuyACEINOSUYglrtz', (letter, i) => [
    letter,
    Array.from('áçéíñóšúýÁÇÉÍÑÓŠÚÝģļřťž')[i]
  ])
);

/** `Home` → `[Ĥóḿé ~~]`: accented, bracketed, 40 % longer; places in braces stay. */
function toPseudo(text: string): string {
  const accented = text
    .split(/(\{\w+\})/)
    .map(part =>
      part.startsWith('{') ? part : Array.from(part, c => ACCENTED.get(c) ?? c).join('')
    )
    .join('');
  return `[${accented} ${'~'.repeat(Math.ceil(text.length * 0.4))}]`;
}
