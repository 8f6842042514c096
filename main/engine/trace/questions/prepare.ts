// Turns what an examiner asks into what a pass looks for: seeds by what they are, stop rules as they stand now, and the heights to
// read. It refuses what cannot be asked before anything is put on record.
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { QuestionRequest } from '../../../../shared/contract/question.ts';
import type { CaseFile } from '../../casefile/index.ts';
import { outpointText, scriptByName } from '../chainSession.ts';
import type { ChainView } from '../chainView.ts';
import { checkPolicies, type FrozenStop, freezeStops, policiesFor } from '../runs.ts';

/** What a question looks for, as it is kept with it: texts only, so that it can be gone on with after a restart. */
export interface Prepared {
  readonly outpoints: readonly string[];
  /** Not in the case: every transaction is hashed until they are found. */
  readonly txids: readonly string[];
  /** With the height where the examiner says they are. */
  readonly located: readonly { readonly txid: string; readonly height: number }[];
  /** Hexadecimal. */
  readonly scripts: readonly string[];
  readonly policies: readonly string[];
  readonly stops: readonly FrozenStop[];
  /** First height to read, or null where only single blocks are read. */
  readonly low: number | null;
  readonly high: number | null;
}

const TXID = /^([0-9a-f]{64})(?::(\d+))?(?:@(\d+))?$/;

export function prepare(
  file: CaseFile,
  view: ChainView,
  request: QuestionRequest,
  readable: { readonly from: number; readonly to: number },
): Prepared {
  const outpoints = new Set<string>();
  const txids = new Set<string>();
  const located: { txid: string; height: number }[] = [];
  const scripts = new Set<string>();
  let lowest = Number.MAX_SAFE_INTEGER;
  if (request.kind === 'parents')
    for (const run of request.from) if (file.runs.get(Number(run)) === undefined) throw new Fault('trace.runUnknown', { run });
  const passes = request.kind === 'forward' || request.kind === 'history' || request.kind === 'cluster';
  for (const given of request.kind === 'parents' ? [] : request.from) {
    const text = given.trim();
    const id = TXID.exec(text.toLowerCase());
    if (id === null) {
      scripts.add(Buffer.from(scriptOf(view, text)).toString('hex'));
      lowest = readable.from;
      continue;
    }
    const [, txid, index, height] = id as unknown as [string, string, string | undefined, string | undefined];
    // Four bytes, of which the highest number stands for "none".
    if (index !== undefined && Number(index) >= 0xffff_ffff) throw new Fault('trace.seedUnknown', { seed: text, chain: view.network.name });
    const tx = view.findTransaction(fromDisplayHash(txid));
    if (tx === -1) {
      if (height !== undefined) located.push({ txid, height: Number(height) });
      else txids.add(txid);
      if (index !== undefined) outpoints.add(`${txid}:${index}`);
      lowest = Math.min(lowest, height === undefined ? readable.from : Number(height));
      continue;
    }
    const { slice } = view;
    const first = slice.txOutStart[tx] as number;
    const end = slice.txOutStart[tx + 1] as number;
    if (index !== undefined && first + Number(index) >= end) throw new Fault('trace.seedUnknown', { seed: text, chain: view.network.name });
    for (let out = first; out < end; out++)
      if (index === undefined || Number(index) === out - first) outpoints.add(outpointText(view, out));
    lowest = Math.min(lowest, slice.blockHeight[slice.txBlock[tx] as number] as number);
  }
  if (outpoints.size + txids.size + located.length + scripts.size === 0 && request.kind !== 'parents')
    throw new Fault('question.nothingToAsk', { kind: request.kind });
  const direction = request.kind === 'backward' ? 'backward' : 'forward';
  const policies = policiesFor(request.policies, direction);
  checkPolicies(policies, direction, undefined);
  return {
    outpoints: [...outpoints],
    txids: [...txids],
    located,
    scripts: [...scripts],
    policies,
    stops: freezeStops(file, view, request.stops),
    low: passes ? Math.max(readable.from, request.fromHeight ?? Math.min(lowest, readable.to + 1)) : null,
    high: passes ? Math.min(readable.to, request.toHeight ?? readable.to) : null,
  };
}

function scriptOf(view: ChainView, text: string): Uint8Array {
  if (text.startsWith('script:') && /^script:([0-9a-f]{2})+$/.test(text)) return Buffer.from(text.slice(7), 'hex');
  try {
    return view.network.scriptOfAddress(text);
  } catch (error) {
    // Perhaps a name that only the case knows.
    if (error instanceof Fault && text.startsWith('script:')) return view.scripts.script(scriptByName(view, text));
    throw error;
  }
}
