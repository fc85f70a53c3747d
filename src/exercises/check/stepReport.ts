import type { Cell } from '../../engine/cells/cell';
import {
  channelLabel,
  channelRange,
  channelRole
} from '../../engine/recurrence/channelNotes';
import { sourceLines } from '../../engine/run/sourceLines';
import type { Tensor } from '../../engine/tensor/tensor';
import {
  expressionText,
  float64,
  type CheckReport,
  type Equation
} from '../../trace';
import { checkContext } from './context';
import {
  diagnose,
  swappedNames,
  type Diagnosis,
  type Evidence
} from './diagnose';
import type { Difference } from './difference';
import { symbolsIn } from './expressions';
import { isLibraryStep } from './libraryStep';
import { decimalsOf, notANumber, numberText } from './numberText';
import type { Findings } from './report';
import type { StepCase } from './stepCase';
import { stepRun } from './stepRun';
import type { Trajectory } from './walk';
import { faultText, type Words } from './words';

/** One case, computed by the reference and by the student's step. */
export interface Result extends Evidence {
  readonly expected: Trajectory;
  readonly found: ReadonlyMap<string, Difference | null>;
}

function count(results: readonly Result[]): number {
  return results
    .flatMap(({ expected }) => expected.channels)
    .flatMap(channels => Object.values<Tensor>(channels))
    .reduce((sum, { size }) => sum + size, 0);
}

/** All channels agree on all cases. */
export function passed(results: readonly Result[]): Findings {
  const [first] = results;
  const names = Object.keys(first.stepCase.reference.channels);
  const numbersChecked = count(results);
  return {
    status: 'passed',
    message: `${names.length === 1 ? `${names[0]} agrees` : `All ${names.length} channels agree`} with the reference, to 10⁻⁶.`,
    details: [
      `Checked ${numbersChecked.toLocaleString('en')} numbers on ${results.length} inputs.`
    ],
    numbersChecked,
    channels: channelsOf(first, null),
    ...writtenStep(first),
    ...libraryStepOf(first),
    run: stepRun(first)
  };
}

/** What to say of the first case that differs. */
export function notYet(results: readonly [Result, ...Result[]]): Findings {
  const [leading] = results;
  const { found, got, stepCase: one } = leading;
  const swapped = swappedNames(results);
  const diagnoses = swapped ? [] : diagnose(results);
  const [main, ...others] = diagnoses;
  // Every difference begins with an equation that is wrong in itself.
  const channel = main?.channel ?? firstOf(found).channel;
  const first = found.get(channel) ?? firstOf(found);
  const decimals = decimalsOf(first.expected, first.got);
  const words = wordsOf(one.reference);
  const { line, text: lineText } = lineOf(channel, one);
  const written = writtenEquation(got, channel);
  const sameText =
    written !== undefined &&
    main !== undefined &&
    expressionText(written.expression) ===
      expressionText(main.expected.expression);
  const explained = swapped
    ? {
        message: `Your step returns ${swapped[0]} and ${swapped[1]} under each other's names.`,
        reason: 'Everything else in it is right.'
      }
    : isNotANumber(first) && (sameText || written === undefined)
      ? {
          message: `Your ${channel}_t is NaN at step ${first.step}, unit ${first.unit}.`
        }
      : main
        ? explain(main, written, words)
        : { message: `Your ${channel}_t is not what is asked for.` };

  return {
    status: 'notYet',
    message: explained.message,
    details: [
      ...(explained.reason ? [explained.reason] : []),
      ...(isNotANumber(first) ? [notANumber] : []),
      `The first wrong number is in ${channel} at step ${first.step}, unit ${first.unit}: expected ${numberText(first.expected, decimals)}, got ${numberText(first.got, decimals)}.`,
      ...others.map(
        other =>
          explain(other, writtenEquation(got, other.channel), words).message
      ),
      ...(swapped ? [] : followers(found, diagnoses, first, one.reference)),
      ...(lineText ? [`The line: \`${lineText}\``] : [])
    ],
    ...(line === undefined ? {} : { line }),
    numbersChecked: count(results),
    first: {
      channel,
      step: first.step,
      unit: first.unit,
      expected: first.expected,
      got: first.got
    },
    channels: channelsOf(leading, first),
    ...writtenStep(leading),
    ...(main
      ? {
          equations: { expected: main.expected, ...equationGot(written, main) }
        }
      : {})
  };
}

