/** What the paths of a block share, so that what is held in memory at once has an end. */
export class GatherBudget {
  /** Different values. */
  values = 2 ** 17;
  /** Words of texts, each once for a text. */
  words = 2 ** 22;
}
