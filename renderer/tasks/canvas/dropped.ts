// What was dropped on the canvas, as text to look for. A file of ids or addresses is read here, in memory; what is no such text is a source
// and belongs where sources are taken in.

/** A list of ids is small; a larger file is data. */
const MOST_BYTES = 1_000_000;

export type Dropped =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'source'; readonly name: string }
  | { readonly kind: 'nothing' };

export async function readDropped(data: Pick<DataTransfer, 'files' | 'getData'>): Promise<Dropped> {
  // Both are asked before anything is waited for: afterwards the browser has emptied them.
  const text = data.getData('text/plain');
  const [file] = data.files;
  if (file === undefined) return text.trim() === '' ? { kind: 'nothing' } : { kind: 'text', text };
  if (file.size > MOST_BYTES || data.files.length > 1) return { kind: 'source', name: file.name };
  try {
    const read = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    // A NUL is what tells data from text.
    return read.trim() === '' || read.includes('\0') ? { kind: 'source', name: file.name } : { kind: 'text', text: read };
  } catch {
    return { kind: 'source', name: file.name };
  }
}
