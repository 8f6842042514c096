// What stands on bands in words: who, how a trace ends there, how far the policies lie apart. No component.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { stateInWords } from '../../../../shared/model/ledger.ts';
import { shortId } from '../../../design/ids.ts';
import type { Words } from '../../../session/words.ts';
import { assetText, unitsText } from '../../accounts/figures.ts';
import { endStateText } from '../../accounts/words.tsx';
import { amountText } from '../words.ts';

export type Bands = CallOutput<'canvas.sankey'>;
export type BandNode = Bands['nodes'][number];
export type Band = Bands['bands'][number];

/** A run of the case, of coins or over balances. */
export interface ChosenRun {
  readonly of: 'coins' | 'accounts';
  readonly run: number;
  readonly direction: 'forward' | 'backward';
  readonly primary: string;
  readonly policies: readonly string[];
  readonly question: string;
  /** Of coins: the height that the run's data reach. */
  readonly height: number | null;
}

export function nodeName(say: Words, { kind, name, labels, other }: BandNode, { assets }: Pick<Bands, 'assets'>): string {
  if (kind === 'party') return name === '' ? say('charts.unknownParty') : labels.length > 0 ? `❞ ${name}` : shortId(name, 8, 6);
  if (kind !== 'entry' && kind !== 'exit') return say(`charts.nodeKinds.${kind}`);
  const word = say.has(`canvas.marks.${name}`) ? say(`canvas.marks.${name}`) : name;
  const side = other === null ? '' : amountText(assets, other);
  return say(side === '' ? 'charts.conversion' : `charts.nodeKinds.${kind}`, { kind: word, other: side });
}

/** How the trace ends in what does not go on. */
export function stateText(say: Words, state: string, { of, height }: ChosenRun, asset: AssetView): string {
  if (say.has(`charts.states.${state}`)) return say(`charts.states.${state}`);
  if (of === 'accounts') return endStateText(say, { state: stateInWords(state, asset.key), asset });
  const [head = '', rule] = state.split(':');
  const key = rule !== undefined && say.has(`states.${head}-${rule}`) ? `${head}-${rule}` : head;
  const word = rule !== undefined && say.has(`terms.stop.${rule}.word`) ? say(`terms.stop.${rule}.word`) : (rule ?? '');
  return say.has(`states.${key}`) ? say(`states.${key}`, { height: height ?? '?', rule: word }) : state;
}

/** `12.5 BTC (10 – 14 over the policies)`; one figure where all say the same. */
function bandAmount(say: Words, { amount, least, most }: Band, asset: AssetView): string {
  const own = `${unitsText(amount, asset)} ${assetText(asset)}`;
  return least === most ? own : say('charts.spread', { amount: own, least: unitsText(least, asset), most: unitsText(most, asset) });
}

/** `A → B: 12.5 BTC (…) · assumption`. */
export function bandText(say: Words, band: Band, answer: Pick<Bands, 'nodes' | 'assets'>, asset: AssetView): string {
  const name = (id: string): string => {
    const node = answer.nodes.find((one) => one.id === id);
    return node === undefined ? '' : nodeName(say, node, answer);
  };
  return say('charts.bandText', {
    from: name(band.source),
    to: name(band.target),
    amount: bandAmount(say, band, asset),
    statement: say(`statements.${band.statement}.word`),
  });
}

/** Where a policy is explained, under `terms`. */
export function policyTerm(of: ChosenRun['of'], policy: string): string {
  return of === 'coins' ? `policy.${policy}` : `accountPolicy.${policy}`;
}

export function policyWord(say: Words, of: ChosenRun['of'], policy: string): string {
  const key = `terms.${policyTerm(of, policy)}.word`;
  return say.has(key) ? say(key) : policy;
}
