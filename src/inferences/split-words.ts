/** English words that name nothing: articles, pronouns, auxiliaries, prepositions, and what tokenizing leaves of them. */
const STOP_WORDS = new Set(
  `a about above after again against ain all also although always am among an and another any anyone anything are aren
as at be became because become been before being below between both but by came can cannot cant come could couldn
did didn do does doesn doing don done down during each either else etc even ever every few for from further get gets
getting go goes going gone got had hadn has hasn have haven having he hence her here hers herself him himself his how
however i if in indeed instead into is isn it its itself just keep kept least less let like ll m made make many may
maybe me might mine more most much must mustn my myself near need neither never no nobody none nor not nothing now
of off often on once one ones only onto or other others otherwise our ours ourselves out over own per perhaps please
quite rather re really s same say says see seem seems several shall shan she should shouldn since so some somebody
someone something sometimes still such t than that the their theirs them themselves then there therefore these they
thing things this those though through thus to together too toward towards under unless until up upon us use used
using ve very via was wasn way we well went were weren what whatever when where whether which while who whom whose why
will with within without won would wouldn yes yet you your yours yourself yourselves`.split(/\s+/)
);

/** Scripts that put no spaces between words; the engine's own dictionary splits them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A letter first, so that numbers are left out; letters, marks, digits, and an apostrophe or hyphen inside. */
const WORD = /\p{L}[\p{L}\p{M}\p{N}_]*(?:['’-][\p{L}\p{M}\p{N}_]+)*/gu;

const MAX_WORD = 40;

let segmenter: Intl.Segmenter | undefined;

/** Words of a text in lower case, without English stop words and numbers; of unspaced scripts words of two signs up. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [match] of text.matchAll(WORD)) {
    if (UNSPACED.test(match)) {
      segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
      for (const { segment, isWordLike } of segmenter.segment(match)) {
        // Two UTF-16 units: nearly all signs of these scripts are one.
        if (isWordLike === true && segment.length > 1) {
          words.push(segment.toLowerCase());
        }
      }
    } else {
      const word = match.toLowerCase().replaceAll('’', "'").replace(/'s$/, '');
      const stem = word.replace(/'.*$/, '');
      if (
        word.length > 1 &&
        word.length <= MAX_WORD &&
        !STOP_WORDS.has(word) &&
        !STOP_WORDS.has(stem)
      ) {
        words.push(word);
      }
    }
  }
  return words;
}
