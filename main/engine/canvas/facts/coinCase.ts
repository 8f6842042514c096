// One coin chain of the case as its facts are read: items to numbers and back, times, grades, what is known of spends. It sums nothing and
// knows no canvas.
import { fromDisplayHash, hex } from '../../../../shared/model/bytes.ts';
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { ProofGrade } from '../../../../shared/model/statement.ts';
import type { CaseSession } from '../../casefile/index.ts';
import {
  type ChainView,
  gradeOf,
  highestCovered,
  inputOutpointText,
  NOT_SPENT_HERE,
  outpointText,
  type ScriptEnds,
  type ScriptIndex,
  scriptIndex,
  scriptName,
  searchedScripts,
  spendsKnownTo,
  txidOf,
  txOfIn,
  txOfOut,
  type UnknownParents,
  unknownParents,
  type UtxoSlice,
} from '../../trace/index.ts';
import type { Members } from './facts.ts';

/** An output of the case; or one of an unknown transaction, of which an input that spends it tells. */
export type FoundOutput = { readonly out: number } | { readonly input: number };

export interface CoinCase {
  readonly chain: string;
  readonly view: ChainView;
  readonly slice: UtxoSlice;
  readonly index: ScriptIndex;
  /** -1 or null where the case holds nothing of it. */
  findTransaction(id: string): number;
  findOutput(id: string): FoundOutput | null;
  scriptOf(address: string): number;
  /** Ascending, each once. */
  scriptsOf(members: Members): Uint32Array;
  /** Address of a script, or `script:HEX`. */
  nameOf(script: number): string;
  transactionItem(tx: number): CanvasItem;
  outputItem(out: number): CanvasItem;
  /** The output that an input spends, known or not. */
  spentItem(input: number): CanvasItem;
  addressItem(script: number): CanvasItem;
  timeOf(tx: number): number;
  heightOf(tx: number): number | null;
  gradeOf(tx: number): ProofGrade;
  spendingOf(out: number): 'spent' | 'unspent' | 'unknownSpend';
  /** Whether every block that the headers name was looked through for a script, by whole blocks or by searches. */
  isSearched(script: number): boolean;
  /** Transactions of the inputs or outputs of scripts, ascending, each once. */
  transactionsOf(ends: ScriptEnds, scripts: Uint32Array): Uint32Array;
  /** A fresh mark for each use of the two columns below: what holds it is in the set at hand. */
  nextMark(): number;
  readonly txMarks: Uint32Array;
  readonly scriptMarks: Uint32Array;
}

const TXID = /^[0-9a-f]{64}$/;
const OUTPOINT = /^([0-9a-f]{64}):(0|[1-9]\d{0,9})$/;