function isNotANumber({ expected, got }: Difference): boolean {
  return Number.isNaN(got) && !Number.isNaN(expected);
}

/** The channel's equation as the tape recorded it; undefined when the numbers left the tape. */
function writtenEquation(
  got: Trajectory,
  channel: string
): Equation | undefined {
  const written = got.equations.find(equation => equation.channel === channel);
  const symbols = written ? symbolsIn(written.expression) : [];
  return symbols.length > 0 && symbols.every(({ name }) => name !== 'constant')
    ? written
    : undefined;
}

/** The whole step as it was written, by which answers of a class are compared: names and layout are gone. */
function writtenStep({ got }: Result): { written?: Equation[] } {
  const written = got.equations.flatMap(
    ({ channel }) => writtenEquation(got, channel) ?? []
  );
  return written.length > 0 ? { written } : {};
}

/** The equations of the library's own step, with which the class map compares those of a class. */
function libraryStepOf({ stepCase: { reference } }: Result): {
  library?: readonly Equation[];
} {
  return isLibraryStep(reference.definition.step)
    ? { library: reference.equations }
    : {};
}

/** What the tape recorded is what was written; without a tape, the slip that gives its numbers. */
function equationGot(
  written: Equation | undefined,
  { variant }: Diagnosis
): { got?: Equation } {
  const got = written ?? variant;
  return got ? { got } : {};
}

function explain(
  { channel, fault, expected }: Diagnosis,
  written: Equation | undefined,
  words: Words
): { message: string; reason?: string } {
  const asked = `asked for is ${expressionText(expected.expression)}.`;
  const text = written && expressionText(written.expression);
  const comparison =
    text !== undefined &&
    text.length <= longestEquation &&
    text !== expressionText(expected.expression)
      ? `Your ${channel}_t is ${text}; ${asked}`
      : undefined;
  if (fault?.kind === 'both') {
    const { message } = faultText(fault, channel, words);
    return comparison === undefined
      ? { message }
      : { message: comparison, reason: message };
  }
  if (fault) {
    return faultText(fault, channel, words);
  }
  return {
    message:
      comparison ??
      `Your ${channel}_t is not the ${words.names[channel] ?? channel} that is asked for; ${asked}`,
    ...(written ? { reason: strangeSymbols(channel, written, expected) } : {})
  };
}

/** A longer equation than this says less than its letters. */
const longestEquation = 120;

/** Which letters an equation reads that it should not, and which it does not read. */
function strangeSymbols(
  channel: string,
  written: Equation,
  expected: Equation
): string | undefined {
  const has = symbolsIn(written.expression).map(expressionText);
  const needs = symbolsIn(expected.expression).map(expressionText);
  const strange = has.filter(symbol => !needs.includes(symbol));
  const unused = needs.filter(symbol => !has.includes(symbol));
  const clauses = [
    ...(strange.length > 0
      ? [`reads ${strange.join(', ')}, which it should not`]
      : []),
    ...(unused.length > 0 ? [`does not use ${unused.join(', ')}`] : [])
  ];
  return clauses.length > 0
    ? `Your ${channel}_t ${clauses.join(', and ')}.`
    : undefined;
}

