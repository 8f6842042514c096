// The journal (SPEC [J1]-[J3]): chain of header hashes, salted commitments to payloads, head equal to the signed checkpoint.
import { fromHex, joinBytes, toHex, utf8Decode, utf8Encode } from './bytes.ts';
import { canonicalJson, isObject, parseJson } from './canonicalJson.ts';
import type { BagContents } from './bagit.ts';
import { anything, flag, hash, object, oneOf, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import * as say from './sentences.ts';
import { sha256 } from './sha256.ts';
import type { Checkpoint } from './signature.ts';

const FILE = 'data/journal.jsonl';
const HEADER = {
  sequence: whole,
  previous: hash,
  kind: oneOf('edit', 'act', 'undo', 'redo'),
  name: text,
  examiner: text,
  time: text,
  commitment: hash,
} as const;

/** Returns how many payloads are withheld, or null where the journal could not be read. */
export function checkJournal(contents: BagContents, checkpoint: Checkpoint | null, findings: Findings): number | null {
  const bytes = contents.bytes.get(FILE);
  if (bytes === undefined) return null;
  const content = utf8Decode(bytes);
  if (content === null || !content.endsWith('\n')) {
    findings.fail('journal', FILE, say.journalLineSentence(1));
    return null;
  }
  const lines = content.slice(0, -1).split('\n');
  let previous = '0'.repeat(64);
  let withheld = 0;
  let time = '';
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const value = parseJson(line);
    if (value === undefined || canonicalJson(value) !== line) {
      findings.fail('journal', FILE, say.journalLineSentence(number));
      return null;
    }
    const where = { findings, check: 'journal', file: FILE, at: `line ${number}` };
    const isWithheld = isObject(value) && 'withheld' in value;
    const event = isWithheld
      ? readShape(value, { header: object, withheld: flag }, where)
      : readShape(value, { header: object, payload: anything, salt: hash }, where);
    const header = event === null ? null : readShape(event.header, HEADER, { ...where, at: `line ${number} header` });
    if (event === null || header === null) return null;
    if (header.sequence !== number || header.previous !== previous) findings.fail('journal', FILE, say.chainBrokenSentence(number));
    if ('payload' in event) {
      const committed = toHex(sha256(joinBytes(fromHex(event.salt) as Uint8Array, utf8Encode(canonicalJson(event.payload)))));
      if (committed !== header.commitment) findings.fail('journal', FILE, say.commitmentSentence(number));
    } else if (event.withheld) withheld += 1;
    else findings.fail('journal', FILE, say.shapeSentence(`line ${number}.withheld`));
    previous = toHex(sha256(utf8Encode(canonicalJson(event.header))));
    time = header.time;
  }
  findings.count('journalEvents', lines.length);
  findings.count('withheldPayloads', withheld);
  if (checkpoint === null || checkpoint.size !== lines.length || checkpoint.headHash !== previous || checkpoint.time !== time) {
    findings.fail('journal', FILE, say.headDiffersSentence());
  }
  if (withheld > 0) findings.notChecked(say.withheldSentence(withheld));
  findings.pass('journal', FILE, say.journalHolds(lines.length, withheld));
  return withheld;
}
