// The bytes of documents, in pieces: a page must open when the disk it came from is gone. It stores and gives back.
import type { Connection } from './connection.ts';

/** A piece of a file in one row. */
const PART_BYTES = 4 << 20;

export type DocumentStore = ReturnType<typeof openDocumentStore>;

export function openDocumentStore(connection: Connection) {
  return {
    keep(source: number, bytes: Uint8Array): void {
      const insert = connection.prepare('INSERT INTO document_part (source, part, data) VALUES (?,?,?)');
      for (let part = 0; part * PART_BYTES < bytes.length; part++)
        insert.run(source, part, bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
    },
    /** Empty where the source is no document. */
    bytes: (source: number): Uint8Array =>
      Buffer.concat(
        connection.prepare('SELECT data FROM document_part WHERE source = ? ORDER BY part').pluck().all(source) as Uint8Array[],
      ),
  };
}
