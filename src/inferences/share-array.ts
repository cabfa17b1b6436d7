type Shareable = Float64Array | BigInt64Array | Uint32Array | Uint8Array;

/** The same numbers in memory that threads share; the array itself when it lies there already. */
export function shareArray<Given extends Shareable>(array: Given): Given {
  if (array.buffer instanceof SharedArrayBuffer) {
    return array;
  }
  const shared = new (array.constructor as new (buffer: SharedArrayBuffer) => Given)(
    new SharedArrayBuffer(array.byteLength)
  );
  shared.set(array as never);
  return shared;
}
