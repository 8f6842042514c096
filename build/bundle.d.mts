// What the tests use of bundle.mjs.
/** Builds the named entries where they are stale (all of them without names); returns what was built. */
export function bundle(names?: readonly string[]): Promise<readonly string[]>;
/** Everything that a checkout starts or ships: entries, verifier page, window. */
export function bundleEverything(): Promise<readonly string[]>;
