// The Host port: everything the engine may ask of the machine it runs on. Twelve members at most; if it needs
// more, a shell is leaking in.

export interface GrantedPath {
  readonly path: string;
  readonly name: string;
}

export interface Host {
  readonly version: { readonly program: string; readonly build: string; readonly platform: string };
  /** Milliseconds since 1970, UTC. */
  now(): number;
  randomBytes(length: number): Uint8Array;
  /** Resolves a token that the shell gave out; throws Fault('usage.grantUnknown') on any other text. */
  resolveGrant(grant: string): GrantedPath;
  /** Folder of the examiner's profile (signing keys); created when missing. */
  profileFolder(): string;
  /** Bytes of a file of the program itself, e.g. `wasm/bitcoin.wasm`, `locales/en.json`, `fonts/…`. */
  resource(name: string): Uint8Array;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}
