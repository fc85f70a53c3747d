import { findingFacts, percentText } from '../../trace';

/** A number, a name, or `[operation, …]`. */
export type Condition = string | number | readonly [string, ...Condition[]];
/** What a condition gives: one number, or one for each unit; 1 where it holds and else 0. */
type Value = number | readonly number[];

/** A rule of `findings.json`, which Python reads as well: `gatescope/health/rules.py`. */
export interface HealthRule {
  readonly kind: keyof typeof findingFacts.findings;
  readonly on: 'layer' | 'output' | 'gate' | 'candidate' | 'state';
  /** Where that is none of those. */
  readonly channel?: string;
  /** Of which units it holds; it says nothing where there are none. */
  readonly units?: Condition;
  readonly if?: Condition;
  /** The first whose condition holds. */
  readonly certainty: readonly (readonly [string, Condition])[];
  readonly what?: readonly (readonly [string, Condition])[];
  readonly figures?: Readonly<Record<string, readonly [string, Condition]>>;
}

/** Measures of a layer or of each of its units, by name. */
export type Measures = Readonly<Record<string, Value | string>>;

export const rules = findingFacts.rules as readonly unknown[] as HealthRule[];
const terms: Readonly<Record<string, Condition>> = findingFacts.terms;
const thresholds: Readonly<Record<string, { value: number }>> =
  findingFacts.thresholds;

const ofOne: Readonly<Record<string, (values: readonly number[]) => number>> = {
  any: values => Number(values.some(value => value !== 0)),
  sum: values => values.reduce((sum, value) => sum + value, 0),
  highest: values => values.reduce((a, b) => Math.max(a, b), -Infinity),
  lowest: values => values.reduce((a, b) => Math.min(a, b), Infinity)
};
const ofEach: Readonly<Record<string, (a: number, b: number) => number>> = {
  not: a => Number(a === 0),
  size: Math.abs,
  floor: Math.floor,
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  '==': (a, b) => Number(a === b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  min: Math.min,
  max: Math.max
};

/** What a condition gives of these measures; other names are terms of the table, or thresholds. */
export function conditionValue(
  condition: Condition,
  measures: Measures
): Value {
  if (typeof condition === 'number') {
    return condition;
  }
  if (typeof condition === 'string') {
    return condition in measures
      ? (measures[condition] as Value)
      : condition in terms
        ? conditionValue(terms[condition], measures)
        : thresholds[condition].value;
  }
  const [operation, ...rest] = condition;
  const first = conditionValue(rest[0], measures);
  if (operation === 'and' && first === 0) {
    // What takes long to measure is measured where it decides.
    return 0;
  }
  const second = rest.length > 1 ? conditionValue(rest[1], measures) : 0;
  return operation in ofOne
    ? ofOne[operation](typeof first === 'number' ? [first] : first)
    : together(ofEach[operation], first, second);
}

function together(
  operation: (a: number, b: number) => number,
  a: Value,
  b: Value
): Value {
  if (typeof a !== 'number') {
    return a.map((one, at) =>
      operation(one, typeof b === 'number' ? b : b[at])
    );
  }
  return typeof b === 'number'
    ? operation(a, b)
    : b.map(other => operation(a, other));
}

/** What a rule says of a channel or a layer; null where it does not hold. */
export function judgedBy(
  rule: HealthRule,
  measures: Measures
): {
  certainty: string;
  units: number[];
  figures: Record<string, string>;
} | null {
  const holds =
    rule.units === undefined ? 0 : conditionValue(rule.units, measures);
  const units =
    typeof holds === 'number'
      ? []
      : holds.flatMap((one, unit) => (one === 0 ? [] : [unit]));
  const isOfUnits = rule.units !== undefined;
  const here = isOfUnits ? ofUnits(measures, units) : measures;
  if (
    (isOfUnits && units.length === 0) ||
    (rule.if !== undefined && conditionValue(rule.if, here) === 0)
  ) {
    return null;
  }
  const figures: Record<string, string> = isOfUnits
    ? { count: String(units.length), of: String(measures['of']) }
    : {};
  for (const [name, [form, of]] of Object.entries(rule.figures ?? {})) {
    const value =
      typeof of === 'string' && of in here
        ? here[of]
        : conditionValue(of, here);
    figures[name] = typeof value === 'number' ? forms[form](value) : `${value}`;
  }
  if (rule.what !== undefined) {
    figures['what'] = filled(firstOf(rule.what, here), figures);
  }
  return { certainty: firstOf(rule.certainty, here), units, figures };
}

/** The measures of some units, `found` of them. */
function ofUnits(measures: Measures, units: readonly number[]): Measures {
  const parts = Object.entries(measures).map(([name, value]) => [
    name,
    Array.isArray(value) ? units.map(unit => (value as number[])[unit]) : value
  ]);
  return { ...Object.fromEntries(parts), found: units.length } as Measures;
}

const firstOf = (
  choices: readonly (readonly [string, Condition])[],
  measures: Measures
): string =>
  choices.find(
    ([, condition]) => conditionValue(condition, measures) !== 0
  )?.[0] ?? '';

/** A text with figures in place of their names in braces. */
export const filled = (
  text: string,
  figures: Readonly<Record<string, string>>
): string => text.replace(/\{(\w+)\}/g, (_, name: string) => figures[name]);

/** A number as a reader wants it: three digits. */
function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) {
    return value.toExponential(1);
  }
  return size >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(3)));
}

const forms: Readonly<Record<string, (value: number) => string>> = {
  plain: String,
  figure,
  percent: share => `${percentText(share)} %`
};
