const STEP = /\[(?:(\d{1,9})|("(?:[^"\\]|\\.)*"))\]/gy;

/** The steps of a path as {@link cutTexts} writes it; undefined for any other text. */
export function readPath(path: string): (string | number)[] | undefined {
  const prefix = 'attributes';
  if (!path.startsWith(prefix)) {
    return undefined;
  }
  const steps: (string | number)[] = [];
  STEP.lastIndex = prefix.length;
  let at = prefix.length;
  for (let match = STEP.exec(path); match; match = STEP.exec(path)) {
    steps.push(match[2] === undefined ? Number(match[1]) : (JSON.parse(match[2]) as string));
    at = STEP.lastIndex;
  }
  return at === path.length ? steps : undefined;
}
