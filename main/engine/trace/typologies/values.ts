// Parameters as they were asked for: what is not named has its standard, what is out of bounds is refused.
import { Fault } from '../../../../shared/model/fault.ts';
import type { Typology, Values } from './typology.ts';

/** Faults: typology.badParameter. */
export function valuesOf(
  rule: Typology,
  asked: Readonly<Record<string, number>> = {},
  limits: ReadonlyMap<number, bigint> = new Map(),
): Values {
  const known = rule.parameters.map(({ id }) => id).join(', ');
  const numbers = new Map(rule.parameters.map(({ id, standard }) => [id, standard]));
  for (const [id, value] of Object.entries(asked)) {
    const parameter = rule.parameters.find((one) => one.id === id);
    const bounds = parameter === undefined ? '' : `${parameter.least}–${parameter.most}`;
    if (parameter === undefined || !Number.isInteger(value) || value < parameter.least || value > parameter.most)
      throw new Fault('typology.badParameter', { rule: rule.id, parameter: id, value, bounds, known });
    numbers.set(id, value);
  }
  return { limits, number: (id) => numbers.get(id) as number };
}
