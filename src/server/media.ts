import { open, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '../contract/failures.ts';
import { errnoOf } from './disk-failure.ts';

/** Larger files are looked at with other programs; a page that scrolls through thumbnails must not move films. */
const MAX_MEDIA_BYTES = 256 * 2 ** 20;

/** A data: URI sits in a cell of the data set and in memory as a whole. */
const MAX_INLINE_BYTES = 32 * 2 ** 20;

/** Bytes needed to tell the formats apart. */
const HEAD_BYTES = 512;

export type Media =
  | { type: string; size: number; bytes: Uint8Array<ArrayBuffer> }
  | { type: string; size: number; path: string };

/**
 * The image, sound or film that a cell of a link column names: a data: URI or a file on this machine. What it is, is
 * decided by its first bytes, never by what it calls itself. Nothing is fetched from elsewhere.
 */
export async function openMedia(link: string): Promise<Media> {
  if (/^data:/i.test(link)) {
    return fromDataUri(link);
  }
  return fromFile(localPath(link));
}

function fromDataUri(link: string): Media {
  if (link.length > MAX_INLINE_BYTES * 1.4) {
    throw unavailable(`a data: URI may hold at most ${MAX_INLINE_BYTES / 2 ** 20} MB`);
  }
  const comma = link.indexOf(',');
  const isBase64 = /;\s*base64\s*$/i.test(link.slice(5, comma));
  if (comma === -1) {
    throw unavailable('its data: URI has no data');
  }
  const bytes = isBase64
    ? new Uint8Array(Buffer.from(link.slice(comma + 1), 'base64'))
    : percentDecode(link.slice(comma + 1));
  const type = typeOf(bytes.subarray(0, HEAD_BYTES));
  if (type === undefined) {
    throw unavailable('its first bytes are not those of an image, a sound or a film');
  }
  return { type, size: bytes.length, bytes };
}

function percentDecode(text: string): Uint8Array<ArrayBuffer> {
  try {
    return new TextEncoder().encode(decodeURIComponent(text));
  } catch (error) {
    throw unavailable('its data: URI is malformed', error);
  }
}

async function fromFile(path: string): Promise<Media> {
  try {
    const found = await stat(path);
    // A named pipe would never end, a device would never stop.
    if (!found.isFile()) {
      throw unavailable('it is not a file');
    }
    if (found.size > MAX_MEDIA_BYTES) {
      throw unavailable(`a file may have at most ${MAX_MEDIA_BYTES / 2 ** 20} MB`);
    }
    const type = typeOf(await readHead(path));
    if (type === undefined) {
      throw unavailable('its first bytes are not those of an image, a sound or a film');
    }
    return { type, size: found.size, path };
  } catch (error) {
    const errno = errnoOf(error);
    throw errno === undefined || error instanceof Failure
      ? error
      : unavailable(
          errno === 'ENOENT' ? 'the file is not there' : `the file cannot be read`,
          error
        );
  }
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function localPath(link: string): string {
  const path = /^file:/i.test(link) ? fromFileUrl(link) : link;
  // `\\server\share` and `//server/share` make Windows log in to another host.
  if (!isAbsolute(path) || /^[\\/]{2}/.test(path) || path.includes('\0')) {
    throw unavailable('only data: URIs and absolute paths on this machine are shown');
  }
  return path;
}

function fromFileUrl(link: string): string {
  try {
    return fileURLToPath(link);
  } catch (error) {
    throw unavailable('its file: address is malformed', error);
  }
}

function unavailable(reason: string, cause?: unknown): Failure {
  return new Failure('media/unavailable', `Cannot show this link: ${reason}`, { cause });
}

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);

/** Signatures at byte 0, from https://www.iana.org/assignments/media-types and the formats' own documents. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF87a', 'image/gif'],
  ['GIF89a', 'image/gif'],
  ['BM', 'image/bmp'],
  ['\0\0\x01\0', 'image/x-icon'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['ID3', 'audio/mpeg'],
  ['\xff\xfb', 'audio/mpeg'],
  ['\xff\xf3', 'audio/mpeg'],
  ['\xff\xf2', 'audio/mpeg'],
  ['\xff\xf1', 'audio/aac'],
  ['\xff\xf9', 'audio/aac'],
  ['fLaC', 'audio/flac'],
  ['OggS', 'audio/ogg'],
  ['\x1aE\xdf\xa3', 'video/webm']
];

const RIFF_FORMS = new Map([
  ['WEBP', 'image/webp'],
  ['WAVE', 'audio/wav'],
  ['AVI ', 'video/x-msvideo']
]);

/** Brands of the ISO base media format that are not plain MP4. */
const FTYP_BRANDS = new Map([
  ['avif', 'image/avif'],
  ['avis', 'image/avif'],
  ['heic', 'image/heic'],
  ['M4A ', 'audio/mp4'],
  ['qt  ', 'video/quicktime']
]);

export function typeOf(head: Uint8Array): string | undefined {
  if (ascii(head, 0, 4) === 'RIFF') {
    return RIFF_FORMS.get(ascii(head, 8, 12));
  }
  if (ascii(head, 4, 8) === 'ftyp') {
    return FTYP_BRANDS.get(ascii(head, 8, 12)) ?? 'video/mp4';
  }
  const start = ascii(head, 0, 16);
  const found = SIGNATURES.find(([signature]) => start.startsWith(signature));
  if (found) {
    return found[1];
  }
  // A script in it never runs: the answer is sandboxed.
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/.test(
    ascii(head, 0, head.length)
  )
    ? 'image/svg+xml'
    : undefined;
}
