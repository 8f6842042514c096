// Documents of a case: photos, scans and PDF, page by page, with the text that a PDF carries and where on the page it stands.
import { z } from 'zod';
import { command, defineDomain, job, query } from './define.ts';
import { PageRegion } from './region.ts';
import { ChainIdText, Empty, Grant, HashText, Progress, TimeText } from './values.ts';

export const DocumentFormat = z.enum(['pdf', 'png', 'jpeg', 'gif', 'webp', 'bmp']);
export type DocumentFormat = z.output<typeof DocumentFormat>;

/** What is said of a document as a whole: its name ends as another kind of file, the file ends early, its last page does not open. */
const DocumentFlag = z.enum(['suffix', 'cut', 'lastPage']);

export const DocumentNote = z.strictObject({
  format: DocumentFormat,
  /** As the document declares them. */
  pages: z.number().int().positive(),
  /** Of a picture, in its own pixels; null for a PDF. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  flags: z.array(DocumentFlag),
});
export type DocumentNote = z.output<typeof DocumentNote>;

const Source = z.number().int().positive();
const PageNumber = z.number().int().positive().max(10_000_000);

export const DocumentWord = z.strictObject({ text: z.string(), region: PageRegion });
export type DocumentWord = z.output<typeof DocumentWord>;

/** What looks like an id in a text layer: a candidate that somebody reads and confirms, no entry yet. */
export const FoundId = z.strictObject({
  text: z.string(),
  kind: z.enum(['address', 'txid']),
  /** Chains on which it can stand by its form and its checksum; none for the id of a transaction. */
  chains: z.array(ChainIdText),
  region: PageRegion,
});
export type FoundId = z.output<typeof FoundId>;

export const documentContract = defineDomain('document', {
  'document.list': query({
    input: Empty,
    output: z.strictObject({
      documents: z.array(
        z.strictObject({
          ...{ source: Source, name: z.string(), exhibit: z.string(), state: z.enum(['complete', 'partial', 'withdrawn']) },
          ...{ sizeBytes: z.string(), sha256: HashText, taken: TimeText, note: DocumentNote },
        }),
      ),
    }),
  }),
  /** Sizes of pages, in points of a PDF and in pixels of a picture; at most 500 from the one that is asked for. */
  'document.pages': query({
    input: z.strictObject({ source: Source, from: PageNumber.default(1) }),
    output: z.strictObject({
      pages: z.number().int(),
      sizes: z.array(z.strictObject({ page: PageNumber, width: z.number(), height: z.number() })),
    }),
  }),
  /** A page to be looked at. Of a PDF it is drawn, `pixels` long on its longer side; of a picture it is the file itself. */
  'document.page': query({
    input: z.strictObject({ source: Source, page: PageNumber, pixels: z.number().int().min(100).max(4000).default(1600) }),
    output: z.strictObject({
      type: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp']),
      base64: z.string(),
      ...{ width: z.number().int(), height: z.number().int() },
      /** Quarter turns by which the camera says that it is to be shown; regions are of the page unturned. */
      turn: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
    }),
  }),
  /** Writes what `document.page` gives into a new file, whose name must end as what it is. */
  'document.save': command({
    input: z.strictObject({ source: Source, page: PageNumber, pixels: z.number().int().min(100).max(4000).default(2400), out: Grant }),
    output: z.strictObject({
      name: z.string(),
      width: z.number().int(),
      height: z.number().int(),
      bytes: z.number().int(),
      sha256: HashText,
    }),
  }),
  /** Words of the text layer in its own order; none where the page is a picture. */
  'document.text': query({
    input: z.strictObject({ source: Source, page: PageNumber }),
    output: z.strictObject({ words: z.array(DocumentWord), more: z.boolean() }),
  }),
  /** Looks through the text layer for what looks like an address or the id of a transaction. */
  'document.find': job({
    input: z.strictObject({ source: Source, from: PageNumber.default(1) }),
    output: z.strictObject({
      found: z.array(FoundId),
      /** The last page looked at, of how many. */
      ...{ to: z.number().int(), pages: z.number().int() },
      /** Pages that could not be read, with the code of the fault. */
      unread: z.array(z.strictObject({ page: PageNumber, reason: z.string() })),
    }),
    progress: Progress,
  }),
});
