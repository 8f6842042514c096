// A report's XML, streamed: every transaction, party and indicator is given as a small tree as soon as it ends and then forgotten, so that
// memory does not grow with the file. Nothing that a document type could define is read.
import { SaxesParser } from 'saxes';
import { Fault } from '../../../../shared/model/fault.ts';

/** One element with its line, and its number among those of its name beside it. */
export interface Element {
  readonly name: string;
  readonly line: number;
  readonly parent: Element | null;
  readonly children: Element[];
  text: string;
  /** Among its siblings of this name, from 1. */
  readonly number: number;
  /** How many children it has of each name; leaves, which are most, hold none. */
  tally: Map<string, number> | null;
  /** Whether something was taken over from it: the others are counted. */
  read: boolean;
}

export interface XmlBytes {
  readonly name: string;
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

const LARGEST_BYTES = 256 * 1024 * 1024;
const CHUNK = 1 << 20;
/** The deepest path of the schemas has some twenty. */
const DEEPEST = 48;
const LONGEST_TEXT = 64 * 1024;
/** Of one transaction or party. */
const MOST_ELEMENTS = 100_000;
const ENCODINGS = /^(?:utf-8|utf-16|utf-16le|utf-16be|us-ascii|iso-8859-1|windows-125[0-8]|shift_jis|big5|gb18030|gbk)$/i;

/** Elements of which each is given for itself, by their path below the root. */
const SINGLE: ReadonlySet<string> = new Set(['transaction', 'activity/report_parties/report_party', 'report_indicators/indicator']);

/** `root`: the element of the whole report, with the children that stand by themselves. Faults: intake.report with line and reason. */
export async function readReportXml(
  file: XmlBytes,
  take: (unit: Element) => void,
  progress: (done: number) => Promise<void>,
): Promise<Element> {
  if (file.size > LARGEST_BYTES) throw new Fault('intake.tooLarge', { file: file.name, bytes: file.size, limit: LARGEST_BYTES });
  let root: Element | null = null;
  let at: Element | null = null;
  let depth = 0;
  /** Of the one being read that is given for itself, and of all that stays. */
  const elements = { inside: 0, kept: 0 };
  let single: Element | null = null;
  const parser = new SaxesParser<{ position: true; xmlns: false }>({ position: true, xmlns: false });
  const refuse = (reason: string): never => {
    throw new Fault('intake.report', { file: file.name, line: parser.line, reason });
  };
  parser.on('error', () => refuse('xml'));
  parser.on('doctype', () => refuse('doctype'));
  parser.on('opentag', ({ name: written }) => {
    const name = local(written);
    if (depth >= DEEPEST) refuse('nesting');
    if (depth === 0 && name !== 'report') refuse('notReport');
    const isSingle = single === null && at !== null && SINGLE.has(placeOf(at, name));
    const number = (at?.tally?.get(name) ?? 0) + 1;
    if (at !== null) {
      at.tally ??= new Map();
      at.tally.set(name, number);
    }
    const element: Element = { name, line: parser.line, parent: at, children: [], text: '', number, tally: null, read: false };
    if (isSingle) single = element;
    if (++elements[single === null ? 'kept' : 'inside'] > MOST_ELEMENTS) refuse('tooManyElements');
    // Those that are given for themselves are not held.
    if (at !== null && !isSingle) at.children.push(element);
    root ??= element;
    at = element;
    depth++;
  });
  const onText = (text: string): void => {
    // Line ends and indents between elements add up in a long report.
    if (at === null || (at.text === '' && text.trim() === '')) return;
    if (at.text.length + text.length > LONGEST_TEXT) refuse('longText');
    at.text += text;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const element = at as Element;
    element.text = element.text.trim();
    at = element.parent;
    depth--;
    if (element !== single) return;
    single = null;
    elements.inside = 0;
    take(element);
  });
  const decoder = decoderOf(file, refuse);
  try {
    for (let offset = 0; offset < file.size; offset += CHUNK) {
      const bytes = file.read(offset, CHUNK);
      parser.write(decoder.decode(bytes, { stream: offset + CHUNK < file.size }));
      await progress(Math.min(file.size, offset + CHUNK));
    }
    parser.close();
  } catch (error) {
    if (error instanceof Fault) throw error;
    return refuse(error instanceof TypeError ? 'encoding' : 'xml');
  }
  return root ?? refuse('xml');
}

/** As its own declaration or its first bytes say. */
function decoderOf(file: XmlBytes, refuse: (reason: string) => never) {
  const head = file.read(0, 400);
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  const stated = /^\ufeff?<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]{1,30})["']/.exec(Buffer.from(head).toString('utf8'))?.[1] ?? 'utf-8';
  if (!ENCODINGS.test(stated)) return refuse('encoding');
  // Bytes that say so in ASCII are not of sixteen bits, whatever they say.
  return new TextDecoder(/^utf-16/i.test(stated) ? 'utf-8' : stated, { fatal: true });
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Path below the root, without numbers. */
function placeOf(parent: Element, name: string): string {
  const names: string[] = [name];
  for (let at: Element | null = parent; at !== null && at.parent !== null; at = at.parent) names.unshift(at.name);
  return names.join('/');
}

/** `/report/transaction[3]/t_from/from_person/phones/phone[2]`: a number wherever it is not the only one, or could be one of several. */
export function pathOf(element: Element): string {
  const { name, number, parent } = element;
  if (parent === null) return `/${name}`;
  const several = number > 1 || SINGLE.has(placeOf(parent, name)) || (parent.tally?.get(name) ?? 0) > 1;
  return `${pathOf(parent)}/${name}${several ? `[${number}]` : ''}`;
}

/** Children of these names, marked as read. */
export function childrenOf(element: Element | undefined, ...names: readonly string[]): Element[] {
  const found = element?.children.filter(({ name }) => names.includes(name)) ?? [];
  for (const one of found) one.read = true;
  return found;
}

export const childOf = (element: Element | undefined, ...names: readonly string[]): Element | undefined => childrenOf(element, ...names)[0];

/** Text of the first child of these names; empty where it holds no letter and no digit: `-` says nothing. */
export function textOf(element: Element | undefined, ...names: readonly string[]): string {
  const text = childOf(element, ...names)?.text.replace(/\s+/g, ' ') ?? '';
  return /[\p{L}\p{N}]/u.test(text) ? text : '';
}

const HEAD = 65_536;

/** Whether the beginning of a file is that of a report of this form. */
export function isReport(head: Uint8Array): boolean {
  const [first, second] = head;
  const wide = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  const text = new TextDecoder(wide ?? 'utf-8').decode(head.subarray(0, HEAD));
  if (!/^\s*</.test(text.replace(/^\ufeff/, ''))) return false;
  return /<(?:\w+:)?report[\s>]/.test(text) && /<(?:\w+:)?(?:rentity_id|submission_code|report_code)[\s>]/.test(text);
}
