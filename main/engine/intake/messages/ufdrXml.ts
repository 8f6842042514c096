// The XML of a Cellebrite report as a stream of its models: records with fields and parties. Each is given when it ends and then forgotten, so that a
// report of gigabytes takes no more memory than its largest message. Nothing that a document type could define is read.
import { SaxesParser } from 'saxes';
import { Fault } from '../../../../shared/model/fault.ts';
import { byteLength, type TextRead } from './textPieces.ts';

export interface UfdrValue {
  readonly text: string;
  /** `formattedTimestamp` of a time: with the offset where the text has none. */
  readonly formatted: string;
  /** Bytes of the file: within CDATA where that is all there is, else between the tags. */
  readonly offset: number;
  readonly end: number;
}

export interface UfdrModel {
  readonly type: string;
  readonly deleted: string;
  /** The field of the model around it that it stands in. */
  readonly field: string;
  readonly around: UfdrModel | null;
  readonly fields: Map<string, UfdrValue>;
  /** Parties and attachments, by field. */
  readonly models: Map<string, UfdrModel[]>;
}

export interface UfdrTaker {
  ends(model: UfdrModel): void;
  /** A bound was met, or damage that does not end the reading. */
  note(code: string): void;
}

const DEEPEST = 128;
/** Characters without a tag. */
const LONGEST_SILENCE = 8 << 20;
const MOST_FIELDS = 500;
const MOST_MODELS = 5000;
const MOST_ERRORS = 1000;
/** Of other models only their number is told. */
const KEPT = new Set(['Chat', 'InstantMessage', 'SMS', 'MMS', 'Email', 'Party', 'Attachment']);
const PARTS = new Set(['Party', 'Attachment']);
const FIELDS = new Set(['field', 'modelField', 'multiModelField', 'multiField']);

/** Yields after each piece. Returns whether the document was whole. */
export async function* walkUfdr(read: TextRead, taker: UfdrTaker, file: string): AsyncGenerator<void, boolean> {
  const refuse = (reason: string): never => {
    throw new Fault('intake.malformed', { file, row: 0, reason });
  };
  const parser = new SaxesParser({ xmlns: false, position: false });
  const width = byteLength(' ', read.encoding);
  let piece = { text: '', start: 0, byteAt: (_: number): number => 0 };
  let model: UfdrModel | null = null;
  const fields: string[] = [];
  let depth = 0;
  let silent = 0;
  let errors = 0;
  let wasOpened = false;
  /** The open value: what it says, and what stands there. */
  let open: { text: string; readonly formatted: string; readonly offset: number; raw: string; from: number } | null = null;
  const here = (): number => parser.position - piece.start;

  parser.on('error', ({ message }) => {
    // Reports carry characters that XML does not allow: they are kept, and counted.
    if (message.endsWith('disallowed character.')) {
      taker.note('xmlCharacter');
      return;
    }
    if (++errors > MOST_ERRORS) refuse('no well-formed XML');
    taker.note('xmlError');
  });
  parser.on('doctype', () => refuse('holds a document type, which no report needs'));
  parser.on('opentag', ({ name: written, attributes }) => {
    silent = 0;
    wasOpened = true;
    if (++depth > DEEPEST) refuse('is nested too deeply');
    const name = local(written);
    const of = attributes as Readonly<Record<string, string>>;
    if (FIELDS.has(name)) fields.push(of['name'] ?? '');
    else if (name === 'model')
      model = {
        ...{ type: of['type'] ?? '', deleted: of['deleted_state'] ?? '', field: fields.at(-1) ?? '', around: model },
        ...{ fields: new Map(), models: new Map() },
      };
    else if (name === 'value' && model !== null && KEPT.has(model.type)) {
      const at = here();
      open = { text: '', formatted: of['formattedTimestamp'] ?? '', offset: piece.byteAt(at), raw: '', from: at };
    }
  });
  const add = (text: string): void => {
    if (open !== null) open.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  const closeValue = (): void => {
    if (open === null || model === null) return;
    const at = here();
    const raw = open.raw + piece.text.slice(open.from, at);
    const tag = /<\/[^<>]*>$/.exec(raw)?.[0].length ?? 0;
    const isCdata = raw.startsWith('<![CDATA[') && raw.indexOf(']]>') === raw.length - tag - 3;
    const value = {
      ...{ text: open.text, formatted: open.formatted, offset: open.offset + (isCdata ? 9 : 0) * width },
      end: piece.byteAt(at) - (tag + (isCdata ? 3 : 0)) * width,
    };
    open = null;
    const field = fields.at(-1) ?? '';
    // A field of several values keeps the first.
    if (model.fields.has(field)) return;
    if (model.fields.size < MOST_FIELDS) model.fields.set(field, value);
    else taker.note('tooManyFields');
  };
  const closeModel = (): void => {
    if (model === null) return;
    const ended: UfdrModel = model;
    model = ended.around;
    if (!PARTS.has(ended.type)) taker.ends(ended);
    if (!PARTS.has(ended.type) || ended.around === null) return;
    const beside = ended.around.models.get(ended.field) ?? [];
    if (beside.length < MOST_MODELS) beside.push(ended);
    else taker.note('tooManyParties');
    ended.around.models.set(ended.field, beside);
  };
  parser.on('closetag', ({ name: written }) => {
    silent = 0;
    depth--;
    const name = local(written);
    if (name === 'value') closeValue();
    else if (FIELDS.has(name)) fields.pop();
    else if (name === 'model') closeModel();
  });
  for await (const next of read.pieces()) {
    piece = { text: next.text, start: next.start, byteAt: (index) => next.byteAt(index) };
    silent += next.text.length;
    parser.write(next.text);
    if (silent > LONGEST_SILENCE) refuse('has a text or a tag without end');
    const value = open as { raw: string; from: number } | null;
    if (value !== null) {
      value.raw += next.text.slice(Math.max(0, value.from));
      value.from = 0;
    }
    yield;
  }
  return wasOpened && depth === 0;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
