// What a typed text may be: what the case or a chain's reader makes of it, whether its checksum passes, and what else it may have been meant
// as. Secrets are told and given back by nothing here.
import type { Verdict } from '../../../../shared/contract/transcribe.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { caseText, foldTyped, type NearMisses, nearMisses } from '../../chains/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { identify } from '../find/identify.ts';
import type { Held } from '../find/readings.ts';
import { findPhrases, readSecret } from '../find/secrets.ts';
import { readPart } from '../find/wanted.ts';

const NO_MISSES: NearMisses = { forms: [], proposals: [], tried: 0, oneIn: null, complete: true };

/** Signs between the two ends of an id of which the middle was left out. */
const LEFT_OUT = /\.{2,}|\*/;

export async function verdictOf(held: Held, typed: string, work: Work<Step>): Promise<Verdict> {
  const text = foldTyped(typed);
  if (readSecret(text) !== null || phrasesIn(typed).length > 0 || holdsSecret(typed)) return secretVerdict();
  if (LEFT_OUT.test(text)) {
    const kind = readPart(text.toLowerCase()) === null ? 'unknown' : 'partial';
    return { text, secret: false, id: text, kind, readings: [], checksum: 'none', ...shown(NO_MISSES) };
  }
  const [line] = (await identify(held, text, work)).lines;
  const all = line?.readings ?? [];
  if (all.some(({ kind }) => kind === 'secret')) return secretVerdict();
  // A block by its height is any number.
  const readings = all.flatMap(({ kind, ...rest }): Verdict['readings'] =>
    kind === 'secret' || kind === 'unknown' || (kind === 'block' && text.length < 64) ? [] : [{ kind, ...rest }],
  );
  const passes = readings.some(({ checksum }) => checksum === true);
  const misses = passes || readings.some((one) => one.held) ? NO_MISSES : nearMisses(text);
  const fails =
    readings.some(({ checksum }) => checksum === false) ||
    misses.forms.some(
      ({ form, strange, length }) => strange.length > 0 || length !== 'fits' || form === 'base58check' || form === 'bech32',
    );
  const checksum = passes ? 'passes' : fails ? 'fails' : 'none';
  const [form] = misses.forms;
  const guessed = form === undefined ? 'unknown' : form.form === 'hash' ? 'transaction' : 'address';
  const item = readings.find((one) => one.held)?.item ?? null;
  return {
    ...{ text, secret: false, readings, checksum, kind: readings[0]?.kind ?? guessed },
    id: checksum === 'fails' ? text : ((item === null ? null : readItem(item)?.id) ?? caseText(line?.text ?? text)),
    ...shown(misses),
  };
}

/** Whether a key or a phrase that holds stands among other words of a note. */
export function holdsSecret(text: string): boolean {
  return (
    text
      .normalize('NFKC')
      .split(/[^0-9A-Za-z]+/)
      .some((token) => readSecret(token) !== null) || phrasesIn(text).some(({ checksum }) => checksum)
  );
}

/** Words however they are parted; Han characters are words by themselves. */
const phrasesIn = (text: string) =>
  findPhrases(
    text
      .normalize('NFKC')
      .replace(/\p{Script=Han}/gu, ' $& ')
      .split(/[\s\p{P}\p{S}]+/u)
      .filter((word) => word !== ''),
  );

function secretVerdict(): Verdict {
  return { text: '', secret: true, id: '', kind: 'unknown', readings: [], checksum: 'none', ...shown(NO_MISSES) };
}

function shown({
  forms,
  proposals,
  tried,
  oneIn,
  complete,
}: NearMisses): Pick<Verdict, 'forms' | 'proposals' | 'tried' | 'oneIn' | 'complete'> {
  return {
    forms: forms.map((one) => ({ ...one, strange: [...one.strange] })),
    proposals: proposals.map((one) => ({ ...one, changes: one.changes.map((change) => ({ ...change })) })),
    ...{ tried, oneIn: oneIn?.toString() ?? null, complete },
  };
}
