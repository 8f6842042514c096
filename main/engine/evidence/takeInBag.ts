// Takes a bag in as a source: verified first, then its headers and proven transactions go the way of every other single
// transaction with its proof. Its values on trust, its runs, its labels, its entries about people, its requests, its exhibits and its seizures stay what
// they are: another case's statements.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fromDisplayHash, fromHex } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { type BagFiles, verifyBag, type VerifyReport } from '../../verifier/index.ts';
import type { AnchorRow, CaseSession } from '../casefile/index.ts';
import { type BitcoinNetwork, BITCOIN_NETWORKS, bitcoinNetwork } from '../chains/index.ts';
import { type BagIntake, type BagNote, EMPTY_MATERIAL, type Material, openIfMarked, takeIn, type TakeInResult } from '../intake/index.ts';
import { type Host, sha256Hex } from '../kernel/index.ts';

const IMPORTER = { id: 'bag', version: '1' } as const;
const DEVICES = 'data/devices.json';
/** What the verifier counts beside the chain data, by the file that holds it. */
const BESIDE = { people: 'data/people.json', requests: 'data/requests.json', exhibits: DEVICES, seizures: 'data/seizures.json' } as const;

export function bagIntake(host: Host, session: CaseSession): BagIntake {
  return async (path, { exhibit }, work) => {
    const opened = await openIfMarked(path, 'bagit.txt');
    if (opened === null) return null;
    const name = basename(path);
    const files = readOnce(opened);
    const report = await verifyBag(files, { onProgress: (done, total) => work.report({ phase: 'verifying', done, total, unit: 'files' }) });
    session.current().noteAccess('bag.verified', { name, ok: report.ok });
    if (!report.ok) {
      const wrong = report.findings.find((finding) => !finding.ok);
      throw new Fault('bag.fails', { check: wrong?.check ?? '', file: wrong?.file ?? '', detail: wrong?.detail ?? '' });
    }
    const contents = await readContents(files, report);
    // Rows of ledgers and account proofs stay unread; a bag of nothing else would leave a source that says nothing.
    if (contents.chains.length === 0 && contents.note.accountRuns !== undefined) throw new Fault('bag.accountsOnly', { name });
    if (contents.chains.length === 0) throw new Fault('bag.noChain', { name });
    const networks = contents.chains.map((chain) => networkOf(chain, name, report.training));
    const results: TakeInResult[] = [];
    for (const network of networks) {
      results.push(
        await takeIn(
          host,
          session.current(),
          IMPORTER,
          materialOf(contents, network, path),
          { name, chain: network.id, anchor: undefined, exhibit, force: false },
          work,
          {
            mode: 'bag',
            anchors: anchorsOf(contents, network),
            bag: contents.note,
            identity: {
              publicId: sha256Hex(`bag ${contents.identity} ${network.id}`).slice(0, 32),
              size: contents.size,
              sha256: contents.tagManifestSha256,
              hashes: [contents.tagManifestSha256],
            },
          },
        ),
      );
    }
    return results;
  };
}

/** What was verified is what is taken in, even if the medium gives other bytes the second time. */
function readOnce(files: BagFiles): BagFiles & { readonly size: () => number } {
  const kept = new Map<string, Uint8Array>();
  let size = 0;
  return {
    ...files,
    size: () => size,
    async read(name) {
      const known = kept.get(name);
      if (known !== undefined) return known;
      const bytes = await files.read(name);
      size += bytes.length;
      if (name !== 'data/report.pdf') kept.set(name, bytes);
      return bytes;
    },
  };
}

// Shapes as evidence/SPEC.md gives them; the verifier has checked them before they are read here.
interface SegmentJson {
  readonly chain: string;
  readonly file: string;
  readonly anchor: { readonly kind: 'genesis' | 'checkpoint' | 'examiner'; readonly height: number; readonly hash: string };
}
interface ProofJson {
  readonly chain: string;
  readonly header: string;
  readonly transactionCount: number;
  readonly transactions: readonly {
    readonly txid: string;
    readonly position: number;
    readonly raw: string;
    readonly branch: readonly string[];
  }[];
}
interface CaseJson {
  readonly caseId: string;
  readonly reference: string;
}
interface RunJson {
  readonly run: number;
  readonly question: string;
  readonly primary: string;
  readonly exported: boolean;
  readonly resultDigest: string;
}
interface AccountRunJson {
  readonly run: number;
  readonly request: { readonly question: string; readonly primary: string };
  readonly exported: boolean;
  readonly resultDigest?: string;
  readonly document?: { readonly resultDigest: string };
}
interface DevicesJson {
  readonly scans: readonly unknown[];
}
interface Contents {
  readonly chains: readonly string[];
  readonly segments: readonly { readonly segment: SegmentJson; readonly bytes: Uint8Array }[];
  readonly proofs: readonly ProofJson[];
  readonly note: BagNote;
  readonly identity: string;
  readonly tagManifestSha256: string;
  readonly size: number;
}

