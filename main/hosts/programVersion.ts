// Which program this is. The bundler writes both values in; run from the sources they say so.
declare const TRACEHOLD_VERSION: string | undefined;
declare const TRACEHOLD_BUILD: string | undefined;

export const PROGRAM_VERSION: string = typeof TRACEHOLD_VERSION === 'string' ? TRACEHOLD_VERSION : '0.0.0';
/** SHA-256 over the program's sources, lower-case hex; zeros when run unbundled. */
export const BUILD_HASH: string = typeof TRACEHOLD_BUILD === 'string' ? TRACEHOLD_BUILD : '0'.repeat(64);
