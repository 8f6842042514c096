// What a bag says of the case's requests: what each states by its digest, what became of it, and which source its answer is.
import type { CaseFile } from '../../casefile/index.ts';
import { canonicalDigest } from '../../kernel/index.ts';
import type { BagRequest } from '../bag/peoplePayload.ts';
import { requestsOf, sourceOfBytes } from './kept.ts';

export function gatherRequests(file: CaseFile): BagRequest[] {
  const stored = new Map(file.requests.list().map((row) => [row.id, row]));
  return requestsOf(file).map(({ request, kind, state, recipient, answerBy, prepared, examiner, legalBasis, subjects, steps }) => {
    const row = stored.get(request);
    if (row === undefined) throw new Error('gatherRequests: no request');
    return {
      ...{ request, kind, state, recipient, answerBy, prepared, examiner },
      ...{ event: row.event, statement: canonicalDigest(row.data) },
      legalBasis: legalBasis === null ? null : { file: legalBasis.file, sha256: legalBasis.sha256 },
      subjects: subjects.map(({ chain, chainName, address, transfers, more }) => ({
        ...{ chain, chainName, address, transfers: transfers.length, more },
      })),
      steps: steps.map(({ event, state: to, day, note, time, answer }) => ({
        ...{ event, state: to, day, note, time },
        answer:
          answer === null
            ? null
            : {
                ...{ name: answer.name, sizeBytes: answer.sizeBytes, sha256: answer.sha256 },
                source: sourceOfBytes(file, answer.sha256)?.id ?? null,
              },
      })),
    };
  });
}