async function readContents(files: ReturnType<typeof readOnce>, report: VerifyReport): Promise<Contents> {
  const json = async (name: string) => JSON.parse(Buffer.from(await files.read(name)).toString('utf8')) as unknown;
  const listed = (await json('data/headers.json')) as { segments: SegmentJson[] };
  const segments = [];
  for (const segment of listed.segments) segments.push({ segment, bytes: await files.read(`data/${segment.file}`) });
  const proofs: ProofJson[] = [];
  for (const name of files.names) if (name.startsWith('data/proofs/')) proofs.push((await json(name)) as ProofJson);
  const { caseId, reference } = (await json('data/case.json')) as CaseJson;
  const { runs } = (await json('data/runs.json')) as { runs: RunJson[] };
  const hasAccounts = files.names.includes('data/account-runs.json');
  const accountRuns = hasAccounts ? ((await json('data/account-runs.json')) as { runs: AccountRunJson[] }).runs : [];
  const { values } = (await json('data/limits.json')) as { values: unknown[] };
  const { checkpoint } = (await json('signature.json')) as { checkpoint: { code: string } };
  const signed = Buffer.concat([await files.read('signature.json'), await files.read('signature.txt')]);
  return {
    chains: [...new Set([...segments.map(({ segment }) => segment.chain), ...proofs.map((proof) => proof.chain)])].sort(),
    segments,
    proofs,
    note: {
      caseId,
      reference,
      fingerprint: report.signer.fingerprint,
      checkpoint: checkpoint.code,
      runs: runs.map(({ run, question, primary, exported, resultDigest }) => ({ run, question, primary, exported, resultDigest })),
      valuesOnTrust: values.length,
      ...(hasAccounts ? { accountRuns: accountRuns.map(accountRunNote), accountRowsUnread: report.counts['accountRows'] ?? 0 } : {}),
      ...countsBeside(files.names, report),
      ...(files.names.includes(DEVICES) ? { scans: ((await json(DEVICES)) as DevicesJson).scans.length } : {}),
    },
    // The signature binds every file, so the same bag as a folder and as a zip is the same source.
    identity: sha256Hex(signed),
    tagManifestSha256: sha256Hex(await files.read('tagmanifest-sha256.txt')),
    size: files.size(),
  };
}

/** What a bag says of people, requests and seized things stays that case's: whom this case knows, and what it holds, its own examiner says. */
function countsBeside(names: readonly string[], { counts }: VerifyReport): Pick<BagNote, keyof typeof BESIDE> {
  const there = Object.entries(BESIDE).filter(([, file]) => names.includes(file));
  return Object.fromEntries(there.map(([name]) => [name, counts[name] ?? 0]));
}

function accountRunNote({ run, request, exported, resultDigest, document }: AccountRunJson) {
  const { question, primary } = request;
  return { run, question, primary, exported, resultDigest: document?.resultDigest ?? resultDigest ?? '' };
}

function networkOf(chain: string, name: string, training: boolean): BitcoinNetwork {
  const network = bitcoinNetwork(chain);
  if (network === undefined) throw new Fault('chain.unknown', { chain, known: BITCOIN_NETWORKS.map((one) => one.name).join(', ') });
  // A bag may call itself practice on a real chain; its facts would then stand among real ones without the mark.
  if (training !== network.training) throw new Fault('intake.trainingMixed', { file: name, chain: network.name });
  return network;
}

/** Anchors that this program does not know by itself: stated by the bag's examiner, or by a newer program. */
function anchorsOf(contents: Contents, network: BitcoinNetwork): AnchorRow[] {
  const own = new Set(network.checkpoints.map(({ height }) => height));
  return contents.segments
    .filter(
      ({ segment }) =>
        segment.chain === network.id &&
        segment.anchor.kind !== 'genesis' &&
        !(segment.anchor.kind === 'checkpoint' && own.has(segment.anchor.height)),
    )
    .map(({ segment }) => ({ height: segment.anchor.height, hash: segment.anchor.hash }));
}

function materialOf(contents: Contents, network: BitcoinNetwork, path: string): Material {
  const status = statSync(path);
  const transactions: Material['transactions'][number][] = [];
  const proofs: Material['proofs'][number][] = [];
  for (const proof of contents.proofs) {
    if (proof.chain !== network.id) continue;
    const header = fromHex(proof.header);
    for (const { txid, position, raw, branch } of proof.transactions) {
      transactions.push({ file: 0, offset: 0, bytes: fromHex(raw) });
      proofs.push({
        file: 0,
        txid: fromDisplayHash(txid),
        header,
        height: null,
        position,
        branch: fromHex(branch.join('')),
        transactionCount: proof.transactionCount,
      });
    }
  }
  // What is relied on is copied into the case; the bag itself is not read again.
  const bag = {
    path,
    name: basename(path),
    size: contents.size,
    modified: Math.floor(status.mtimeMs),
    xorKey: new Uint8Array(0),
    onDisk: false,
    isUnchanged: () => true,
    readInto: () => 0,
    close: () => undefined,
  };
  const headers = Uint8Array.from(
    Buffer.concat(contents.segments.filter(({ segment }) => segment.chain === network.id).map(({ bytes }) => bytes)),
  );
  return { ...EMPTY_MATERIAL, files: [bag], headers, transactions, proofs };
}
