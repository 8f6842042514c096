// A stream whose first bytes are looked at before it is read.
import { HEAD_BYTES } from './source.ts';

export interface Begun {
  readonly head: Uint8Array;
  /** The whole stream, the first bytes among it; once. */
  all(): AsyncGenerator<Uint8Array>;
  /** For whoever reads none or not all of it. */
  end(): Promise<void>;
}

export async function begin(stream: AsyncIterable<Uint8Array>): Promise<Begun> {
  const pieces = stream[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let count = 0;
  while (count < HEAD_BYTES) {
    const next = await pieces.next();
    if (next.done === true) break;
    first.push(next.value);
    count += next.value.length;
  }
  return {
    head: (first.length === 1 ? (first[0] as Uint8Array) : Buffer.concat(first)).subarray(0, HEAD_BYTES),
    async *all() {
      try {
        yield* first.splice(0);
        for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
      } finally {
        await pieces.return?.();
      }
    },
    async end() {
      await pieces.return?.();
    },
  };
}