/** Which channels are wrong only because they read a wrong one. */
function followers(
  found: ReadonlyMap<string, Difference | null>,
  diagnoses: readonly Diagnosis[],
  first: Difference,
  reference: Cell
): string[] {
  const innocent = [...found.values()].flatMap(difference =>
    difference &&
    !diagnoses.some(({ channel }) => channel === difference.channel)
      ? [difference]
      : []
  );
  const sameStep = innocent.filter(({ step }) => step === first.step);
  const later = innocent.filter(({ step }) => step > first.step);
  const list = (items: readonly Difference[]) =>
    items.map(({ channel }) => channel).join(', ');
  const sentences: string[] = [];
  if (sameStep.length > 0) {
    sentences.push(
      `${list(sameStep)} ${sameStep.length === 1 ? 'follows' : 'follow'} from it.`
    );
  }
  if (later.length > 0) {
    const readers = later.map(({ channel }) => channel);
    const states = new Set(
      reference.equations
        .filter(({ channel }) => readers.includes(channel))
        .flatMap(({ expression }) => symbolsIn(expression))
        .filter(symbol => symbol.lag === -1)
        .map(({ name }) => name)
    );
    sentences.push(
      `${list(later)} ${later.length === 1 ? 'goes' : 'go'} wrong from step ${Math.min(...later.map(({ step }) => step))} on, because ${later.length === 1 ? 'it reads' : 'they read'} ${[...states].join(' and ')} of the step before.`
    );
  }
  return sentences;
}

function firstOf(found: ReadonlyMap<string, Difference | null>): Difference {
  const all = [...found.values()].filter(difference => difference !== null);
  return all.reduce((best, difference) =>
    difference.step < best.step ? difference : best
  );
}

function wordsOf(reference: Cell): Words {
  return {
    states: reference.stateNames,
    names: Object.fromEntries(
      Object.keys(reference.channels).map(name => {
        const role = roleOf(reference, name);
        const label = channelLabel(reference, name, role);
        return [
          name,
          role === 'gate' && label !== 'gate' ? `${label} gate` : label
        ];
      })
    )
  };
}

function roleOf(reference: Cell, channel: string) {
  return channelRole(reference, channel, equationOf(reference, channel));
}

function equationOf(reference: Cell, channel: string): Equation | undefined {
  return reference.equations.find(equation => equation.channel === channel);
}

/** Every channel with its first difference; the numbers of the first wrong one, of its sequence. */
function channelsOf(
  { stepCase: { reference }, expected, got, found }: Result,
  first: Difference | null
): NonNullable<CheckReport['channels']> {
  return Object.keys(reference.channels).map(name => {
    const role = roleOf(reference, name);
    const sequence = first?.sequence ?? 0;
    const wanted = matrix(expected, name, sequence);
    const given = matrix(got, name, sequence);
    const range = channelRange(
      role,
      equationOf(reference, name),
      [...wanted.values, ...given.values].filter(Number.isFinite)
    );
    return {
      name,
      label: channelLabel(reference, name, role),
      role,
      range,
      firstDifference: found.get(name)?.step ?? null,
      ...(first?.channel === name ? { expected: wanted, got: given } : {})
    };
  });
}

/** `[T, H]` of one sequence of the batch. */
function matrix({ channels }: Trajectory, name: string, sequence: number) {
  const [, width] = channels[0][name].shape;
  return float64(
    channels.flatMap(step =>
      Array.from(
        step[name].values.subarray(sequence * width, (sequence + 1) * width)
      )
    ),
    [channels.length, width]
  );
}

/** The line of the answer on which a channel is computed, when the kernel told us its source. */
export function lineOf(
  channel: string,
  { reference }: StepCase
): { line?: number; text?: string } {
  const { answer } = checkContext();
  if (answer === undefined) {
    return {};
  }
  const { lines } = sourceLines(answer, Object.keys(reference.channels));
  if (!Object.hasOwn(lines, channel)) {
    return {};
  }
  const line = lines[channel];
  return { line, text: answer.split('\n')[line].trim() };
}