export function coinCase(session: CaseSession, view: ChainView): CoinCase {
  const { slice, network } = view;
  const index = scriptIndex(slice);
  const chain = network.id;
  const addresses = new Map<string, number>();
  const names = new Map<number, string>();
  const lists = new WeakMap<Members, Uint32Array>();
  const proven = new Set<number>();
  const txMarks = new Uint32Array(slice.txCount);
  const scriptMarks = new Uint32Array(index.scriptCount);
  let mark = 0;
  let unknown: UnknownParents | null = null;
  let highest: number | undefined;
  let searches: ReturnType<typeof searchedScripts> | null = null;

  const item = (kind: CanvasItem['kind'], id: string): CanvasItem => ({ kind, chain, id });
  const nextMark = (): number => {
    if (mark === 0xffff_ffff) {
      txMarks.fill(0);
      scriptMarks.fill(0);
      mark = 0;
    }
    return ++mark;
  };
  const findTransaction = (id: string): number => (TXID.test(id) ? view.findTransaction(fromDisplayHash(id)) : -1);
  const findScript = (address: string): number => {
    try {
      return view.scripts.find(address.startsWith('script:') ? Buffer.from(address.slice(7), 'hex') : network.scriptOfAddress(address));
    } catch (error) {
      if (error instanceof Fault) return 0;
      throw error;
    }
  };
  const scriptOf = (address: string): number => {
    let script = addresses.get(address);
    if (script === undefined) {
      const found = findScript(address);
      script = appears(found) ? found : 0;
      addresses.set(address, script);
    }
    return script;
  };
  /** Scripts may be numbered of blocks that another branch replaced. */
  const appears = (script: number): boolean =>
    script > 0 &&
    script < index.scriptCount &&
    [index.outs, index.ins].some(({ start }) => (start[script + 1] as number) > (start[script] as number));
  const nameOf = (script: number): string => {
    let name = names.get(script);
    if (name === undefined) {
      name = scriptName(view, script);
      names.set(script, name);
    }
    return name;
  };
  const tip = view.headers.tip === -1 ? -1 : (view.headers.height[view.headers.tip] as number);

  return {
    ...{ chain, view, slice, index, txMarks, scriptMarks, nextMark, findTransaction, scriptOf, nameOf },
    findOutput(id) {
      const match = OUTPOINT.exec(id);
      if (match === null) return null;
      const [txid, place] = [match[1] as string, Number(match[2])];
      const tx = findTransaction(txid);
      if (tx !== -1) {
        const out = (slice.txOutStart[tx] as number) + place;
        return out < (slice.txOutStart[tx + 1] as number) ? { out } : null;
      }
      if (place > 0xffff_ffff) return null;
      const outpoint = new Uint8Array(36);
      outpoint.set(fromDisplayHash(txid));
      new DataView(outpoint.buffer).setUint32(32, place, true);
      unknown ??= unknownParents(slice, view.outpointOfInput);
      const input = unknown.find(outpoint);
      return input === -1 ? null : { input };
    },
    scriptsOf(members) {
      let scripts = lists.get(members);
      if (scripts === undefined) {
        const found =
          typeof members[0] === 'string'
            ? Uint32Array.from(members as readonly string[], scriptOf)
            : Uint32Array.from(members as Uint32Array);
        found.sort();
        scripts = found.filter((script, at) => appears(script) && (at === 0 || script !== found[at - 1]));
        lists.set(members, scripts);
      }
      return scripts;
    },
    transactionItem: (tx) => item('transaction', txidOf(view, tx)),
    outputItem: (out) => item('output', outpointText(view, out)),
    spentItem: (input) => item('output', inputOutpointText(view, input)),
    addressItem: (script) => item('address', nameOf(script)),
    timeOf: (tx) => slice.blockTime[slice.txBlock[tx] as number] as number,
    heightOf(tx) {
      const height = slice.blockHeight[slice.txBlock[tx] as number] as number;
      return height < 0 ? null : height;
    },
    gradeOf(tx) {
      // Of a block that is not held whole its branch is looked up in the case; one that is not there may still come with a run's proof.
      const grade = proven.has(tx) ? ('P' as const) : gradeOf(view, tx);
      if (grade === 'P') proven.add(tx);
      return grade;
    },
    spendingOf(out) {
      if (slice.outSpentBy[out] !== NOT_SPENT_HERE) return 'spent';
      highest ??= highestCovered(slice) ?? 0;
      const knownTo = spendsKnownTo(slice, out, slice.txBlock[txOfOut(slice, out)] as number);
      return knownTo >= 0 && knownTo >= highest ? 'unspent' : 'unknownSpend';
    },
    isSearched(script) {
      if (tip < 0) return false;
      if (reaches(view.coverage, tip)) return true;
      if (view.searches.length === 0) return false;
      searches ??= searchedScripts(session.current(), view);
      const own = searches.get(hex(view.scripts.script(script)));
      return own !== undefined && reaches([...view.coverage, ...own], tip);
    },
    transactionsOf(ends, scripts) {
      const txOf = ends === index.outs ? txOfOut : txOfIn;
      const own = nextMark();
      let total = 0;
      for (const script of scripts) total += (ends.start[script + 1] as number) - (ends.start[script] as number);
      const found = new Uint32Array(total);
      let count = 0;
      for (const script of scripts)
        for (let at = ends.start[script] as number; at < (ends.start[script + 1] as number); at++) {
          const tx = txOf(slice, ends.numbers[at] as number);
          if (txMarks[tx] === own) continue;
          txMarks[tx] = own;
          found[count++] = tx;
        }
      const once = found.subarray(0, count);
      return scripts.length > 1 ? once.sort() : once;
    },
  };
}

/** Whether ranges of heights, in any order, leave no gap from the first block to a height. */
function reaches(ranges: readonly { readonly from: number; readonly to: number }[], tip: number): boolean {
  let next = 0;
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from > next) return false;
    next = Math.max(next, to + 1);
  }
  return next > tip;
}
