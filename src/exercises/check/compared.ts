import { described } from '../../engine/base/described';
import type { Numbers, Reference, Careless } from '../answers';
import { isWithheld } from '../answers/withheld';
import { float32Tolerance } from './difference';
import { decimalsOf, numberText } from './numberText';
import { settle, runToOpen, type PassedCheck } from './report';
import { Tensor } from '../../engine/tensor/tensor';

/**
 * Compares an answer with a reference, in each of its cases.
 *
 * @throws CheckFailure that names the slip, or the first arguments with a wrong result
 */
export function compared(
  reference: Reference<readonly unknown[]>,
  answer: unknown
): PassedCheck {
  const { name, cases, right, secret = false, form, through, run } = reference;
  if (typeof answer !== 'function') {
    return notYet(`${name} must be a function; it is ${described(answer)}.`);
  }
  const wanted = cases().map(args => right(...args));
  const untouched = cases();
  let roundedTo = 0;
  const got = cases().map((args, at) => {
    const found = given(answer as AnyAnswer, args);
    roundedTo = isFloat32(found) ? float32Tolerance : roundedTo;
    return numbersOf(
      through === undefined ? found : through(asLists(found), ...untouched[at])
    );
  });
  const { tolerance = 1e-6, scale = 0.01 } = reference;
  const within: Within = {
    // Numbers that must be met as they are can be met in float32, too.
    tolerance: tolerance === 0 ? 0 : Math.max(tolerance, roundedTo),
    scale
  };
  const wrong = wanted.findIndex((each, at) => !same(each, got[at], within));
  if (wrong < 0) {
    const count = wanted.flat(9).length;
    const ran = run?.(asLists(answer(...cases()[0])), ...untouched[0]);
    return settle({
      status: 'passed',
      message: `${name}: as asked for${wanted.length > 1 ? `, in ${wanted.length} cases` : ''}.`,
      numbersChecked: count,
      ...(ran ? runToOpen(ran) : {})
    });
  }
  const call = `${name}(${cases()[wrong].map(argumentText).join(', ')})`;
  const slip = carelessIn(reference, { wanted, got, within });
  const did = deed(
    reference,
    cases()[wrong],
    wanted[wrong],
    got[wrong],
    within
  );
  const difference =
    did ??
    (got[wrong] === null && form !== undefined
      ? `${name}: ${form}`
      : `${call}: ${differenceText(wanted[wrong], got[wrong], within, secret)}`);
  return notYet(
    slip?.message ?? difference,
    slip === undefined || (secret && did === null) ? [] : [difference]
  );
}

type AnyAnswer = (...args: readonly unknown[]) => unknown;

/** What an answer gives. @throws CheckFailure when it calls what it is to do without */
function given(answer: AnyAnswer, args: readonly unknown[]): unknown {
  try {
    return answer(...args);
  } catch (error) {
    if (isWithheld(error)) {
      notYet(error.message);
    }
    throw error;
  }
}

function notYet(message: string, details: readonly string[] = []): PassedCheck {
  return settle({ status: 'notYet', message, details });
}

/** What weights that are judged by behavior did; null where the answer is numbers itself. */
function deed(
  { name, tell }: Reference<readonly unknown[]>,
  args: readonly unknown[],
  wanted: Numbers,
  got: Numbers | null,
  within: Within
): string | null {
  if (
    tell === undefined ||
    !Array.isArray(wanted) ||
    !Array.isArray(got) ||
    got.length !== wanted.length
  ) {
    return null;
  }
  const at = wanted.findIndex((each, index) => !same(each, got[index], within));
  const entries: readonly unknown[] = [wanted[at], got[at]];
  return entries.every(entry => typeof entry === 'number')
    ? `${name}: ${tell({ at, wanted: entries[0], got: entries[1] }, ...args)}`
    : null;
}

/** What is wrong with the first number that is, and where it stands, `[2][0]` as code writes it. */
function differenceText(
  expected: Numbers,
  got: Numbers | null,
  within: Within,
  secret: boolean,
  place = ''
): string {
  const here = place === '' ? '' : `at ${place} `;
  if (got === null) {
    return `${here}numbers are asked for; something else came.`;
  }
  if (typeof expected === 'number') {
    if (typeof got !== 'number') {
      return `${here}one number is asked for; a list came.`;
    }
    const decimals = decimalsOf(expected, got);
    return secret
      ? 'not right yet.'
      : `${here}expected ${plain(expected, decimals)}, got ${plain(got, decimals)}.`;
  }
  if (typeof got === 'number') {
    return `${here}a list is asked for; one number came.`;
  }
  if (got.length !== expected.length) {
    return `${here}${expected.length} ${expected.length === 1 ? 'entry is' : 'entries are'} asked for; got ${got.length}.`;
  }
  const at = expected.findIndex(
    (each, index) => !same(each, got[index], within)
  );
  return secret
    ? `entry ${at} is not right yet${at > 0 ? '; those before it are' : ''}.`
    : differenceText(expected[at], got[at], within, secret, `${place}[${at}]`);
}

