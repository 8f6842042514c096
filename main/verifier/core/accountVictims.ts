// The table of victims of an account run (SPEC [X7]): which seeds its rows are, what of each reaches which end under each policy, and which
// sums count money twice, all worked out again. Which movement a row means stays the program's reading of it.
import { type Outcome, isSame, readEnds, readSums } from './accountFigures.ts';
import { ACCOUNT_RUNS, CHECK, readLoose, type Where } from './accountGrounds.ts';
import { assetKey, type StatedRow } from './accountLedgers.ts';
import * as say from './accountSentences.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { amount, list, listOf, object, text, textOrNull } from './fields.ts';
import { endKey } from './ledgerAccount.ts';
import type { Figures } from './ledgerBounds.ts';
import type { TraceSeed } from './ledgerGrounds.ts';

/** As the block's time may differ from what a victim remembers. */
const DAY = 86_400;

interface VictimRow {
  readonly reference: string;
  readonly time: number | null;
  /** Null: it means no movement. */
  readonly row: StatedRow | null;
  readonly claimed: bigint;
  /** Number of the seed it is, or null. */
  readonly seed: number | null;
}

export interface VictimGrounds {
  readonly where: Where;
  readonly rows: readonly StatedRow[];
  readonly seeds: readonly TraceSeed[];
  /** Of each seed: the row of the table it is. */
  readonly references: readonly string[];
  readonly request: JsonObject;
}

/** Policies whose tables agree are counted; the rest is found or listed. */
export function checkVictims(
  { where, rows, seeds, references, request }: VictimGrounds,
  stated: Json | undefined,
  outcomes: ReadonlyMap<string, { readonly stated: Outcome; readonly figures: Figures } | null>,
): void {
  const { findings, run } = where;
  const asked = request['victims'];
  if (stated === undefined && asked === undefined) return;
  const at = (part: string) => ({ findings, check: CHECK, file: ACCOUNT_RUNS, at: `account run ${run} victims${part}` });
  const table = readLoose(stated, { file: text, rows: list, problems: list, policies: object }, at(''));
  const numbers = new Map(references.map((reference, number) => [reference, number] as const));
  const claims =
    table === null ? null : readRows(table.rows, rows, seeds, numbers, at('.rows'), { asked, file: table.file, fail: (why) => fail(why) });
  if (table === null || claims === null) return;
  if (numbers.size !== seeds.length || claims.filter(({ seed }) => seed !== null).length !== seeds.length)
    fail('its rows are not the seeds of the run');
  checkSeeds(claims, seeds, (why) => fail(why));
  checkProblems(claims, seeds, table.problems, (why) => fail(why));
  const names = Object.keys(table.policies);
  if ([...names].sort().join() !== [...outcomes.keys()].sort().join()) fail('its policies are not those of the run');
  for (const [policy, outcome] of outcomes) {
    if (outcome === null || outcome.figures.isBoundOnly) {
      findings.notChecked(say.victimsOpenSentence(run, policy));
      continue;
    }
    const failed = findings.failures();
    comparePolicy(policy, table.policies[policy], outcome.figures);
    if (findings.failures() === failed) {
      findings.count('accountVictimTables');
      findings.pass(CHECK, ACCOUNT_RUNS, say.victimsHold(run, policy, claims.length));
    }
  }
  findings.notChecked(say.victimsMeantSentence(run, claims.length));

  function fail(why: string): void {
    findings.fail(CHECK, ACCOUNT_RUNS, say.victimsSentence(run, why));
  }

  function comparePolicy(policy: string, value: Json | undefined, { answer, ends }: Figures): void {
    const own = readLoose(value, { victims: list, doubleCounts: list }, at(`.policies.${policy}`));
    if (own === null) return;
    const used = firstOfEach(claims as readonly VictimRow[]);
    if (own.victims.length !== used.length) fail(`"${policy}" does not list every victim once`);
    used.forEach((claim, place) => {
      const here = at(`.policies.${policy}.victims[${place}]`);
      const victim = readLoose(own.victims[place], { reference: text, contributed: amount, endpoints: list, fees: list }, here);
      const endpoints = victim === null ? null : readEnds(victim.endpoints, here);
      if (victim === null || endpoints === null) return;
      const differs = (what: string, said: string, found: string): void =>
        fail(say.victimDiffers(policy, claim.reference, what, said, found));
      if (victim.reference !== claim.reference) fail(`"${policy}" lists "${victim.reference}" out of order`);
      const brought = claim.seed === null ? 0n : (answer.contributed[claim.seed] ?? 0n);
      if (BigInt(victim.contributed) !== brought) differs('brought', victim.contributed, String(brought));
      const follow = new Map(
        ends.flatMap((end) => {
          const figure = claim.seed === null ? undefined : end.bySeed.get(claim.seed);
          return figure === undefined ? [] : [[endKey(end), { end, figure }] as const];
        }),
      );
      for (const endpoint of endpoints) {
        const found = follow.get(endKey(endpoint))?.figure;
        follow.delete(endKey(endpoint));
        if (found === undefined || !isSame(endpoint.figure, found))
          differs(
            say.placeText(endpoint.ledger, endpoint.state),
            say.rangeText(endpoint.figure),
            found === undefined ? '0' : say.rangeText(found),
          );
      }
      for (const { end, figure } of follow.values())
        if (figure.high > 0n) differs(say.placeText(end.ledger, end.state), '0', say.rangeText(figure));
      const fees = readSums(victim.fees, here);
      const paid = new Map(
        [...answer.fees].map(([asset, { parts }]) => [asset, parts.find(({ seed }) => seed === claim.seed)?.amount ?? 0n] as const),
      );
      for (const asset of new Set([...fees.keys(), ...paid.keys()]))
        if ((fees.get(asset) ?? 0n) !== (paid.get(asset) ?? 0n))
          differs('fees', String(fees.get(asset) ?? 0n), String(paid.get(asset) ?? 0n));
    });
    const follows = doubleCounts(used, { answer, ends }).map((one) => canonicalJson(one));
    const said = own.doubleCounts.map((item, place) => {
      const shape = { kind: text, about: text, references: listOf(text), asset: object, sum: amount, whole: amount };
      const one = readLoose(item, shape, at(`.policies.${policy}.doubleCounts[${place}]`));
      return one === null ? '' : canonicalJson({ ...one, asset: String(one.asset['key']) });
    });
    for (const one of follows) if (!said.includes(one)) fail(`"${policy}" does not name a sum that counts twice: ${one}`);
    for (const one of said) if (!follows.includes(one)) fail(`"${policy}" names a sum that does not follow: ${one}`);
  }
}

