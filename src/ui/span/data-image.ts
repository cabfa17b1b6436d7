import { fromBase64 } from '../../contract/attribute-json.ts';

/** Formats that hold pixels only: an SVG may hold script, and links to other hosts. */
const DATA_IMAGE = /^data:(image\/(?:png|jpeg|jpg|gif|webp|avif|bmp));base64,([A-Za-z0-9+/=_-]+)$/i;

/** The image that a `data:` address holds; undefined for any other address, and for base64 that is none. */
export function readDataImage(url: string): Blob | undefined {
  const [, type, base64] = DATA_IMAGE.exec(url.trim()) ?? [];
  if (type === undefined || base64 === undefined) {
    return undefined;
  }
  try {
    const bytes = fromBase64(base64.replaceAll('-', '+').replaceAll('_', '/'));
    return new Blob([bytes as BlobPart], { type: type.toLowerCase() });
  } catch (error) {
    // What `atob` throws for a text that was cut, or was never base64.
    if (error instanceof DOMException) {
      return undefined;
    }
    throw error;
  }
}
