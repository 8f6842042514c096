// The journal of a bag: every event's header, and the payloads that bear on what the bag says; the rest as commitments.
import type { CaseFile } from '../casefile/index.ts';
import { ENTRY_ADDED, LEAD_JUDGED, LINK_ADDED } from '../intake/index.ts';
import { LINK_JUDGED } from '../trace/index.ts';
import type { JournalLine } from './bag/payload.ts';
import type { BagPeople } from './bag/peoplePayload.ts';
import { PREPARED, STEPPED } from './requests/kept.ts';
import { CLOSED, PREPARED as SEIZURE_PREPARED, WITHDRAWN } from './seizure/kept.ts';

/**
 * Edits by which what is said of people came into the case; null where nothing is said. The edit that made an entry also holds its first link: it
 * is told where that link is listed.
 */
export function eventsOf(people: BagPeople | null): ReadonlySet<number> | null {
  if (people === null) return null;
  const { entries, joins } = people;
  const own = [...entries.flatMap(({ links }) => links), ...joins].map(({ event }) => event);
  return new Set(own.filter((event) => event !== null));
}

interface Exported {
  readonly run: ReadonlySet<number>;
  readonly account: ReadonlySet<number>;
  readonly isJudged: boolean;
  readonly ofPeople: ReadonlySet<number> | null;
  readonly requests: boolean;
  readonly devices: boolean;
}

/** Acts and edits of which `devices.json` and `seizures.json` tell, with nothing of a secret in them. */
const OF_DEVICES: ReadonlySet<string> = new Set([
  ...['exhibit.added', 'exhibit.custody', 'device.scanStarted', 'device.scanned', 'wallet.passwordTried', 'keys.expanded'],
  ...[SEIZURE_PREPARED, CLOSED, WITHDRAWN],
]);
/** It holds the first characters of a secret. */
const NEVER_TOLD = 'secret.revealed';

/**
 * Headers of all events; payloads of the exported runs and the links they used, of what is said of people, requests and seized things, of sources
 * and of the case itself; the rest as commitments.
 */
export function bagJournal(file: CaseFile, exported: Exported, full: boolean): { lines: JournalLine[]; withheld: number } {
  const lines: JournalLine[] = [];
  let withheld = 0;
  for (const { header, payload, salt } of file.journal.all()) {
    const { name } = header;
    const told =
      (full && name !== NEVER_TOLD) ||
      isToldOfPeople(header, exported) ||
      (exported.devices && OF_DEVICES.has(name)) ||
      (name === LINK_JUDGED && exported.isJudged) ||
      name.startsWith('intake.') ||
      name.startsWith('source.') ||
      name === 'case.created' ||
      name.startsWith('key.') ||
      (name.startsWith('run.') && exported.run.has((payload as { run: number }).run)) ||
      (name.startsWith('account.run') && exported.account.has((payload as { run: number }).run));
    if (told) lines.push({ header, payload, salt });
    else {
      withheld++;
      lines.push({ header, withheld: true });
    }
  }
  return { lines, withheld };
}

/** Which edit was taken back says nothing of anybody, and shows that those cited were not. */
function isToldOfPeople({ sequence, kind, name }: JournalLine['header'], { ofPeople, requests }: Exported): boolean {
  if (requests && (name === PREPARED || name === STEPPED)) return true;
  if (ofPeople === null || !(name === ENTRY_ADDED || name === LINK_ADDED || name === LEAD_JUDGED)) return false;
  return kind !== 'edit' || ofPeople.has(sequence);
}
