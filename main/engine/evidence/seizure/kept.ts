// Seizures as the case keeps them: what was stated when each was prepared, what was recorded afterwards, and that it was withdrawn. All are edits
// that can be undone; the state is never stored alone.
import type { SeizureBecame, SeizureView } from '../../../../shared/contract/seizure.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';

export type PreparedSeizure = Omit<SeizureView, 'now' | 'closings' | 'withdrawn'>;
export type Step =
  | { readonly seizure: number; readonly what: 'closed'; readonly note: string; readonly became: SeizureBecame }
  | { readonly seizure: number; readonly what: 'withdrawn'; readonly reason: string };

export const PREPARED = 'seizure.prepared';
export const CLOSED = 'seizure.closed';
export const WITHDRAWN = 'seizure.withdrawn';

export function registerSeizureEdits(file: CaseFile): void {
  file.edits.register({
    name: PREPARED,
    leavesData: true,
    apply: (prepared: PreparedSeizure, event) => file.seizures.add({ id: prepared.seizure, event, data: prepared }),
    summarise: ({ seizure, chain, agency, height, coins, balances }: PreparedSeizure) => ({
      ...{ seizure, chain, agency, height },
      addresses: [...new Set((coins?.addresses ?? balances ?? []).map(({ address }) => address))],
      psbts: coins?.parts.map(({ sha256 }) => sha256) ?? [],
    }),
    undo: ({ seizure }: PreparedSeizure, event) => {
      if (file.seizures.remove(seizure) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the seizure is gone' });
    },
  });
  for (const name of [CLOSED, WITHDRAWN])
    file.edits.register({
      name,
      leavesData: true,
      apply: (step: Step, event) => file.seizures.addStep({ event, seizure: step.seizure, data: step }),
      undo: (_step: Step, event) => {
        if (file.seizures.removeStep(event) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the step is gone' });
      },
    });
}

/** Numbers are never given twice, whatever was undone. */
export const nextNumber = ({ journal }: CaseFile): number =>
  journal.named(PREPARED).filter(({ header }) => header.kind === 'edit').length + 1;

export const preparedOf = (file: CaseFile): PreparedSeizure[] => file.seizures.list().map(({ data }) => data as PreparedSeizure);

export function stepsOf(file: CaseFile, seizure: number): Pick<SeizureView, 'closings' | 'withdrawn'> {
  const steps = file.seizures.steps().flatMap(({ event, seizure: of, data }) => {
    const header = file.journal.get(event)?.header;
    return of === seizure && header !== undefined ? [{ event, time: header.time, examiner: header.examiner, step: data as Step }] : [];
  });
  return {
    closings: steps.flatMap(({ event, time, examiner, step }) =>
      step.what === 'closed' ? [{ event, time, examiner, note: step.note, ...step.became }] : [],
    ),
    withdrawn:
      steps.flatMap(({ event, time, step }) => (step.what === 'withdrawn' ? [{ event, time, reason: step.reason }] : [])).at(-1) ?? null,
  };
}
