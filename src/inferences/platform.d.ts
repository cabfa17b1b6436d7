/** What this room uses of the platform that Node, Deno and browsers share; TypeScript describes it only in its DOM library. */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare function btoa(binary: string): string;
declare function atob(base64: string): string;
