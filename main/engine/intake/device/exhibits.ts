// Exhibits as they stand: what each was made from, its copy, who had it when. Entries are acts: a mistake is set right by another entry.
import type { z } from 'zod';
import type { Custody, Exhibit, ExhibitCopy, exhibitContract } from '../../../../shared/contract/exhibit.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { TakenCopy } from './takenCopy.ts';

type Added = z.output<(typeof exhibitContract)['exhibit.add']['input']>;

interface Kept {
  readonly description: string;
  readonly note: string;
  readonly copy: ExhibitCopy | null;
}

const IMAGES: readonly string[] = ['rawImage', 'splitImage', 'ewf'];
export const isImage = ({ form }: Pick<ExhibitCopy, 'form'>): boolean => IMAGES.includes(form);

export function exhibitsOf(file: CaseFile): Exhibit[] {
  const rows = file.exhibits.list();
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const custody = file.exhibits.custody();
  const scans = file.devices.scans();
  const writtenAt = (event: number): { readonly examiner: string; readonly time: string } => {
    const header = file.journal.get(event)?.header;
    return { examiner: header?.examiner ?? '', time: header?.time ?? file.details.created };
  };
  return rows.map(({ id, event, parent, number, data }) => ({
    ...{ id, event, number, ...(data as Kept), ...writtenAt(event) },
    from: parent === null ? null : { id: parent, number: numbers.get(parent) ?? '' },
    custody: custody
      .filter((one) => one.exhibit === id)
      .map((one) => {
        const { examiner, time } = writtenAt(one.event);
        return { ...(one.data as Custody), event: one.event, examiner, written: time };
      }),
    scans: scans.filter((scan) => scan.exhibit === id).map((scan) => scan.id),
  }));
}

/** Faults: exhibit.unknown. */
export function exhibitOf(file: CaseFile, id: number): Exhibit {
  const found = exhibitsOf(file).find((one) => one.id === id);
  if (found === undefined) throw new Fault('exhibit.unknown', { exhibit: id });
  return found;
}

/** Before anything is read: Faults exhibit.numberTaken, exhibit.unknown. */
export function checkExhibit(file: CaseFile, { number, from }: Pick<Added, 'number' | 'from'>): void {
  const same = (one: string): boolean => one.normalize('NFKC').trim().toLowerCase() === number.normalize('NFKC').trim().toLowerCase();
  if (file.exhibits.list().some((one) => same(one.number))) throw new Fault('exhibit.numberTaken', { number });
  if (from !== null) exhibitOf(file, from);
}

export function addExhibit(file: CaseFile, input: Added, taken: TakenCopy | null): Exhibit {
  const { number, from, description, note, custody } = input;
  const kept: Kept = { description, note, copy: taken?.copy ?? null };
  const event = file.journal.head().size + 1;
  return file.transaction(() => {
    const id = file.act('exhibit.added', { number, from, ...kept }, () =>
      file.exhibits.add({ event, parent: from, number, data: kept }, taken?.files ?? []),
    );
    for (const entry of custody) addCustody(file, id, entry);
    return exhibitOf(file, id);
  });
}

export function addCustody(file: CaseFile, exhibit: number, entry: Custody): number {
  const { number } = exhibitOf(file, exhibit);
  const event = file.journal.head().size + 1;
  file.act('exhibit.custody', { exhibit, number, ...entry }, () => file.exhibits.addCustody({ event, exhibit, data: entry }));
  return event;
}
