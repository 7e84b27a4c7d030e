declare const TSPLAY_VERSION: string | undefined;

/** The version of the build; `development` when the sources run as they are. */
export const version = typeof TSPLAY_VERSION === 'undefined' ? 'development' : TSPLAY_VERSION;
