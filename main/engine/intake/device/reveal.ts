// Gives out one secret, or the bytes around a find: an act in the journal with its reason, and a line in the access log, before anything is shown.
import type { z } from 'zod';
import type { deviceContract } from '../../../../shared/contract/device.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type CaseFile, unseal } from '../../casefile/index.ts';
import { sealedAs } from './keepFind.ts';
import { traceRow } from './traces.ts';

type Asked = z.output<(typeof deviceContract)['device.reveal']['input']>;

const PHRASE_KINDS: ReadonlySet<string> = new Set(['phrase', 'phrasePart', 'electrumSeed']);
const UNPRINTABLE = /[^\x20-\x7e]/g;

/** Faults: device.traceUnknown, device.notSecret, device.nothingAround, case.secretsPassphrase, case.secretsKeyMissing, case.readOnly. */
export async function reveal(file: CaseFile, { trace, what, reason, authority, passphrase }: Asked): Promise<string> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const { scan, kind, value } = traceRow(file, trace);
  const content = file.devices.sealed(trace)[what];
  if (content === null) throw new Fault(what === 'value' ? 'device.notSecret' : 'device.nothingAround', { trace });
  const opened = await openSealed(file, passphrase, content, sealedAs(scan, kind, what));
  // The act first: nobody sees what was not written down. The masked value names it.
  file.act('secret.revealed', { trace, kind, what, value: what === 'value' ? value : '', reason, authority });
  file.noteAccess('secret.revealed', { trace, kind, what });
  return what === 'value' ? opened.toString('utf8') : opened.toString('latin1').replace(UNPRINTABLE, '·');
}

/** Faults: case.secretsPassphrase, case.secretsKeyMissing, case.damaged. */
export async function openSealed(file: CaseFile, passphrase: string, content: Uint8Array, context: unknown): Promise<Buffer> {
  const opened = unseal(await file.openSecretsKey(passphrase), content, context);
  if (opened === null) throw new Fault('case.damaged', { detail: 'what was sealed does not open' });
  return Buffer.from(opened);
}

/** The words of a trace that is a phrase or a part of one. Faults: device.traceUnknown, device.notSecret, and those of `openSealed`. */
export async function wordsOfTrace(file: CaseFile, trace: number, passphrase: string): Promise<string> {
  const { scan, kind } = traceRow(file, trace);
  const content = file.devices.sealed(trace).value;
  if (content === null || !PHRASE_KINDS.has(kind)) throw new Fault('device.notSecret', { trace });
  return (await openSealed(file, passphrase, content, sealedAs(scan, kind, 'value'))).toString('utf8');
}
