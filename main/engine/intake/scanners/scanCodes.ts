// Seeks QR codes in a picture, on whatever thread, and scans what each of them says. The library is given the picture's bytes and its own code as
// bytes; nothing is fetched.
import { definePoolTask } from '../../kernel/index.ts';
import { type RangeRead, scanRangeTask } from './scanRange.ts';

export interface CodesAsked {
  readonly picture: Uint8Array;
  readonly pixels: number;
  /** resources/wasm/scan.wasm and zxing.wasm in memory that threads share. */
  readonly wasm: Uint8Array;
  readonly reader: Uint8Array;
  /** As of a range. */
  readonly around: number;
}

export interface CodesRead {
  readonly codes: readonly {
    readonly text: string;
    /** In pixels from the top left, in the order in which the code has them: `x,y x,y x,y x,y`. */
    readonly corners: string;
    readonly read: RangeRead;
  }[];
  readonly problem: string | null;
}

const MOST_CODES = 32;
/** Memory that a large picture took is given back. */
const LARGE = 12_000_000;

export const scanCodesTask = definePoolTask<CodesAsked, CodesRead>({
  name: 'scanCodes',
  buffersOf: () => [],
  async run({ picture, pixels, wasm, reader, around }) {
    const { prepareZXingModule, purgeZXingModule, readBarcodes } = await import('zxing-wasm/reader');
    try {
      await prepareZXingModule({
        overrides: { wasmBinary: reader.slice().buffer as ArrayBuffer },
        equalityFn: Object.is,
        fireImmediately: true,
      });
      const found = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: MOST_CODES });
      // A picture that cannot be unpacked comes as one answer that is none.
      const problem = found.find(({ error, format }) => error !== '' && String(format) === '')?.error ?? null;
      const codes = found.flatMap(({ isValid, text, position: { topLeft, topRight, bottomRight, bottomLeft } }) => {
        if (!isValid || text === '') return [];
        const bytes = new TextEncoder().encode(text);
        const read = scanRangeTask.run({ of: { bytes, start: 0 }, from: 0, to: bytes.length, wasm, around });
        const hits = read.hits.map((hit) => ({ ...hit, detail: [...hit.detail, 'qr'] }));
        const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => `${Math.round(x)},${Math.round(y)}`).join(' ');
        return [{ text, corners, read: { ...read, hits } }];
      });
      return { codes: codes.sort((a, b) => (a.corners < b.corners ? -1 : 1)), problem };
    } catch (error) {
      // Its memory may be in any state.
      purgeZXingModule();
      return { codes: [], problem: error instanceof Error ? error.message.slice(0, 100) : 'failed' };
    } finally {
      if (pixels > LARGE) purgeZXingModule();
    }
  },
});
