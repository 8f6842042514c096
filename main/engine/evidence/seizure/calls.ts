// Answers seizure.*. A seizure is kept as it was prepared; what became of it is worked out from the case at each question. The program holds no
// key and sends nothing.
import { basename } from 'node:path';
import { existsSync } from 'node:fs';
import type { CallInput } from '../../../../shared/contract/index.ts';
import { seizureContract, type SeizureBecame } from '../../../../shared/contract/seizure.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { accountChain, type BitcoinNetwork, bitcoinNetwork } from '../../chains/index.ts';
import { type Handlers, type Host, implement, outPath, type Step as Progress, type Work, writeNewFile } from '../../kernel/index.ts';
import { chooseChain, rawTransaction, viewOf } from '../../trace/index.ts';
import { reportWords } from '../report/words.ts';
import { balancesAt } from './balances.ts';
import {
  CLOSED,
  nextNumber,
  PREPARED,
  type PreparedSeizure,
  preparedOf,
  registerSeizureEdits,
  type Step,
  stepsOf,
  WITHDRAWN,
} from './kept.ts';
import { prepareCoins } from './prepareCoins.ts';
import { seizureFiles } from './seizureFiles.ts';
import { seizurePdf } from './seizurePdf.ts';
import { becameOf, seizureView, seizureViews } from './views.ts';

type Asked = CallInput<'seizure.prepare'>;

export function seizureCalls(host: Host, session: CaseSession): Handlers<keyof typeof seizureContract> {
  session.onEnter(registerSeizureEdits);
  return implement(seizureContract, {
    'seizure.prepare': async (asked, work) => {
      if (asked.agency.trim() !== asked.agencyAgain.trim()) throw new Fault('seizure.agencyDiffers');
      const file = session.current();
      const family = asked.chain === undefined ? undefined : accountChain(asked.chain);
      const made = family === undefined ? onCoins(session, asked, work) : await onAccounts(session, family, asked, work);
      if (hasNothing(made)) throw new Fault('seizure.nothingToMove', { height: made.height });
      const { size, headHash } = file.journal.head();
      const prepared: PreparedSeizure = {
        ...{ seizure: nextNumber(file), ...made, training: file.isTraining() },
        ...{ agencyBy: asked.agencyBy.trim(), exhibits: asked.exhibits.trim(), authority: asked.authority.trim(), note: asked.note.trim() },
        ...{ prepared: new Date(host.now()).toISOString(), examiner: file.examiner, event: size, head: headHash },
      };
      file.edits.perform(PREPARED, prepared);
      return { seizure: prepared.seizure };
    },
    'seizure.list': async (_, work) => ({ seizures: await seizureViews(session, work) }),
    'seizure.save': async ({ seizure, out, locale }, work) => {
      const file = session.current();
      const view = await seizureView(session, preparedSeizure(file, seizure), work);
      const folder = outPath(host.resolveGrant(out).path, true, `seizure-${seizure}-${locale}`);
      if (existsSync(folder)) throw new Fault('export.exists', { name: basename(folder) });
      work.report({ phase: 'sheet', done: 0, total: 1, unit: 'steps' });
      const read = (section: string) => JSON.parse(Buffer.from(host.resource(`locales/${locale}/${section}.json`)).toString('utf8'));
      const words = reportWords(locale, { ...read('report'), ...read('seizure') });
      const program = `Tracehold ${host.version.program}`;
      const sheet = await seizurePdf(view, file.details, program, words, (font) => host.resource(`fonts/${font}`));
      const contents: [string, string | Uint8Array][] = [[`seizure-${seizure}.pdf`, sheet.bytes], ...seizureFiles(view)];
      const files = contents.map(([name, bytes]) => ({ name, sha256: writeNewFile(outPath(folder, true, name), [bytes]) }));
      file.noteAccess('seizure.saved', { seizure, name: basename(folder), locale, files: files.map(({ sha256 }) => sha256) });
      return { folder: basename(folder), pages: sheet.pages, files };
    },
    'seizure.close': async ({ seizure, note }, work) => {
      const file = session.current();
      const prepared = preparedSeizure(file, seizure);
      if (stepsOf(file, seizure).withdrawn !== null) throw new Fault('seizure.isWithdrawn', { seizure });
      const became = await becameOf(session, prepared, work);
      if (became.transactions.length === 0 && became.state !== 'contradicted') throw new Fault('seizure.nothingYet', { seizure });
      file.transaction(() => {
        keepProof(session, prepared, became);
        file.edits.perform(CLOSED, { seizure, what: 'closed', note: note.trim(), became } satisfies Step);
      });
      return became;
    },
    'seizure.withdraw': ({ seizure, reason }) => {
      const file = session.current();
      preparedSeizure(file, seizure);
      if (stepsOf(file, seizure).withdrawn !== null) throw new Fault('seizure.isWithdrawn', { seizure });
      file.edits.perform(WITHDRAWN, { seizure, what: 'withdrawn', reason: reason.trim() } satisfies Step);
      return { seizure };
    },
  });
}

