/** Characters of a filter. 500 conditions of 30 characters fit. */
export const MAX_LENGTH = 16_384;
/** Levels of parentheses, negations and arithmetic; chains of `and` and `or` are one level however long. */
export const MAX_NESTING = 200;
/** Each annotation name costs a join, and a query of SQLite takes 64. */
export const MAX_ANNOTATION_NAMES = 32;