function readRows(
  items: readonly Json[],
  rows: readonly StatedRow[],
  seeds: readonly TraceSeed[],
  numbers: ReadonlyMap<string, number>,
  at: Parameters<typeof readLoose>[2],
  { asked, file, fail }: { asked: Json | undefined; file: string; fail: (why: string) => void },
): VictimRow[] | null {
  const kept = isObject(asked) && isList(asked['rows']) ? asked['rows'] : [];
  if (!isObject(asked) || asked['file'] !== file || kept.length !== items.length) fail('it is not the table that was asked for');
  const claims: VictimRow[] = [];
  const references = new Set<string>();
  for (const [place, item] of items.entries()) {
    const shape = {
      reference: text,
      payment: text,
      transfer: textOrNull,
      claimed: (value: Json | undefined) => value === null || amount(value),
    };
    const one = readLoose(item, shape, { ...at, at: `${at.at}[${place}]` });
    if (one === null || !isObject(item)) return null;
    const { timeSeconds: time = null, asset } = item;
    const was = kept[place];
    if (!isObject(was) || was['reference'] !== one.reference || was['payment'] !== one.payment || was['timeSeconds'] !== time)
      fail(`row "${one.reference}" is not as it was asked for`);
    const isFirst = !references.has(one.reference);
    references.add(one.reference);
    const number = isFirst ? numbers.get(one.reference) : undefined;
    const seed = number === undefined ? undefined : rows[seeds[number]?.row ?? -1];
    const names =
      seed !== undefined && one.transfer === `${seed.transaction}#${seed.path}` && assetKey(seed.chain, seed.asset) === keyOf(asset);
    // A row whose reference stands above already seeds nothing: its movement need not be here.
    if (isFirst && (one.transfer === null ? number !== undefined : !names))
      fail(`the movement of "${one.reference}" is not that of its seed`);
    const claimed = BigInt(String(item['claimed'] ?? 0));
    claims.push({
      ...{ reference: one.reference, time: typeof time === 'number' ? time : null, claimed },
      ...{ row: names ? seed : null, seed: names ? (number as number) : null },
    });
  }
  return claims;
}

const keyOf = (asset: Json | undefined): string => (isObject(asset) ? String(asset['key']) : '');

