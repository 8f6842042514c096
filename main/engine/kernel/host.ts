// The Host port: everything the engine may ask of the machine it runs on. Twelve members at most; if it needs
// more, a shell is leaking in.

export interface GrantedPath {
  readonly path: string;
  readonly name: string;
}

/** Where a chain node is and how it knows us. The password and the cookie go to the node and nowhere else. */
export interface NodeAccess {
  /** `http://` and an IP literal with its port. */
  readonly address: string;
  /** A path that a grant resolved to; read anew for each connection, as a node writes a new cookie at each start. */
  readonly cookieFile?: string;
  readonly user?: string;
  readonly password?: string;
}

export type NodeParameter = string | number | boolean | null | readonly NodeParameter[] | { readonly [name: string]: NodeParameter };

/** A method of JSON-RPC with its parameters, or a path of java-tron's HTTP interface (`wallet/…`) with the values of its fields. */
export interface NodeQuestion {
  readonly id: number;
  readonly method: string;
  readonly params: readonly NodeParameter[];
}

export interface NodeLimits {
  /** Longest answer, in bytes. */
  readonly bytes: number;
  /** For the whole answer, and for each silence within it. */
  readonly milliseconds: number;
  readonly silenceMilliseconds: number;
}

/** A way to ask one node. It moves bytes within limits and judges nothing that they say. */
export interface NodeConnection {
  /** Canonical text of the address. */
  readonly address: string;
  /**
   * The text of the node's JSON answer; several questions go as one batch of JSON-RPC. Throws `node.notAllowed` for a method that does not
   * merely read, `node.unreachable`, `node.unauthorised`, `node.tooLarge`, `node.tooSlow`, `node.badAnswer`, `job.cancelled`.
   */
  ask(questions: readonly NodeQuestion[], limits: NodeLimits, signal: AbortSignal): Promise<string>;
  close(): void;
}

/** A thread that runs the program's own code (engine/worker.ts). It is handed messages and sees neither the case nor the host. */
export interface WorkerThread {
  /** What is in `transfer` is gone on this side. */
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once where the thread ends by itself: it could not start, crashed or ran out of memory. */
  onEnd(listener: (reason: string) => void): void;
  end(): void;
}

export interface WorkerThreads {
  /** How many threads beside the engine's own are of use on this machine. */
  readonly most: number;
  spawn(): WorkerThread;
}

/**
 * Sleuth Kit, where the machine has it: other people's programs that read file systems of images, each call in a process of its own. They get paths
 * and numbers, no shell, no environment, and give bytes. A program that fails or falls silent throws an Error with what it said.
 */
/** Where a file system begins: a byte of the image, or a block of the APFS container that begins at that byte. */
export interface FileSystemPlace {
  readonly offset: number;
  readonly block?: number;
}

export interface FileSystemTools {
  /** With its version: `fiwalk 4.11.1`. */
  readonly name: string;
  /** Files of all file systems in the parts of an image, as DFXML. Faults: job.cancelled. */
  list(parts: readonly string[], signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Content of a file by its number in a file system. Faults: job.cancelled. */
  content(parts: readonly string[], system: FileSystemPlace, inode: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
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
  /** Absent on an air-gapped machine. Throws `node.notAllowed` where the address is not one, `node.unauthorised` without a cookie. */
  connectNode?(access: NodeAccess): Promise<NodeConnection>;
  /** Absent where threads are not to be had or not wanted: everything then runs on the engine's own, with the same results. */
  readonly workers?: WorkerThreads;
  /** Null where none is installed; absent where other programs may not be started. */
  fileSystemTools?(): Promise<FileSystemTools | null>;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}
