// How the contract is declared: every question to the engine is a query (reads), a command (writes) or a job
// (long, with progress and cancel), schema first. No logic of any room belongs here.
import { z } from 'zod';

// The page's policy forbids eval; zod's just-in-time probe would violate it (research: zod jitless).
z.config({ jitless: true });

export type CallKind = 'query' | 'command' | 'job';

export interface Call<Kind extends CallKind, Input extends z.ZodType, Output extends z.ZodType, Progress extends z.ZodType> {
  readonly kind: Kind;
  readonly input: Input;
  readonly output: Output;
  readonly progress: Progress;
}

export type AnyCall = Call<CallKind, z.ZodType, z.ZodType, z.ZodType>;
export type Domain = Readonly<Record<string, AnyCall>>;

const none = z.undefined();

interface Declared<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType> {
  readonly input: I;
  readonly output: O;
  /** Of what may first have to put the case's ledgers together: over millions of rows that takes long, shows how far it is, can be stopped. */
  readonly progress?: P;
}

export function query<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType = typeof none>(
  c: Declared<I, O, P>,
): Call<'query', I, O, P> {
  return { kind: 'query', ...c, progress: c.progress ?? (none as unknown as P) };
}
export function command<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType = typeof none>(
  c: Declared<I, O, P>,
): Call<'command', I, O, P> {
  return { kind: 'command', ...c, progress: c.progress ?? (none as unknown as P) };
}
export function job<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType>(c: {
  input: I;
  output: O;
  progress: P;
}): Call<'job', I, O, P> {
  return { kind: 'job', ...c };
}

/** Checks that every name of a domain starts with the domain's own prefix. */
export function defineDomain<D extends Domain>(name: string, calls: D): D {
  for (const key of Object.keys(calls)) {
    if (!key.startsWith(`${name}.`)) throw new Error(`contract: "${key}" does not belong to domain "${name}"`);
  }
  return calls;
}

export type InputOf<C extends AnyCall> = z.input<C['input']>;
export type OutputOf<C extends AnyCall> = z.output<C['output']>;
export type ProgressOf<C extends AnyCall> = z.output<C['progress']>;
