// Sentences from the locale files: looks a key up and fills in {name}; {name|one|several} is a word by the number: "{count} {count|row|rows}".
// It knows no language and joins no clauses.

/** Sentences by full key, e.g. `errors.case.passphrase.message`. */
export type Catalogue = Readonly<Record<string, string>>;
export type Parameters = Readonly<Record<string, string | number>>;

const PARAMETER = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;

/** A sentence with its parameters filled in; `held` gives null for one that is to stay visible. */
export function fillIn(text: string, held: (name: string) => string | number | null): string {
  return text.replace(PARAMETER, (mark, name: string, one?: string, several?: string) => {
    const value = held(name);
    if (value === null) return mark;
    if (one === undefined) return String(value);
    return String(value) === '1' ? one : (several as string);
  });
}

/** One flat catalogue from the parsed files of a locale, by section (`cli`, `errors`, `ui`, `report`). Nesting becomes dots. */
export function createCatalogue(sections: Readonly<Record<string, unknown>>): Catalogue {
  const flat: Record<string, string> = Object.create(null) as Record<string, string>;
  const add = (prefix: string, value: unknown): void => {
    if (typeof value === 'string') flat[prefix] = value;
    else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) add(`${prefix}.${key}`, inner);
  };
  for (const [section, content] of Object.entries(sections)) add(section, content);
  return flat;
}

/** The sentence behind a key. A missing key or parameter stays visible as it is: a test catches it, a person can report it. */
export function say(catalogue: Catalogue, key: string, parameters: Parameters = {}): string {
  const text = catalogue[key];
  if (text === undefined) return key;
  return fillIn(text, (name) => (Object.hasOwn(parameters, name) ? (parameters[name] as string | number) : null));
}

/** The parameter names a sentence asks for. */
export function parametersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PARAMETER)].map((match) => match[1] as string))];
}

/**
 * Why a row, a block or a file was refused: the sentence of the whole code, else of the part before its colon, else the
 * code itself, so that a reason without words still reaches the reader.
 */
export function reasonWords(catalogue: Catalogue, reason: string): string {
  const whole = catalogue[`reasons.${reason.replace(':', '-')}`];
  if (whole !== undefined) return whole;
  const colon = reason.indexOf(':');
  const family = colon < 0 ? undefined : catalogue[`reasons.${reason.slice(0, colon)}`];
  return family === undefined ? reason : `${family} (${reason.slice(colon + 1)})`;
}

/**
 * What a person reads of a failure: what happened, and what to do next. Details that no sentence names follow in brackets, a reason in words
 * where there are any.
 */
export function faultWords(
  catalogue: Catalogue,
  fault: { readonly code: string; readonly parameters: Parameters },
): { readonly message: string; readonly next: string } {
  const message = catalogue[`errors.${fault.code}.message`] ?? fault.code;
  const next = catalogue[`errors.${fault.code}.next`] ?? '';
  const named = new Set([...parametersOf(message), ...parametersOf(next)]);
  const worded = (name: string, value: string | number): string =>
    name === 'reason' ? (catalogue[`reasons.${fault.code}-${value}`] ?? reasonWords(catalogue, String(value))) : String(value);
  const details = Object.entries(fault.parameters).flatMap(([name, value]) =>
    named.has(name) || value === '' ? [] : [`${name}: ${worded(name, value)}`],
  );
  const fill = (text: string): string =>
    fillIn(text, (name) => {
      const value = fault.parameters[name];
      return value === undefined ? '?' : worded(name, value);
    });
  return { message: fill(message) + (details.length === 0 ? '' : ` (${details.join('; ')})`), next: fill(next) };
}