function firstOfEach(claims: readonly VictimRow[]): VictimRow[] {
  const first = new Map<string, VictimRow>();
  for (const claim of claims) if (!first.has(claim.reference)) first.set(claim.reference, claim);
  return [...first.values()];
}

/** The rows that mean a movement are the seeds with what they claim, in seed order: by row, reference, amount. (A4) */
function checkSeeds(claims: readonly VictimRow[], seeds: readonly TraceSeed[], fail: (why: string) => void): void {
  const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
  let before: VictimRow | null = null;
  for (const claim of claims.filter(({ seed }) => seed !== null).toSorted((a, b) => (a.seed ?? 0) - (b.seed ?? 0))) {
    const seed = seeds[claim.seed ?? -1];
    const asked = least(claim.claimed, BigInt(claim.row?.amount ?? 0));
    if (seed === undefined || (seed.amount !== null && seed.amount !== asked))
      fail(`"${claim.reference}" is not the seed of its row and amount`);
    if (before !== null && before.row?.row === claim.row?.row && before.reference >= claim.reference)
      fail(`"${claim.reference}" is out of seed order`);
    before = claim;
  }
}

function checkProblems(
  claims: readonly VictimRow[],
  seeds: readonly TraceSeed[],
  items: readonly Json[],
  fail: (why: string) => void,
): void {
  const said = new Map<string, Json[]>();
  for (const item of items)
    if (isObject(item))
      said.set(`${item['reference']} ${item['code']}`, [...(said.get(`${item['reference']} ${item['code']}`) ?? []), item]);
  const seen = new Set<string>();
  for (const { reference, row, claimed, time, seed } of claims) {
    const names = (code: string): boolean => said.has(`${reference} ${code}`);
    const must = (holds: boolean, code: string): void => {
      if (holds !== names(code)) fail(`whether "${reference}" has the problem ${code} does not follow`);
    };
    if (seen.has(reference)) {
      must(true, 'referenceTwice');
      continue;
    }
    seen.add(reference);
    if (row === null) {
      if (!['transferNotFound', 'otherAsset', 'amountUnread', 'severalTransfers'].some(names))
        fail(`why "${reference}" seeds nothing is not said`);
      continue;
    }
    const moved = BigInt(row.amount);
    must(claimed > moved, 'amountAboveTransfer');
    must(claimed < moved, 'amountBelowTransfer');
    must(time !== null && row.time !== null && Math.abs(time - row.time) > DAY, 'timeDiffers');
    must(seed !== null && seeds[seed]?.amount === null, 'excluded');
  }
}

/** Sums that would count units twice. (A19) */
function doubleCounts(used: readonly VictimRow[], { answer, ends }: Pick<Figures, 'answer' | 'ends'>): JsonObject[] {
  const found: JsonObject[] = [];
  const byRow = new Map<number, VictimRow[]>();
  for (const claim of used) if (claim.row !== null) byRow.set(claim.row.row, [...(byRow.get(claim.row.row) ?? []), claim]);
  const assetOf = ({ row }: VictimRow): string => (row === null ? '' : assetKey(row.chain, row.asset));
  for (const own of byRow.values()) {
    const [{ row } = { row: null }] = own;
    const sum = own.reduce((total, { claimed }) => total + claimed, 0n);
    if (row === null || own.length < 2 || sum <= BigInt(row.amount)) continue;
    const references = own.map(({ reference }) => reference).sort();
    const about = `${row.transaction}#${row.path}`;
    found.push({ kind: 'claims', about, references, asset: assetOf(own[0] as VictimRow), sum: String(sum), whole: row.amount });
  }
  for (const claim of used) {
    if (claim.seed === null || claim.row === null) continue;
    const moved = BigInt(claim.row.amount);
    const asked = claim.claimed < moved ? claim.claimed : moved;
    const brought = answer.contributed[claim.seed] ?? 0n;
    if (brought < asked)
      found.push({
        ...{ kind: 'reached', about: claim.reference, references: [claim.reference], asset: assetOf(claim) },
        ...{ sum: String(asked), whole: String(brought) },
      });
  }
  for (const end of ends) {
    const sum = [...end.bySeed.values()].reduce((total, { high }) => total + high, 0n);
    if (sum <= end.figure.high) continue;
    const [asset = '', account = ''] = end.ledger.split('\t');
    found.push({
      kind: 'endpoint',
      about: `${account} ${end.state}`,
      references: [],
      asset,
      sum: String(sum),
      whole: String(end.figure.high),
    });
  }
  return found;
}
