// What a report must say beside a run: bodies that nobody hashed, spends that nobody could see.
// It gives codes; their words are in the locales.
import type { QuestionRequest, QuestionResult } from '../../../shared/contract/question.ts';
import type { CaseFile, SearchRow } from '../casefile/index.ts';
import { type ComputedRun, searchedOutputs, spendsKnownTo, txOfOut, type UtxoSlice } from '../trace/index.ts';

export function searchNotes(file: CaseFile, run: ComputedRun): string[] {
  const results = new Map(file.questions.list().map((row) => [row.id, row]));
  const asked = run.view.searches.flatMap((search) => results.get(search.question) ?? []);
  // Absent in what older programs noted.
  const outcomes = asked.map((row) => row.result as Partial<QuestionResult> | null);
  return [
    ...(restsOnUnhashed(file, run) ? ['bodiesNotHashed'] : []),
    ...(outcomes.some((outcome) => (outcome?.spendsUnsearched?.length ?? 0) > 0) ? ['spendsUnsearched'] : []),
    ...(outcomes.some((outcome) => (outcome?.earlierSpends?.length ?? 0) > 0) ? ['earlierSpends'] : []),
  ];
}

/** Whether "unspent" of a run rests on blocks of an archive of which only those were hashed in which something was found. */
function restsOnUnhashed(file: CaseFile, run: ComputedRun): boolean {
  if (!run.document.coverage.some(({ scope }) => scope === 'searched')) return false;
  const archives = new Set(file.sources.list().flatMap((source) => (source.mode === 'archive' ? [source.id] : [])));
  const thorough = new Set(
    file.questions
      .list()
      .flatMap((row) => ((row.request as { input?: Partial<QuestionRequest> }).input?.thorough === true ? [row.id] : [])),
  );
  const isHashed = (search: SearchRow) => thorough.has(search.question) || !archives.has(search.source);
  if (run.view.searches.every(isHashed)) return false;
  const { searchedOut: _out, searchedTo: _to, searchedHeight: _height, ...plain } = run.view.slice;
  const hashed = searchedOutputs(file, run.view.searches.filter(isHashed), run.view);
  const slice: UtxoSlice = hashed === null ? plain : { ...plain, ...hashed };
  const height = run.result.height ?? -1;
  return run.result.policies.some(({ holdings }) =>
    holdings.some(({ state, outNumber }) => state === 'unspent' && spendsKnownTo(slice, outNumber, blockOf(run, outNumber)) < height),
  );
}

function blockOf({ view }: ComputedRun, outNumber: number): number {
  return view.slice.txBlock[txOfOut(view.slice, outNumber)] as number;
}
