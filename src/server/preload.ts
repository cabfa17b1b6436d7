import type { PageFiles } from './page-files.ts';
import { keepWorkers } from './workers.ts';

/**
 * Reads all that is otherwise read when it is first needed. A package may be upgraded while its servers run, and their files are then
 * gone, or others: a server goes on with what it started with.
 */
export async function preload(page: PageFiles): Promise<void> {
  await Promise.all([
    page.keep().then(() => page.packAhead()),
    import('./loaded-data.ts'),
    import('./row-sources.ts'),
    import('./media.ts'),
    import('./exports/convert-arrow.ts'),
    import('./layouts/finished-layout.ts'),
    import('./map-engine/compute-map.ts'),
    import('./reports/report-crew.ts'),
    import('./rules/check-rules.ts'),
    import('./traces/start-grpc-collector.ts'),
    import('../inferences/sample-points.ts'),
    keepWorkers(import.meta.url)
  ]);
}
