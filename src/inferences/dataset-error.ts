import { Failure } from '../contract/failures.ts';

/** A data set that breaks the rules (§2.7) or cannot be read: one sentence per fault, all of one group. */
export class DatasetError extends Failure {
  readonly faults: readonly string[];

  constructor(faults: readonly string[], options: { unreadable?: boolean; cause?: unknown } = {}) {
    super(options.unreadable ? 'dataset/unreadable' : 'dataset/invalid', faults.join('\n'), {
      details: faults,
      cause: options.cause
    });
    this.name = 'DatasetError';
    this.faults = faults;
  }
}
