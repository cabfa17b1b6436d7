import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

/** Put in by evaluation, which the content security policy of the app does not see. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: { run(context: string | Document): Promise<AxeResults> };
  }
}

/**
 * What axe finds serious or critical, and with `isStrict` whatever it finds, as `rule: where`; only `within` a place
 * when one is named. Fails when there was nothing it could look at.
 */
export async function findFaults(
  target: Page | Frame,
  { within, isStrict = false }: { within?: string; isStrict?: boolean } = {}
): Promise<string[]> {
  await target.evaluate(AXE);
  const { violations, passes } = await target.evaluate(
    async root => window.axe.run(root ?? document),
    within
  );
  if (passes.length < 3) {
    throw new Error(`axe looked at next to nothing in ${within ?? 'the page'}`);
  }
  return violations
    .filter(({ impact }) => isStrict || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target: at }) => `${id}: ${at.join(' ')}`));
}
