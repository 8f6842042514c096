// Gives out one secret, or the bytes around a find: an act in the journal with its reason, and a line in the access log, before anything is shown.
import type { z } from 'zod';
import type { deviceContract, TraceKind, TracePlace } from '../../../../shared/contract/device.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type CaseFile, type TraceRow, unseal } from '../../casefile/index.ts';
import { fingerprintOf, GUESSABLE_KINDS, masked } from '../scanners/kept.ts';
import { sealedAs } from './keepFind.ts';
import { placeOf, traceRow } from './traces.ts';

type Asked = z.output<(typeof deviceContract)['device.reveal']['input']>;

const PHRASE_KINDS: ReadonlySet<string> = new Set(['phrase', 'phrasePart', 'electrumSeed']);
const UNPRINTABLE = /[^\x20-\x7e]/g;

interface Revealed {
  readonly text: string;
  readonly place: TracePlace | null;
}

/** Faults: device.traceUnknown, device.notSecret, device.nothingAround, case.secretsPassphrase, case.secretsKeyMissing, case.readOnly, case.damaged. */
export async function reveal(file: CaseFile, { trace, what, reason, authority, passphrase }: Asked): Promise<Revealed> {
  if (file.readOnly) throw new Fault('case.readOnly', { folder: file.folderName });
  const row = traceRow(file, trace);
  const { scan, kind, value } = row;
  const around = what === 'around' ? file.devices.sealedAround(trace) : null;
  const content = what === 'value' ? file.devices.sealedValue(trace) : around?.around;
  if (content === null || content === undefined) throw new Fault(what === 'value' ? 'device.notSecret' : 'device.nothingAround', { trace });
  const opened = await openSealed(file, passphrase, content, sealedAs(scan, kind, what));
  const text = what === 'value' ? opened.toString('utf8') : opened.toString('latin1').replace(UNPRINTABLE, '·');
  if (what === 'value' && !isOf(row, text))
    throw new Fault('case.damaged', { detail: 'what was sealed is not what the trace was kept for' });
  const place = around === null ? null : placeOf(around.place);
  // The act first: nobody sees what was not written down. The masked value names it.
  file.act('secret.revealed', {
    ...{ trace, kind, what, value: what === 'value' ? value : '', reason, authority },
    ...(place === null ? {} : { place: { path: place.path, offset: place.offset } }),
  });
  file.noteAccess('secret.revealed', { trace, kind, what });
  return { text, place };
}

/** Faults: case.secretsPassphrase, case.secretsKeyMissing, case.damaged. */
export async function openSealed(file: CaseFile, passphrase: string, content: Uint8Array, context: unknown): Promise<Buffer> {
  const opened = unseal(await file.openSecretsKey(passphrase), content, context);
  if (opened === null) throw new Fault('case.damaged', { detail: 'what was sealed does not open' });
  return Buffer.from(opened);
}

/** The words of a trace that is a phrase or a part of one. Faults: device.traceUnknown, device.notSecret, and those of `openSealed`. */
export async function wordsOfTrace(file: CaseFile, trace: number, passphrase: string): Promise<string> {
  const row = traceRow(file, trace);
  const content = file.devices.sealedValue(trace);
  if (content === null || !PHRASE_KINDS.has(row.kind)) throw new Fault('device.notSecret', { trace });
  const words = (await openSealed(file, passphrase, content, sealedAs(row.scan, row.kind, 'value'))).toString('utf8');
  if (!isOf(row, words)) throw new Fault('case.damaged', { detail: 'what was sealed is not what the trace was kept for' });
  return words;
}

/** Whether an opened value is the trace's own, and not one that was moved there: by its sum, or where that is of its place by what is told of it. */
const isOf = ({ kind, fingerprint, value }: TraceRow, opened: string): boolean =>
  GUESSABLE_KINDS.has(kind as TraceKind) ? masked(kind as TraceKind, opened) === value : fingerprintOf(opened).equals(fingerprint);
