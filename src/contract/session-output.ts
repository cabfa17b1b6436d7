import * as v from 'valibot';

/** The MIME type of `session.view()`: enough to find the session again, and no secret. */
export const SESSION_MIME = 'application/vnd.phoenix.session+json';

/** Heights of the frame in CSS pixels; whatever a notebook says is brought into this range. */
export const MIN_VIEW_HEIGHT = 120;
export const MAX_VIEW_HEIGHT = 4000;

const SessionOutputSchema = v.object({
  version: v.literal(1),
  /** 12 hexadecimal digits. */
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{12}$/)),
  name: v.fallback(v.pipe(v.string(), v.maxLength(500)), ''),
  /** CSS pixels; absent for the reader's own default. */
  height: v.fallback(
    v.optional(
      v.pipe(
        v.number(),
        v.finite(),
        v.transform(height => Math.min(MAX_VIEW_HEIGHT, Math.max(MIN_VIEW_HEIGHT, height)))
      )
    ),
    undefined
  ),
  /** Where in the app to begin; absent for its first page. */
  place: v.fallback(
    v.optional(v.pipe(v.string(), v.maxLength(10_000), v.startsWith('#/'))),
    undefined
  )
});
export type SessionOutput = v.InferOutput<typeof SessionOutputSchema>;

/** Reads an output of a notebook, which anyone may have written; undefined when it names no session. */
export function readSessionOutput(json: unknown): SessionOutput | undefined {
  const { success, output } = v.safeParse(SessionOutputSchema, json);
  return success ? output : undefined;
}
