// Answers intake.*: one source per path, except that single transactions, their proofs and headers given
// together become one source.
import type { intakeContract } from '../../../shared/contract/intake.ts';
import type { z } from 'zod';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../casefile/index.ts';
import { bitcoinNetwork } from '../chains/index.ts';
import type { Handlers, Host, Work } from '../kernel/index.ts';
import { refreshProven } from './accounts/accountAnchors.ts';
import { tokensOfCase } from './accounts/knownDecimals.ts';
import { previewTable } from './accounts/previewTable.ts';
import { openNodeObjects } from './accounts/nodeObjects.ts';
import { placesOfCase } from './accounts/places.ts';
import { openRlp } from './accounts/rlpSource.ts';
import { openStatedTable } from './accounts/statedSource.ts';
import { type OpenedTable, openTable, type TableReading } from './accounts/tableSource.ts';
import { takeInAccounts } from './accounts/takeInAccounts.ts';
import { takeInArchive } from './archiveSource.ts';
import { takeInCapture } from './capture/takeInCapture.ts';
import { refreshCoverage } from './coverage.ts';
import { EMPTY_MATERIAL, type Importer, type Material, type Probe, type Progress } from './material.ts';
import { isReportFile, openReport } from './goaml/openReport.ts';
import { previewReport } from './goaml/previewReport.ts';
import { labelFile } from './importers/labelFile.ts';
import { isLabelProfile, readLabelTable } from './labelTable.ts';
import { chosenMapping } from './profiles.ts';
import { importers, probePath, recognise } from './recognise.ts';
import type { TakeInResult } from './result.ts';
import { takeIn } from './takeIn.ts';
import { takeInLabels } from './takeInLabels.ts';
import { isRegisterProfile, readRegister } from './people/registerTable.ts';
import { takeInRegister } from './people/takeInRegister.ts';
import { isCombinedLog, log, register, type SavedProfiles } from './tables/index.ts';

interface Opened {
  readonly name: string;
  readonly importer: Importer;
  readonly material: Material;
}

const ORDER = ['headers', 'blocks', 'single', 'labels'] as const;
function groupOf(material: Material): (typeof ORDER)[number] {
  if (material.labels !== null) return 'labels';
  if (material.blocks.length > 0) return 'blocks';
  if (material.transactions.length > 0 || material.proofs.length > 0) return 'single';
  return 'headers';
}

/** Takes a bag in, one source for each of its chains; null where the path is no bag. Given by the evidence room, to the right of this one. */
export type BagIntake = (path: string, request: { readonly exhibit: string }, work: Work<Progress>) => Promise<TakeInResult[] | null>;

type TableInput = Pick<
  z.output<(typeof intakeContract)['intake.run']['input']>,
  'chain' | 'account' | 'zoneMinutes' | 'dayOrder' | 'profile' | 'profileFile' | 'form' | 'decimals'
>;

