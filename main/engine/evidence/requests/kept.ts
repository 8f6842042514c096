// Requests as the case keeps them: what was stated when each was prepared, and what became of it. Both are edits that can be undone.
import type { RequestView } from '../../../../shared/contract/requests.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, SourceRow } from '../../casefile/index.ts';

export type Prepared = Omit<RequestView, 'state' | 'steps'>;
export interface Stepped {
  readonly request: number;
  readonly state: RequestView['state'];
  readonly day: string;
  readonly note: string;
  readonly answer: { readonly name: string; readonly sizeBytes: number; readonly sha256: string } | null;
}

export const PREPARED = 'request.prepared';
export const STEPPED = 'request.stepped';

export function registerRequestEdits(file: CaseFile): void {
  file.edits.register({
    name: PREPARED,
    leavesData: true,
    apply: (prepared: Prepared, event) => file.requests.add({ id: prepared.request, event, data: prepared }),
    summarise: ({ request, kind, recipient, subjects }: Prepared) => ({
      request,
      kind,
      recipient,
      addresses: subjects.map(({ address }) => address),
    }),
    undo: ({ request }: Prepared, event) => {
      if (file.requests.remove(request) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the request is gone' });
    },
  });
  file.edits.register({
    name: STEPPED,
    leavesData: true,
    apply: (step: Stepped, event) => file.requests.addStep({ event, request: step.request, data: step }),
    undo: (_step: Stepped, event) => {
      if (file.requests.removeStep(event) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the step is gone' });
    },
  });
}

export function requestsOf(file: CaseFile): RequestView[] {
  const steps = file.requests.steps();
  return file.requests.list().map(({ id, data }) => {
    const own = steps
      .filter(({ request }) => request === id)
      .map(({ event, data: raw }): RequestView['steps'][number] => {
        const { state, day, note, answer } = raw as Stepped;
        const kept = answer === null ? null : { ...answer, source: answerSource(file, answer.sha256) };
        return { event, state, day, note, time: file.journal.get(event)?.header.time ?? file.details.created, answer: kept };
      });
    return { ...(data as Prepared), state: own.at(-1)?.state ?? 'prepared', steps: own };
  });
}

/** Faults: request.unknown. */
export function requestOf(file: CaseFile, request: number): RequestView {
  const found = requestsOf(file).find((one) => one.request === request);
  if (found === undefined) throw new Fault('request.unknown', { request });
  return found;
}

/** Equal bytes are the same answer, whenever they were taken in as data. */
export function sourceOfBytes(file: CaseFile, sha256: string): SourceRow | undefined {
  return file.sources.list().find((source) => source.sha256 === sha256 && source.state !== 'withdrawn');
}

export function answerSource(file: CaseFile, sha256: string): { id: string; name: string } | null {
  const found = sourceOfBytes(file, sha256);
  return found === undefined ? null : { id: found.publicId, name: found.name };
}
