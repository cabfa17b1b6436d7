import { createPart } from '../app/part.ts';

export const findingsPart = createPart(async () => (await import('./findings.tsx')).Findings);
