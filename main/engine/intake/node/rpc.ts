// JSON-RPC as a chain node speaks it: questions numbered, answers matched by number whatever their order, errors turned into
// faults. It checks the form of an answer and nothing of its meaning.
import { Fault } from '../../../../shared/model/fault.ts';
import type { NodeConnection, NodeLimits, NodeParameter, NodeQuestion } from '../../kernel/index.ts';
import { type Json, membersOf, readExactJson } from './exactJson.ts';

export type Parameter = NodeParameter;

/** One question that went out, with what became of it: `ok`, or the code of the fault. */
export interface AskedQuestion {
  readonly method: string;
  readonly params: readonly Parameter[];
  readonly outcome: string;
  /** Of a question about one block: its height, where the asker knows it. */
  readonly height: number | null;
  /** Of an answer that is a block or a header: the hash of its parent (display order), as the answer states it. */
  readonly parent: string | null;
}

/** What an asker knows of one question beside it. */
export interface AskedAbout {
  readonly height?: number | null;
  readonly parent?: string | null;
  /** Deepest nesting of an honest answer, where it is not that of a block. */
  readonly mostDepth?: number;
}

export interface Rpc {
  readonly address: string;
  /** The result of one question. Throws `node.rpc` with the node's code where it answers with an error. */
  one(
    method: string,
    params: readonly Parameter[],
    limits: NodeLimits,
    signal: AbortSignal,
    about?: number | null | AskedAbout,
  ): Promise<Json>;
  /** Results of one method for many parameter lists, in their order; the first error throws. `heights`: of each, where known. */
  many(
    method: string,
    lists: readonly (readonly Parameter[])[],
    limits: NodeLimits,
    signal: AbortSignal,
    heights?: readonly number[],
  ): Promise<readonly Json[]>;
}

/** Longest excerpt of a node's own words that is repeated to a person. */
const MOST_WORDS = 160;

/** `onQuestions` hears each batch in the order of asking, after its answer or failure, with the bytes that came back. */
export function openRpc(connection: NodeConnection, onQuestions: (asked: readonly AskedQuestion[], bytes: number) => void): Rpc {
  let next = 1;

  async function many(
    method: string,
    lists: readonly (readonly Parameter[])[],
    limits: NodeLimits,
    signal: AbortSignal,
    heights?: readonly (number | null)[],
    about: AskedAbout = {},
  ): Promise<readonly Json[]> {
    if (lists.length === 0) return [];
    const questions: NodeQuestion[] = lists.map((params) => ({ id: next++, method, params }));
    let bytes = 0;
    let results: readonly Json[] = [];
    const tell = (outcome: string): void =>
      onQuestions(
        lists.map((params, i) => ({
          ...{ method, params, outcome, height: heights?.[i] ?? null },
          parent: about.parent ?? parentOf(results[i]),
        })),
        bytes,
      );
    try {
      const text = await connection.ask(questions, limits, signal);
      bytes = Buffer.byteLength(text);
      results = resultsOf(readExactJson(text, method, about.mostDepth), questions, method);
    } catch (error) {
      tell(error instanceof Fault ? error.code : 'internal');
      throw error;
    }
    tell('ok');
    return results;
  }

  return {
    address: connection.address,
    many,
    one: async (method, params, limits, signal, about) => {
      const known: AskedAbout = typeof about === 'object' && about !== null ? about : { height: about ?? null };
      return (await many(method, [params], limits, signal, [known.height ?? null], known))[0] as Json;
    },
  };
}

/** From a header or block in hexadecimal, or from the object that a node makes of one. */
function parentOf(result: Json | undefined): string | null {
  if (typeof result === 'string' && result.length >= 160)
    return (result.slice(8, 72).toLowerCase().match(/../g) as string[]).reverse().join('');
  const members = membersOf(result);
  const parent = members?.['previousblockhash'] ?? members?.['parentHash'];
  return typeof parent === 'string' ? parent : null;
}

function bad(method: string, reason: string): never {
  throw new Fault('node.badAnswer', { method, reason });
}

function resultsOf(answer: Json, questions: readonly NodeQuestion[], method: string): readonly Json[] {
  // An error of the whole batch (bad request, out of memory) comes as one object.
  const answers = Array.isArray(answer) ? (answer as readonly Json[]) : [answer];
  const single = questions.length === 1;
  if (!single && !Array.isArray(answer)) throwError(membersOf(answer)?.['error'], method);
  if (answers.length !== questions.length) bad(method, 'count');
  const places = new Map(questions.map(({ id }, i) => [id, i]));
  const results = new Array<Json>(questions.length);
  for (const one of answers) {
    const members = membersOf(one);
    if (members === null) bad(method, 'form');
    const id = members['id'];
    const place = places.get(id as number);
    if (place === undefined) {
      // A request that the node could not read is answered under the id null.
      if (id === null) throwError(members['error'], method);
      bad(method, 'id');
    }
    places.delete(id as number);
    throwError(members['error'], method);
    if (members['result'] === undefined) bad(method, 'form');
    results[place] = members['result'];
  }
  return results;
}

function throwError(error: Json | undefined, method: string): void {
  if (error === undefined || error === null) return;
  const members = membersOf(error);
  const code = members?.['code'];
  const message = members?.['message'];
  if (typeof code !== 'number' || typeof message !== 'string') bad(method, 'error');
  throw new Fault('node.rpc', { method, code, words: plainWords(message) });
}

/** A stranger's text, fit to stand in a terminal and a report. */
export function plainWords(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')
    .slice(0, MOST_WORDS)
    .replace(/[\ud800-\udbff]$/, '');
}