export function intakeCalls(
  host: Host,
  session: CaseSession,
  takeInBag: BagIntake,
  saved: SavedProfiles,
): Pick<Handlers<keyof typeof intakeContract>, 'intake.run' | 'intake.preview' | 'intake.withdraw'> {
  const tableReading = (input: TableInput, file: CaseFile | null): TableReading => ({
    decimals: { assumed: input.decimals ?? {}, ofCase: (chain) => (file === null ? new Map() : tokensOfCase(file, chain)) },
    ...(file === null ? {} : { transactionAt: (chain: string) => placesOfCase(file, chain) }),
    ...{ chain: input.chain, account: input.account, zoneMinutes: input.zoneMinutes, dayOrder: input.dayOrder, form: input.form ?? {} },
    ...{ mapping: chosenMapping(host, saved, input), saved: saved.list().profiles },
  });
  return {
    'intake.preview': ({ path, rows, ...input }) => {
      const probe = probePath(host.resolveGrant(path).path);
      if (probe.folder) throw new Fault('intake.unrecognised', { file: probe.name });
      if (isReportFile(probe)) return previewReport(probe.path, input, { rows });
      return previewTable(probe.path, tableReading(input, session.isOpen() ? session.current() : null), { rows });
    },
    'intake.run': async (input, work) => {
      const file = session.current();
      const results: TakeInResult[] = [];
      const opened: Opened[] = [];
      const stated = { exhibit: input.exhibit, anchor: input.anchor, operator: input.operator };
      try {
        for (const grant of input.paths) {
          const { path, name } = host.resolveGrant(grant);
          const fromBag = await takeInBag(path, { exhibit: input.exhibit }, work);
          if (fromBag !== null) {
            results.push(...fromBag.map((result) => ({ ...result, name })));
            continue;
          }
          const fromCapture = await takeInCapture(host, file, path, stated, work);
          if (fromCapture !== null) {
            results.push({ ...fromCapture, name });
            continue;
          }
          const probe = probePath(path);
          const named = input.profile !== undefined || input.profileFile !== undefined;
          const asked = chosenMapping(host, saved, input)?.profile ?? null;
          // A server's log says itself what it is: nobody has to name its form.
          const chosen = isServerLog(probe) && (!named || asked === register) ? log : asked;
          if (isLabelProfile(chosen)) {
            opened.push({ name, importer: labelFile, material: await readLabelTable(path, chosen, input.form ?? {}) });
            continue;
          }
          if (isRegisterProfile(chosen)) {
            const times = { zoneMinutes: input.zoneMinutes ?? null, dayOrder: input.dayOrder ?? null };
            const table = await readRegister(path, chosen, input.form ?? {}, times);
            try {
              results.push({ ...(await takeInRegister(host, file, table, { name, exhibit: input.exhibit }, work)), name });
            } finally {
              table.file.close();
            }
            continue;
          }
          if (input.archive) {
            const { chain, anchor, exhibit } = input;
            results.push({ ...(await takeInArchive(host, file, { name, path, chain, anchor, exhibit }, work)), name });
            continue;
          }
          if (isReportFile(probe)) {
            const report = await openReport(path, input, work);
            const of = { name, ...stated };
            try {
              const taken =
                'register' in report
                  ? takeInRegister(host, file, report.register, of, work)
                  : takeInAccounts(host, file, report.material, of, work);
              results.push({ ...(await taken), name });
            } finally {
              report.file.close();
            }
            continue;
          }
          const table = probe.folder || (!named && isBinarySource(probe)) ? null : await openRows(path, tableReading(input, file));
          if (table !== null) {
            try {
              for (const material of table.materials)
                results.push({ ...(await takeInAccounts(host, file, material, { name, ...stated }, work)), name });
            } finally {
              table.close();
            }
            continue;
          }
          const importer = recognise(probe);
          const material = await importer.read(probe, work);
          opened.push({ name, importer, material });
          refuseEmpty(name, material);
        }
        for (const group of ORDER) {
          const members = opened.filter((one) => groupOf(one.material) === group);
          for (const one of group === 'single' ? joined(members) : members) {
            const result =
              group === 'labels'
                ? await takeInLabels(host, file, one.importer, one.material, { name: one.name, exhibit: input.exhibit }, work)
                : await takeIn(
                    host,
                    file,
                    one.importer,
                    one.material,
                    { name: one.name, chain: input.chain, anchor: input.anchor, exhibit: input.exhibit, force: input.force },
                    work,
                  );
            results.push({ ...result, name: one.name });
          }
        }
      } finally {
        session.forget();
        for (const { material } of opened) for (const source of material.files) source.close();
      }
      return { results: results.map((result) => provenNow(file, result)) };
    },
    'intake.withdraw': ({ source, reason }) => {
      const file = session.current();
      const live = file.sources.list().filter(({ state }) => state !== 'withdrawn');
      const begun = live.filter(({ publicId }) => source.length >= 6 && publicId.startsWith(source));
      const row = live.find(({ id }) => String(id) === source) ?? (begun.length === 1 ? begun[0] : undefined);
      // The examiner's own labels are edits: they are undone, not withdrawn.
      if (row === undefined || row.publicId === 'examiner')
        throw new Fault('intake.notFound', { file: source, reason: 'no such source in this case' });
      const network = bitcoinNetwork(row.chain ?? '');
      file.act('source.withdrawn', { source: row.publicId, reason }, () => {
        file.sources.setState(row.id, 'withdrawn');
        if (network !== undefined) refreshCoverage(file, network);
        else if (row.chain !== null) refreshProven(file, row.chain);
      });
      session.forget();
      return {};
    },
  };
}

/** What the blocks of a source prove, after all that was given with it. */
function provenNow(file: CaseFile, result: TakeInResult): TakeInResult {
  const kept = result.proven === undefined ? null : (file.sources.byPublicId(result.source)?.result as TakeInResult | null);
  return kept?.proven === undefined ? result : { ...result, proven: kept.proven };
}

/** A server's access log, by its first lines. */
const isServerLog = ({ folder, head }: Probe): boolean => !folder && isCombinedLog(Buffer.from(head).toString('utf8'));

/** Block files and raw transactions have marks of their own; only what remains is asked whether it is a table. */
function isBinarySource(probe: Probe): boolean {
  return importers.entries.some((importer) => importer !== labelFile && importer.sniff(probe));
}

/** A block in RLP, a table of a form we know, else one that states things, else the answers of a node: an explorer's JSON may hold members of the same names. */
async function openRows(path: string, reading: TableReading): Promise<OpenedTable | null> {
  return (
    openRlp(path, reading) ??
    (await openTable(path, reading)) ??
    (await openStatedTable(path, reading)) ??
    (await openNodeObjects(path, reading))
  );
}

/** A file that looks like a source by its name but holds nothing of one, e.g. one that the node only allocated. */
function refuseEmpty(name: string, material: Material): void {
  const { blocks, headers, transactions, proofs, labels, rejected } = material;
  if (blocks.length > 0 || headers.length > 0 || transactions.length > 0 || proofs.length > 0 || labels !== null) return;
  const [first] = rejected;
  if (first === undefined) throw new Fault('intake.unrecognised', { file: name });
  throw new Fault('intake.malformed', { file: name, row: first.row, reason: first.reason });
}

function joined(members: readonly Opened[]): Opened[] {
  const [first] = members;
  if (first === undefined || members.length === 1) return [...members];
  const files: Material['files'][number][] = [];
  const transactions: Material['transactions'][number][] = [];
  const proofs: Material['proofs'][number][] = [];
  const rejected: Material['rejected'][number][] = [];
  for (const { name, material } of members) {
    const shift = files.length;
    files.push(...material.files);
    transactions.push(...material.transactions.map((one) => ({ ...one, file: one.file + shift })));
    proofs.push(...material.proofs.map((one) => ({ ...one, file: one.file + shift })));
    // Numbers of rows are those of each file.
    rejected.push(...material.rejected.map((row) => ({ ...row, text: `${name}: ${row.text}` })));
  }
  return [
    {
      name: members.map((one) => one.name).join(' + '),
      importer: first.importer,
      material: { ...EMPTY_MATERIAL, files, transactions, proofs, rejected },
    },
  ];
}