type Made = Pick<PreparedSeizure, 'chain' | 'chainName' | 'height' | 'coveredTo' | 'agency' | 'coins' | 'balances'>;

function onCoins(session: CaseSession, asked: Asked, work: Work<Progress>): Made {
  const network = chooseChain(session.current(), asked.chain);
  const script = network.scriptOfAddress(asked.agency.trim());
  const { height, coveredTo, coins } = prepareCoins(session, network, asked, script, work);
  const agency = network.readScript(script).address ?? asked.agency.trim();
  return { chain: network.id, chainName: network.name, height, coveredTo, agency, coins, balances: null };
}

async function onAccounts(
  session: CaseSession,
  chain: NonNullable<ReturnType<typeof accountChain>>,
  asked: Asked,
  work: Work<Progress>,
): Promise<Made> {
  // A ledger without a chain has no transfer that anybody could sign.
  if (chain.family === 'ledger') throw new Fault('chain.otherFamily', { chain: chain.name });
  const agency = chain.readAddress(asked.agency.trim());
  const addresses = [...new Set(asked.addresses.map(({ text }) => chain.readAddress(text.trim())))];
  if (addresses.includes(agency)) throw new Fault('seizure.agencyIsSeized', { address: agency });
  const fee = asked.fee === undefined ? null : BigInt(asked.fee);
  const { height, balances } = await balancesAt(session, { chain, addresses, agency, height: asked.height ?? null, fee }, work);
  if (height === null) throw new Fault('seizure.noHeight', { chain: chain.title });
  return { chain: chain.id, chainName: chain.title, height, coveredTo: null, agency, coins: null, balances };
}

/**
 * What may not be signed as yet stands in a record with its reason; where there is nothing, there is nothing to record. A sum below zero says that
 * movements are missing, not that something lies there.
 */
function hasNothing({ coins, balances }: Made): boolean {
  const isLeft = (balance: NonNullable<Made['balances']>[number]): boolean =>
    BigInt(balance.amount) > 0n || BigInt(balance.stated?.amount ?? 0) > 0n;
  return coins === null ? !(balances ?? []).some(isLeft) : coins.outputs.every(({ state }) => state === 'spentLater');
}

/** Faults: seizure.unknown. */
function preparedSeizure(file: CaseFile, seizure: number): PreparedSeizure {
  const found = preparedOf(file).find((one) => one.seizure === seizure);
  if (found === undefined) throw new Fault('seizure.unknown', { seizure });
  return found;
}

/** The bytes of what closes a record stay in the case when its source is put away. */
function keepProof(session: CaseSession, { chain, coins }: PreparedSeizure, { transactions }: SeizureBecame): void {
  if (coins === null) return;
  const file = session.current();
  const view = viewOf(session, bitcoinNetwork(chain) as BitcoinNetwork);
  for (const { txid } of transactions) {
    const transaction = view.findTransaction(fromDisplayHash(txid));
    const block = view.blocks[view.slice.txBlock[transaction] as number];
    if (block === undefined || !block.complete) continue;
    file.chain.keepRaw(chain, {
      blockHash: block.hash,
      position: view.slice.txPosition[transaction] as number,
      txid: view.slice.txid.slice(transaction * 32, transaction * 32 + 32),
      raw: rawTransaction(file, view, transaction),
      branch: null,
    });
  }
}
