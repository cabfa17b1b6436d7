export const PART_MESSAGES = {
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Cannot copy: the browser does not allow it here',
  insert: 'Insert into cell',
  inserted: 'Inserted into a new cell',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  close: 'Close',
  loading: 'Loading {what}',
  loadingFor: 'Loading {what} for {seconds} s',
  cancel: 'Cancel',
  splitHow: 'Drag, or use the arrow keys; double-click or Home: as usual',
  readingVectors: 'Reading the vectors of spans',
  vectorsFound: '{read} of {total} spans read, {vectors} vectors'
} as const;
