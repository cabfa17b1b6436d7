import { splitWords } from './split-words.ts';

/** Texts read per cluster, and characters of each: enough for the words that matter, whatever the size of the map. */
const MAX_TEXTS = 300;
const MAX_CHARACTERS = 4000;
/** Words in a name. */
const NAME_WORDS = 3;
/** A word names a cluster when it is in so many of its texts … */
const MIN_SHARE = 0.1;
const MIN_TEXTS = 2;
/** … and so much more often there than in the texts of all others. */
const MIN_LIFT = 1.5;

/** Texts that hold each word, among the texts of one group. */
interface WordCounts {
  texts: number;
  textsByWord: Map<string, number>;
}

/**
 * Names by the words that are in many texts of a cluster and in few elsewhere: class-based TF-IDF (Grootendorst 2022,
 * arXiv:2203.05794) on the share of texts instead of counts, so that one long text has one voice.
 * `textOf` gives a point's text; undefined where a cluster has no such words.
 */
export function nameByWords(
  labels: Int32Array,
  clusterCount: number,
  textOf: (point: number) => string | null
): (string | undefined)[] {
  const groups = countWords(labels, clusterCount, textOf);
  const total: WordCounts = { texts: 0, textsByWord: new Map() };
  for (const { texts, textsByWord } of groups) {
    total.texts += texts;
    for (const [word, count] of textsByWord) {
      total.textsByWord.set(word, (total.textsByWord.get(word) ?? 0) + count);
    }
  }
  return groups.slice(0, clusterCount).map(group => chooseWords(group, total));
}

/** One group per cluster, and a last one for the points in none. */
function countWords(
  labels: Int32Array,
  clusterCount: number,
  textOf: (point: number) => string | null
): WordCounts[] {
  const groups = Array.from({ length: clusterCount + 1 }, (): WordCounts => ({
    texts: 0,
    textsByWord: new Map()
  }));
  for (let point = 0; point < labels.length; point++) {
    const label = labels[point] ?? -1;
    const group = groups[label < 0 ? clusterCount : label];
    if (!group || group.texts >= MAX_TEXTS) {
      continue;
    }
    const text = textOf(point);
    if (text === null || text === '') {
      continue;
    }
    group.texts++;
    for (const word of new Set(splitWords(text.slice(0, MAX_CHARACTERS)))) {
      group.textsByWord.set(word, (group.textsByWord.get(word) ?? 0) + 1);
    }
  }
  return groups;
}

function chooseWords(group: WordCounts, total: WordCounts): string | undefined {
  const elsewhere = total.texts - group.texts;
  const scored: { word: string; score: number }[] = [];
  for (const [word, count] of group.textsByWord) {
    const share = count / group.texts;
    const shareElsewhere =
      elsewhere > 0 ? ((total.textsByWord.get(word) ?? count) - count) / elsewhere : 0;
    if (share < MIN_SHARE || count < MIN_TEXTS || share < MIN_LIFT * shareElsewhere) {
      continue;
    }
    // Half a text, so that a word found nowhere else does not divide by zero.
    const lift = share / (shareElsewhere + 0.5 / Math.max(1, elsewhere));
    scored.push({ word, score: share * Math.log(1 + lift) });
  }
  scored.sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1));
  const chosen: string[] = [];
  for (const { word } of scored) {
    // "refund" says what "refunds" says.
    if (!chosen.some(each => each.startsWith(word) || word.startsWith(each))) {
      chosen.push(word);
    }
    if (chosen.length === NAME_WORDS) {
      break;
    }
  }
  return chosen.length > 0 ? chosen.join(', ') : undefined;
}
