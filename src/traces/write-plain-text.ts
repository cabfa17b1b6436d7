import { type AttributeValue, Double, isAttributeObject } from '../contract/attribute-value.ts';

/** Writes values as people read JSON, and stops after about `length` characters: a preview of megabytes costs what it shows. */
export function createTextWriter(length: number): (value: AttributeValue) => string {
  return value => {
    let text = '';
    const write = (part: AttributeValue): void => {
      if (text.length > length) {
        return;
      }
      if (Array.isArray(part)) {
        writeList('[', part, ']', write);
      } else if (isAttributeObject(part)) {
        const entries = Object.entries(part);
        writeList('{', entries, '}', ([key, each]) => {
          text += `${JSON.stringify(key)}: `;
          write(each);
        });
      } else {
        text += writeScalar(part, length);
      }
    };
    const writeList = <Item>(
      open: string,
      items: readonly Item[],
      close: string,
      writeItem: (item: Item) => void
    ) => {
      text += open;
      for (const [i, item] of items.entries()) {
        if (text.length > length) {
          return;
        }
        text += i > 0 ? ', ' : '';
        writeItem(item);
      }
      text += close;
    };
    write(value);
    return text;
  };
}

type Scalar = Exclude<AttributeValue, AttributeValue[] | Record<string, AttributeValue>>;

function writeScalar(value: Scalar, length: number): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.slice(0, length + 1));
  }
  if (value instanceof Uint8Array) {
    return `<${value.length} bytes>`;
  }
  return value instanceof Double ? `${value.value}.0` : String(value);
}