/** A whole number as it is, another one to four decimals, or more. */
function plain(value: number, decimals?: number): string {
  return Number.isInteger(value)
    ? String(value).replace('-', '−')
    : numberText(value, decimals);
}

/** What was handed over, its numbers to four places: enough to know it again. */
function argumentText(argument: unknown): string {
  const text =
    typeof argument === 'object' && !Array.isArray(argument)
      ? objectText(argument)
      : JSON.stringify(argument, (_, value: unknown) =>
          typeof value === 'number' ? Number(value.toPrecision(4)) : value
        );
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What can take a step is a cell; of anything else its parts are named. */
function objectText(argument: object | null): string {
  return argument === null || 'step' in argument
    ? 'cell'
    : `{ ${Object.keys(argument).join(', ')} }`;
}

/** What an answer gave for each case of a reference. */
interface Given {
  readonly wanted: readonly Numbers[];
  readonly got: readonly (Numbers | null)[];
  readonly within: Within;
}

/**
 * The careless answer behind wrong numbers: the one that gives the same in every case. Where there is
 * none, two slips may have been made at once: then each wrong case is what one of the two gives, and
 * the one is told that is behind the first wrong case and one more. Where the answer gave no numbers, as
 * behind the end of a list, any slip may have led there that is behind the wrong numbers.
 */
function carelessIn(
  { cases, careless }: Reference<readonly unknown[]>,
  { wanted, got, within }: Given
): Careless<readonly unknown[]> | undefined {
  // The arguments are recreated for each: an answer may change them.
  const found = careless.map(({ of }) =>
    cases().map((args, at) => same(of(...args), got[at], within))
  );
  const wrong = [...wanted.keys()].filter(
    at => !same(wanted[at], got[at], within)
  );
  const whole = found.findIndex(
    hits =>
      wrong.some(at => hits[at]) &&
      hits.every((hit, at) => hit || got[at] === null)
  );
  if (whole >= 0) {
    return careless[whole];
  }
  const one = found.findIndex(
    hits =>
      hits[wrong[0]] &&
      wrong.filter(at => hits[at]).length > 1 &&
      found.some(others => wrong.every(at => hits[at] || others[at]))
  );
  return one < 0 ? undefined : careless[one];
}

/** How far a number may be off: relative to the one asked for, which counts as `scale` at least. */
interface Within {
  readonly tolerance: number;
  readonly scale: number;
}

/** Numbers in lists; null where something else stands. */
function numbersOf(value: unknown): Numbers | null {
  if (value instanceof Tensor) {
    return numbersOf(value.toArray());
  }
  if (typeof value === 'number') {
    return value;
  }
  if (ArrayBuffer.isView(value)) {
    return numbersOf(Array.from(value as unknown as ArrayLike<number>));
  }
  if (!Array.isArray(value)) {
    return null;
  }
  const items = value.map(numbersOf);
  return items.some(item => item === null) ? null : (items as Numbers[]);
}

/** With lists in place of tensors and typed arrays, in lists and objects; whatever else stands there stays. */
function asLists(value: unknown): unknown {
  if (value instanceof Tensor || ArrayBuffer.isView(value)) {
    return numbersOf(value);
  }
  if (Array.isArray(value)) {
    return value.map(asLists);
  }
  return typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
    ? Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, asLists(each)])
      )
    : value;
}

/** Whether numbers were computed in float32, or some of them. */
function isFloat32(value: unknown): boolean {
  return value instanceof Tensor
    ? value.values instanceof Float32Array
    : value instanceof Float32Array ||
        (Array.isArray(value) && value.some(isFloat32));
}

/** Whether numbers are those asked for, list by list. */
function same(expected: Numbers, got: Numbers | null, within: Within): boolean {
  if (typeof expected === 'number') {
    return typeof got === 'number' && close(expected, got, within);
  }
  return (
    Array.isArray(got) &&
    got.length === expected.length &&
    expected.every((each, at) => same(each, got[at] as Numbers, within))
  );
}

/** What is no finite number (∞, or 0 / 0 of a careless answer) is met by itself alone. */
function close(
  expected: number,
  got: number,
  { tolerance, scale }: Within
): boolean {
  return Number.isFinite(expected)
    ? Math.abs(expected - got) <=
        tolerance * Math.max(Math.abs(expected), scale)
    : Object.is(expected, got);
}
