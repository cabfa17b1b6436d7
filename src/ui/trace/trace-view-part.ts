import { createPart } from '../app/part.ts';

export const traceViewPart = createPart(async () => (await import('./trace-view.tsx')).TraceView);
