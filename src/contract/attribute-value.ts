/**
 * A value as OpenTelemetry sends it, exactly. Integers are numbers while a double holds them exactly and bigints beyond; doubles are numbers, but
 * those that would be taken for such an integer are a {@link Double}. NaN and infinities are numbers. Missing is null.
 */
export type AttributeValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Double
  | Uint8Array
  | AttributeValue[]
  | AttributeObject;

export interface AttributeObject {
  [key: string]: AttributeValue;
}

/** A double whose value is a whole number: 3.0 is not the integer 3, and a column of such values stays a column of floats. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }

  toJSON(): number {
    return this.value;
  }
}

/** The value of a double, wrapped when it could be taken for an integer. */
export function fromDouble(value: number): number | Double {
  return Number.isSafeInteger(value) ? new Double(value) : value;
}

/** The value of an integer: a number when a double holds it exactly. */
export function fromInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function isAttributeObject(value: AttributeValue | undefined): value is AttributeObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Double) &&
    !(value instanceof Uint8Array)
  );
}

/** Sets a property of that very name, `__proto__` too. */
export function setProperty(object: AttributeObject, key: string, value: AttributeValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true
    });
  } else {
    object[key] = value;
  }
}

/** The property of that very name: nothing is inherited from `Object.prototype`. */
export function getProperty(
  object: AttributeValue | undefined,
  key: string
): AttributeValue | undefined {
  return isAttributeObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}
