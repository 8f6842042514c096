// What the tests use of sources.mjs.
/** SHA-256 over the sources, in hexadecimal; the same as long as no source changed. */
export function sourceDigest(): string;
