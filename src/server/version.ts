import manifest from '../../package.json' with { type: 'json' };

/** The product's version; the bundler writes it into the bundle. */
export const VERSION: string = manifest.version;
