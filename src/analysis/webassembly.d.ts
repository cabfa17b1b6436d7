/**
 * What `analysis` uses of WebAssembly, which Node, Deno and browsers share, but TypeScript describes only in its DOM
 * library.
 */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    readonly buffer: SharedArrayBuffer;
    constructor(descriptor: { initial: number; maximum: number; shared: true });
  }
  class Instance {
    readonly exports: Record<string, unknown>;
    constructor(module: Module, imports: { env: { memory: Memory } });
  }
}
declare function atob(text: string): string;
