/** The message catalog of language packs. */
export const TRANSLATION_DOMAIN = 'jupyterlab_phoenix';
