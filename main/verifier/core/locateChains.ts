// Chains of evidence worked out again (SPEC [N3]): from where exported runs end, over the links of people.json, to its entries. What each step
// rests on, the weakest step and the alternatives must follow.
import type { BagContents } from './bagit.ts';
import { utf8Decode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject, parseJson } from './canonicalJson.ts';

export interface PlacedLink {
  readonly link: number;
  readonly entity: number;
  readonly kind: string;
  readonly value: string;
  readonly chains: readonly string[];
  readonly service: string;
  readonly basis: string;
  readonly grade: string;
}

export interface RunEnd {
  readonly of: string;
  readonly run: number;
  readonly direction: string;
  readonly chain: string;
  readonly address: string;
  readonly policies: readonly string[];
  readonly asked: number;
  readonly rests: string;
}

const sized = (value: Json | undefined): number => (isList(value) ? value.length : 0);
const objects = (value: Json | undefined): readonly JsonObject[] => (isList(value) ? value.filter((one) => isObject(one)) : []);

function documentOf(contents: BagContents, file: string): readonly JsonObject[] {
  const text = utf8Decode(contents.bytes.get(file) ?? new Uint8Array(0));
  const value = text === null ? undefined : parseJson(text);
  return objects(isObject(value) ? value['runs'] : undefined).filter((run) => run['exported'] === true);
}

/** Where exported runs end, each place once for a run. */
export function runEnds(contents: BagContents): readonly RunEnd[] {
  const ends = new Map<string, RunEnd & { policies: string[] }>();
  const put = (end: Omit<RunEnd, 'policies'>, policy: string): void => {
    const key = canonicalJson([end.of, end.run, end.chain, end.address]);
    const known = ends.get(key);
    if (known === undefined) ends.set(key, { ...end, policies: [policy] });
    else if (!known.policies.includes(policy)) known.policies.push(policy);
  };
  const read = (of: string, run: JsonObject, direction: Json | undefined, policies: Json | undefined, rests: string): void => {
    if (!isObject(policies)) return;
    const asked = Object.keys(policies).length;
    const frame = { of, run: Number(run['run']), direction: String(direction), asked, rests };
    for (const [policy, outcome] of Object.entries(policies)) {
      const found = isObject(outcome) ? outcome[of === 'coins' ? 'holdings' : 'ends'] : undefined;
      for (const end of objects(found)) {
        const chain = of === 'coins' ? run['chain'] : end['chain'];
        const address = of === 'coins' ? end['address'] : end['account'];
        if (typeof address === 'string') put({ ...frame, chain: String(chain), address }, policy);
      }
    }
  };
  for (const run of documentOf(contents, 'data/runs.json')) {
    const result = run['result'];
    read('coins', run, run['direction'], isObject(result) ? result['policies'] : undefined, 'derivation');
  }
  for (const run of documentOf(contents, 'data/account-runs.json')) {
    const { document, request } = run;
    if (!isObject(document)) continue;
    const isAccepted = objects(document['conversions']).some(({ standing }) => standing === 'inference');
    const isAssumed = sized(document['assumed']) + sized(document['openings']) > 0;
    const direction = isObject(request) ? request['direction'] : undefined;
    read('accounts', run, direction, document['policies'], isAssumed ? 'assumption' : isAccepted ? 'inference' : 'derivation');
  }
  return [...ends.values()];
}

/** Of an account at a provider the number must be the same, and the provider's name that of the ledger. */
export function namesPlace({ kind, value, chains, service }: PlacedLink, { chain, address }: RunEnd): boolean {
  if (value !== address) return false;
  return kind === 'address' ? chains.includes(chain) : kind === 'account' && chain === `ledger:${service.trim().toLowerCase()}`;
}

const BASES = ['fact', 'derivation', 'attribution', 'inference', 'assumption'];
const GRADES = 'PAQSM';

/** The steps of the chain that goes over this link to an entry, and the weakest of them. */
export function stepsOf(
  end: RunEnd,
  { basis, grade, entity }: PlacedLink,
  entry: number,
): { readonly steps: Json; readonly weakest: Json } {
  const isOne = end.asked > 1 && end.policies.length === end.asked;
  const steps = [
    { step: 'run', basis: isOne ? end.rests : 'assumption', grade: null },
    { step: 'address', basis: 'derivation', grade: null },
    { step: 'link', basis, grade },
    ...(entity === entry ? [] : [{ step: 'join', basis: 'assumption', grade: null }]),
  ];
  const weight = (one: { readonly basis: string; readonly grade: string | null }): number =>
    BASES.indexOf(one.basis) * 10 + (one.grade === null ? 0 : GRADES.indexOf(one.grade));
  const most = Math.max(...steps.map(weight));
  return { steps, weakest: steps.filter((one) => weight(one) === most).map(({ step }) => step) };
}
