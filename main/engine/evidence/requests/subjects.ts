// What a request says of each address: chain, labels with their sources, and the transfers that the case records there, as they are. Nothing is
// judged and nothing is summed.
import type { CallInput } from '../../../../shared/contract/index.ts';
import { CanvasFilter } from '../../../../shared/contract/canvas.ts';
import type { RequestView } from '../../../../shared/contract/requests.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type ChainFacts, createAssetTable, factsOf } from '../../canvas/index.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { labelsOn } from '../../intake/index.ts';
import type { Step, Work } from '../../kernel/index.ts';

type Asked = CallInput<'requests.new'>;
type Subject = RequestView['subjects'][number];

/** Transfers that a sheet lists for one address, the newest; the others are counted. */
const MOST_TRANSFERS = 200;
const PAGE = 500;

/** Faults: request.addressUnknown, job.cancelled. */
export async function subjectsOf(session: CaseSession, asked: Asked, work: Work<Step>): Promise<Pick<RequestView, 'subjects' | 'assets'>> {
  const facts = await factsOf(session, work);
  const assets = createAssetTable(facts);
  const filter = CanvasFilter.parse({ fromTime: asked.fromSeconds ?? null, toTime: asked.toSeconds ?? null });
  const wanted = (asked.transactions ?? []).map((text) => text.trim()).filter((text) => text !== '');
  const subjects = asked.addresses.flatMap(({ text, chain }) => {
    const address = text.trim();
    const own = [...facts.values()].filter((one) => (chain === undefined || one.chain === chain) && one.numberOf(address) !== 0);
    if (own.length === 0) throw new Fault('request.addressUnknown', { address });
    return own.map((one) => subjectOn(session, one, address, filter, wanted, assets));
  });
  return { subjects, assets: assets.views() };
}

function subjectOn(
  session: CaseSession,
  facts: ChainFacts,
  address: string,
  filter: CanvasFilter,
  wanted: readonly string[],
  assets: ReturnType<typeof createAssetTable>,
): Subject {
  const item = { kind: 'address' as const, chain: facts.chain, id: address };
  const beside = facts.neighbours({
    ...{ item, addresses: [address], level: 'transactions', side: 'both', order: 'newest', filter, isMeant: null },
    partyOf: (id) => ({ ...item, id }),
  });
  const transfers: Subject['transfers'] = [];
  let more = 0;
  for (let at = 0; at < beside.total; at += PAGE)
    for (const { item: one, side, amounts, firstSeconds, marks } of beside.page(at, PAGE)) {
      const transaction = one.kind === 'movement' ? one.id.slice(0, one.id.lastIndexOf('#')) : one.id;
      if (wanted.length > 0 && !wanted.some((id) => id === transaction || id === one.id)) continue;
      if (transfers.length >= MOST_TRANSFERS) {
        more++;
        continue;
      }
      const node = facts.node(one);
      transfers.push({
        ...{
          transaction,
          id: one.id,
          side,
          amounts: assets.amounts(amounts),
          timeSeconds: firstSeconds,
          dayOnly: marks.includes('dayOnly'),
        },
        ...{ height: node?.height ?? null, grade: node?.grade ?? null },
      });
    }
  const labels = labelsOn(session.current(), facts.chain, address).map(({ label, source }) => ({ label, source }));
  return { chain: facts.chain, chainName: facts.chainName, address, labels, transfers, more };
}
