// XML of a spreadsheet as events. Hostile input: no document type, no entities but XML's own five, bounded depth and bounded text.
import { SaxesParser } from 'saxes';
import { Fault } from '../../../../../shared/model/fault.ts';
import type { Archive } from './archive.ts';

export const DEEPEST_XML = 64;
/** A cell holds at most 32,767 characters; this is far above and still small. */
const LONGEST_SILENCE = 8 << 20;
const PIECE_CHARACTERS = 1 << 14;

export interface XmlHandler {
  /** Names come without their prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** Feeds an entry to the handler; yields after each piece, so that a reader can take what has come. */
export async function* parseEntry(archive: Archive, path: string, file: string, handler: XmlHandler): AsyncGenerator<void> {
  const entry = archive.entries.get(path);
  const refuse = (reason: string, cause?: unknown): Fault =>
    new Fault('intake.malformed', { file, row: 0, reason: `${path}: ${reason}` }, cause);
  if (entry === undefined) throw refuse('is missing');
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  let silent = 0;
  let fault: Fault | null = null;
  const stop = (one: Fault): void => {
    fault ??= one;
  };
  parser.on('error', (error) => stop(refuse('no well-formed XML', error)));
  parser.on('doctype', () => stop(refuse('holds a document type, which no spreadsheet needs')));
  parser.on('opentag', (tag) => {
    silent = 0;
    if (++depth > DEEPEST_XML) stop(refuse('is nested too deeply'));
    if (fault === null) handler.open(localName(tag.name), tag.attributes as Record<string, string>);
  });
  parser.on('closetag', (tag) => {
    silent = 0;
    depth--;
    if (fault === null) handler.close(localName(tag.name));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const bytes of archive.inflate(entry)) {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch (cause) {
      throw refuse('is not UTF-8', cause);
    }
    // Sixteen kilobytes may unpack to sixteen megabytes: what is made of them is taken away in between.
    for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
      const piece = text.slice(at, at + PIECE_CHARACTERS);
      silent += piece.length;
      parser.write(piece);
      if (silent > LONGEST_SILENCE) stop(refuse('has a text without end'));
      if (fault !== null) throw fault;
      yield;
    }
  }
  parser.close();
  if (fault !== null) throw fault;
  yield;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
