// The stop rules this program knows, in the order in which they are asked: where several would stop a holding,
// the first is the one that is named. Nothing stops a trace unless the examiner asked for it.
import { Fault } from '../../../../shared/model/fault.ts';
import { defineRegistry } from '../../kernel/index.ts';
import { addresses } from './addresses.ts';
import { coinjoin } from './coinjoin.ts';
import { heightWindow } from './heightWindow.ts';
import { labelled } from './labelled.ts';
import { maxHops } from './maxHops.ts';
import { minValue } from './minValue.ts';
import { serviceLike } from './serviceLike.ts';
import type { OptionField, OptionValue, StopContext, StopOptions, StopQuestion, StopRequest, StopRule } from './stop.ts';

export const stops = defineRegistry<StopRule>('stop', [addresses, labelled, serviceLike, coinjoin, heightWindow, minValue, maxHops]);

/** The rule that keeps a holding where it is, or null. */
export type StopTest = (question: StopQuestion) => string | null;

/** Checks requests against the option schemas and joins them into one test. */
export function prepareStops(requests: readonly StopRequest[], context: StopContext): StopTest {
  for (const request of requests) {
    if (stops.find(request.id) === undefined) throw new Fault('trace.ruleUnknown', { rule: request.id });
  }
  const prepared = stops.entries.flatMap((rule) =>
    requests
      .filter((request) => request.id === rule.id)
      .map((request) => ({ id: rule.id, stops: rule.prepare(completeOptions(rule, request), context) })),
  );
  return (question) => prepared.find((rule) => rule.stops(question))?.id ?? null;
}

/** Options with defaults filled in; anything missing, unknown or of the wrong kind is refused. */
export function completeOptions(rule: StopRule, request: StopRequest): StopOptions {
  const given = request.options ?? {};
  for (const name of Object.keys(given)) {
    if (!rule.options.some((field) => field.name === name)) throw new Fault('usage.invalid', { rule: rule.id, option: name });
  }
  const complete: Record<string, OptionValue> = {};
  for (const field of rule.options) {
    const value = given[field.name] ?? field.default;
    if (value === undefined) {
      if (field.required) throw new Fault('usage.invalid', { rule: rule.id, option: field.name });
    } else if (isOfKind(field, value)) complete[field.name] = value;
    else throw new Fault('usage.invalid', { rule: rule.id, option: field.name });
  }
  return complete;
}

function isOfKind(field: OptionField, value: OptionValue): boolean {
  if (field.type === 'scripts') return Array.isArray(value) && value.every((script) => Number.isInteger(script));
  const isWhole = typeof value === 'bigint' ? field.type === 'amountSat' : Number.isSafeInteger(value);
  return isWhole && Number(value) >= (field.minimum ?? Number.MIN_SAFE_INTEGER);
}
