// What a gzip stream holds.
import { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { limited, mayOpen, type OpenContext, type Opener } from './opener.ts';

export const gzipOpener: Opener = {
  id: 'gzip',
  level: 'archive',
  takes: ({ head }) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  async *open(source, context) {
    const { shown } = source;
    if (mayOpen(shown, context))
      yield {
        ...{ shown: `${shown}!`, kind: 'entry', size: null, start: 0 },
        bytes: () => inflated(source.stream(), 'gzip', shown, context),
      };
  },
};

/** Unpacked within the bounds; what is wrong is told of `shown`. */
export async function* inflated(
  packed: AsyncIterable<Uint8Array>,
  form: 'gzip' | 'zlib',
  shown: string,
  context: OpenContext,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  const counted = Readable.from(
    (async function* () {
      for await (const piece of packed) {
        read += piece.length;
        yield piece;
      }
    })(),
    { objectMode: false },
  );
  const unpacked = form === 'gzip' ? createGunzip() : createInflate();
  counted.on('error', (error) => unpacked.destroy(error));
  counted.pipe(unpacked);
  try {
    yield* limited(unpacked as AsyncIterable<Uint8Array>, () => read, shown, context);
  } finally {
    unpacked.destroy();
    counted.destroy();
  }
}
