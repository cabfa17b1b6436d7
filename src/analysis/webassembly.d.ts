/**
 * What `analysis` uses of WebAssembly, which Node, Deno and browsers share, but TypeScript describes only in its DOM
 * library.
 */
declare namespace WebAssembly {
  type Module = object;
  interface Memory {
    readonly buffer: SharedArrayBuffer;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Module: new (bytes: Uint8Array) => Module;
  const Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => Memory;
  const Instance: new (module: Module, imports: { env: { memory: Memory } }) => Instance;
}
declare function atob(text: string): string;
