// Asks a node of an account chain one question at a time and keeps each answer as it came, byte for byte, so that what a case holds of a
// node is what a dump of it would hold. It judges nothing that an answer says.
import { Fault } from '../../../../shared/model/fault.ts';
import { type NodeConnection, type NodeLimits, sha256Hex } from '../../kernel/index.ts';
import { type AskedAbout, type AskedQuestion, type Json, openRpc, type Parameter, readExactJson } from '../node/index.ts';
import { type JsonObject, jsonObjectsOf } from '../tables/index.ts';

/** For answers of a few lines. */
export const SMALL: NodeLimits = { bytes: 4 << 20, milliseconds: 30_000, silenceMilliseconds: 15_000 };
/** A block with its transactions, or all its receipts. */
export const WHOLE_BLOCK: NodeLimits = { bytes: 128 << 20, milliseconds: 180_000, silenceMilliseconds: 30_000 };
/** Traces are made by running the block again: a node is silent for long before it answers. */
export const TRACES: NodeLimits = { bytes: 256 << 20, milliseconds: 600_000, silenceMilliseconds: 180_000 };

export interface Answer {
  readonly method: string;
  readonly params: readonly Parameter[];
  /** The body of the response, as it came. */
  readonly text: string;
  /** What it holds: the `result` of JSON-RPC, or the whole. */
  readonly value: Json;
  readonly time: string;
}

export interface Asker {
  readonly address: string;
  ask(method: string, params: readonly Parameter[], limits?: NodeLimits, about?: AskedAbout): Promise<Answer>;
}

export type OnQuestions = (asked: readonly AskedQuestion[], bytes: number) => void;

interface Asking {
  readonly connection: NodeConnection;
  readonly onQuestions: OnQuestions;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
}

export function rpcAsker({ connection, onQuestions, signal, now }: Asking): Asker {
  let text = '';
  const keeping: NodeConnection = {
    ...connection,
    async ask(questions, limits, stop) {
      text = await connection.ask(questions, limits, stop);
      return text;
    },
  };
  const rpc = openRpc(keeping, onQuestions);
  return {
    address: connection.address,
    async ask(method, params, limits = SMALL, about = {}) {
      const value = await rpc.one(method, params, limits, signal, about);
      return { method, params, text, value, time: new Date(now()).toISOString() };
    },
  };
}

export function walletAsker({ connection, onQuestions, signal, now }: Asking): Asker {
  return {
    address: connection.address,
    async ask(method, params, limits = SMALL, { height = null, parent = null, mostDepth } = {}) {
      let bytes = 0;
      const tell = (outcome: string): void => onQuestions([{ method, params, outcome, height, parent }], bytes);
      try {
        const text = await connection.ask([{ id: 0, method, params }], limits, signal);
        bytes = Buffer.byteLength(text);
        const value = readExactJson(text, method, mostDepth);
        // So java-tron says that it could not do what was asked.
        const error = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { Error?: Json }).Error : undefined;
        if (error !== undefined) throw new Fault('node.rpc', { method, code: 0, words: plain(String(error)) });
        tell('ok');
        return { method, params, text, value, time: new Date(now()).toISOString() };
      } catch (error) {
        tell(error instanceof Fault ? error.code : 'internal');
        throw error;
      }
    },
  };
}

const plain = (words: string): string => words.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?').slice(0, 160);

/** An answer that the case keeps, by its number in the source: what the rows of a transaction name. */
export interface NumberedAnswer extends Answer {
  readonly number: number;
}

export function objectsOf(answers: readonly NumberedAnswer[]): JsonObject[] {
  return answers.flatMap(({ value, number }) => jsonObjectsOf(value).map((one) => ({ ...one, row: number })));
}

/** One line a kept answer: number, method, parameters, time, SHA-256 of the bytes, their length. */
export function answerLine({ number, method, params, time, text }: NumberedAnswer): string {
  return JSON.stringify([number, method, params, time, sha256Hex(Buffer.from(text, 'utf8')), Buffer.byteLength(text)]);
}
