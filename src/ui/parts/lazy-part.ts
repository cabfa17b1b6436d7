import { type FunctionComponent, lazy } from 'react';
import type { Part } from '../app/part.ts';

/** A component from a part of the page; one that has come already shows at once, without a fallback before it. */
export function lazyPart<Props>(part: Part<FunctionComponent<Props>>) {
  return lazy<FunctionComponent<Props>>(() => {
    const known = part.read();
    return known
      ? settledWith({ default: known })
      : part.load().then(found => ({ default: found }));
  });
}

/** React reads what a promise calls back with before `then` returns; a real one always calls back later. */
function settledWith<Value>(value: Value): Promise<Value> {
  return {
    then: (onFulfilled: (value: Value) => unknown) => onFulfilled(value)
  } as unknown as Promise<Value>;
}
