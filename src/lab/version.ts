import manifest from '../../package.json' with { type: 'json' };

/** The version of this half of the product; the bundler writes it into the bundle. */
export const VERSION: string = manifest.version;
