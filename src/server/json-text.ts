/** JSON of an answer in UTF-8, as one thread has written it and the socket takes it; nobody between them makes objects of it again. */
export type JsonText<Answer> = Uint8Array<ArrayBuffer> & { readonly says?: Answer };

const encoder = new TextEncoder();

export function toJsonText<Answer>(answer: Answer): JsonText<Answer> {
  return encoder.encode(JSON.stringify(answer));
}
