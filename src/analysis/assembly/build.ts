import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const source = new URL('kernels.ts', import.meta.url);
const target = new URL('../kernels.wasm.ts', import.meta.url);

/** Compiles the kernels and writes them as a module that carries its bytes, so that every bundler can take them. */
async function build(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  try {
    const wasm = join(folder, 'kernels.wasm');
    const { error, stderr } = await main([
      fileURLToPath(source),
      '--outFile',
      wasm,
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--enable',
      'relaxed-simd',
      '--enable',
      'threads',
      '--enable',
      'bulk-memory',
      '--importMemory',
      '--sharedMemory',
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536'
    ]);
    if (error) {
      throw new Error(`Cannot compile the kernels: ${stderr.toString()}`, { cause: error });
    }
    const bytes = await readFile(wasm);
    await writeFile(
      target,
      `// Made by src/analysis/assembly/build.ts\nexport const KERNELS = '${bytes.toString('base64')}';\n`
    );
    console.log(`kernels.wasm.ts: ${bytes.length} bytes of WebAssembly`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

await build();
