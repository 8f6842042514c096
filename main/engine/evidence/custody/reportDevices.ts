// What the report tells of seized things: everything that was taken in, scans, finds that chain data know, secrets by number, used addresses of keys.
import type { KeysFound } from '../../../../shared/contract/keysToCoins.ts';
import { chainSight } from '../../canvas/index.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { exhibitsOf, scansOf, tracesOf } from '../../intake/index.ts';
import type { Work } from '../../kernel/index.ts';
import type { ReportDevices } from '../report/devicesModel.ts';

/** Finds that go on paper; the case holds all. */
const MOST_KNOWN = 1000;

type Progress = Parameters<Parameters<typeof tracesOf>[3]['report']>[0];

/** Null where the case has no exhibit. */
export async function reportDevices(session: CaseSession, work: Work<Progress>): Promise<ReportDevices | null> {
  const file = session.current();
  const exhibits = exhibitsOf(file);
  if (exhibits.length === 0) return null;
  const asked = { kinds: [], text: '', onlyOnChain: true, withExamples: false, after: 0, limit: MOST_KNOWN };
  const { traces } = await tracesOf(file, chainSight(session), asked, work);
  const last = file.keys.lastRun() as KeysFound | null;
  const used = (last?.origins ?? []).flatMap(({ origin, findings }) =>
    findings.flatMap((finding) => finding.used.map((one) => ({ ...one, fingerprint: origin.fingerprint, keyPath: finding.key.path }))),
  );
  return { exhibits, scans: scansOf(file), known: traces, sealed: file.devices.secretKinds(), used };
}
