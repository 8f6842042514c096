// requests.json (SPEC [N5], [N6]): worked out again from the journal, whose payloads about requests are all in the file; answers against the
// sources by their SHA-256.
import type { BagContents } from './bagit.ts';
import { toHex, utf8Encode } from './bytes.ts';
import { canonicalJson, isList, isObject, type Json, type JsonObject } from './canonicalJson.ts';
import { list, oneOf, readShape, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import { type JournalEvent, readEvents } from './journalEvents.ts';
import { readJsonFile } from './jsonFile.ts';
import type { SourceStates } from './people.ts';
import * as say from './peopleSentences.ts';
import { sha256 } from './sha256.ts';

export const REQUESTS = 'data/requests.json';
const CHECK = 'requests';
const [PREPARED, STEPPED] = ['request.prepared', 'request.stepped'];

export function checkRequests(contents: BagContents, sources: SourceStates, findings: Findings): void {
  const document = readJsonFile(contents, REQUESTS, findings);
  if (document === undefined) return;
  const where = { findings, check: CHECK, file: REQUESTS, at: 'requests' };
  const stated = readShape(document, { format: oneOf('tracehold-requests/1'), requests: list }, where);
  if (stated === null) return;
  const events = readEvents(contents);
  const names = [PREPARED, STEPPED] as string[];
  if (events.silent(names) > 0) findings.fail(CHECK, REQUESTS, say.silentSentence());
  const undone = events.undone(names);
  const standing = events.list.filter(({ kind, name, sequence }) => kind === 'edit' && names.includes(name) && !undone.has(sequence));
  for (const { sequence, payload } of standing)
    if (!isObject(payload)) findings.fail(CHECK, REQUESTS, say.requestWithheldSentence(sequence));
  const expected = new Map<number, JsonObject>();
  for (const event of standing) {
    const { payload, name, sequence } = event;
    if (name !== PREPARED || !isObject(payload) || !whole(payload['request'])) continue;
    const own = standing.filter((one) => one.name === STEPPED && isObject(one.payload) && one.payload['request'] === payload['request']);
    expected.set(payload['request'], described(payload, sequence, own));
  }
  const seen = new Set<number>();
  for (const item of stated.requests) {
    const number = isObject(item) ? item['request'] : undefined;
    const follows = whole(number) && !seen.has(number) ? expected.get(number) : undefined;
    if (!isObject(item) || follows === undefined || !whole(number)) {
      findings.fail(CHECK, REQUESTS, say.requestUnknownSentence(whole(number) ? number : 0));
      continue;
    }
    seen.add(number);
    const plain = withoutSources(item);
    for (const member of new Set([...Object.keys(plain), ...Object.keys(follows)]))
      if (canonicalJson(plain[member] ?? null) !== canonicalJson(follows[member] ?? null))
        findings.fail(CHECK, REQUESTS, say.requestDiffersSentence(number, member));
    checkAnswers(number, item, sources, findings);
  }
  for (const [number, one] of expected)
    if (!seen.has(number)) findings.fail(CHECK, REQUESTS, say.requestMissingSentence(Number(one['event'])));
  findings.count('requests', seen.size);
  findings.notChecked(say.sentSentence());
  findings.pass(CHECK, REQUESTS, say.requestsHold(seen.size));
}

const members = (value: Json | undefined, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.map((name) => [name, (isObject(value) ? value[name] : undefined) ?? null]));
const items = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

/** What the list must say of a request by the journal, but for the sources that answers are. */
function described(payload: JsonObject, event: number, steps: readonly JournalEvent[]): JsonObject {
  const basis = payload['legalBasis'];
  const last = steps.at(-1)?.payload;
  return {
    ...members(payload, ['request', 'kind', 'recipient', 'answerBy', 'prepared', 'examiner']),
    event,
    state: isObject(last) ? (last['state'] ?? null) : 'prepared',
    statement: toHex(sha256(utf8Encode(canonicalJson(payload)))),
    legalBasis: isObject(basis) ? members(basis, ['file', 'sha256']) : null,
    subjects: items(payload['subjects']).map((subject) => ({
      ...members(subject, ['chain', 'chainName', 'address', 'more']),
      transfers: isObject(subject) ? items(subject['transfers']).length : 0,
    })),
    steps: steps.map(({ sequence, time, payload: step }) => ({
      ...members(step, ['state', 'day', 'note', 'answer']),
      ...{ event: sequence, time },
    })),
  };
}

function withoutSources(request: JsonObject): JsonObject {
  const steps = items(request['steps']).map((step) => {
    if (!isObject(step) || !isObject(step['answer'])) return step;
    const { source: _source, ...answer } = step['answer'];
    return { ...step, answer };
  });
  return { ...request, steps };
}

/** Equal bytes are the same answer: the source named is one with its SHA-256, and none is named only where there is none. */
function checkAnswers(request: number, { steps }: JsonObject, sources: SourceStates, findings: Findings): void {
  for (const step of items(steps)) {
    const answer = isObject(step) ? step['answer'] : null;
    if (!isObject(answer)) continue;
    const { source, sha256: digest } = answer;
    const same = [...sources].filter(([, one]) => one.sha256 === digest && one.state !== 'withdrawn').map(([number]) => number);
    if (source === null ? same.length > 0 : !whole(source) || !same.includes(source))
      findings.fail(CHECK, REQUESTS, say.answerSourceSentence(request));
  }
}
