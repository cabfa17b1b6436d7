/** Halves of characters, and the one that ends texts elsewhere. */
const DOUBTFUL = /\\u(?:0000|d[89a-f])/i;

/** Whether the database may understand something else by the JSON of a text. */
export function isDoubtfulText(json: string): boolean {
  return json.includes('\\u') && DOUBTFUL.test(json);
}
