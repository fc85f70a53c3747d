import { StepRefusal } from '../compiler/refusal';
import type { AxisAttributes } from '../tensor/operations/reduce';
import type { SliceAttributes } from '../tensor/operations/layout';
import type { Tensor } from '../tensor/tensor';
import type { Framework } from './frameworks';
import { calledOn, listText } from './frameworks';
import { pythonNumber } from './names';

/** A piece of Python, and how strongly its outermost sign binds. */
export interface Expression {
  readonly text: string;
  readonly binds: number;
}

/** How strongly Python's signs bind. */
const SUM = 1;
const PRODUCT = 2;
const NEGATIVE = 3;
const POWER = 4;
const ATOM = 5;

/** A table of more numbers belongs among the parameters. */
const MOST_NUMBERS = 64;

export const atom = (text: string): Expression => ({ text, binds: ATOM });

/** Whether it stands in the step with its numbers: neither is it given nor does it depend on what is. */
export const isConstant = ({ tracer }: Tensor): boolean => tracer === null;

/** A constant of the step: a number, or a table of them. */
function constant(value: Tensor, framework: Framework): Expression {
  if (value.rank === 0) {
    const text = pythonNumber(value.values[0]);
    return { text, binds: text.startsWith('-') ? NEGATIVE : ATOM };
  }
  if (value.size > MOST_NUMBERS) {
    throw new StepRefusal(
      `a table of ${value.size} numbers stands in the step; make it a parameter`
    );
  }
  return atom(framework.constant(listText(value, pythonNumber)));
}

/**
 * What a step computes by one operation, or a constant, in Python.
 *
 * @param write how what it is computed from is written
 * @param batch the extent that stands for any number of sequences
 * @throws StepRefusal on an operation that has no counterpart, by its name
 */
export function expression(
  tensor: Tensor,
  write: (input: Tensor) => Expression,
  framework: Framework,
  batch: number
): Expression {
  if (isConstant(tensor)) {
    return constant(tensor, framework);
  }
  const { attributes, inputs: read } = tensor.node!;
  const operation = tensor.node!.operation.name;
  const inputs = read.map(write);
  const [first] = inputs;
  const { module } = framework;
  const texts = inputs.map(({ text }) => text);
  const [x] = texts;
  const called = (name: string, ...rest: readonly string[]) =>
    atom(`${name}(${[x, ...rest].join(', ')})`);
  const signed = signs(operation, inputs, attributes);
  if (signed !== null) {
    return signed;
  }
  if (operation in framework.functions) {
    return atom(calledOn(framework, operation, x));
  }
  switch (operation) {
    case 'maximum':
    case 'minimum':
      return atom(
        `${module}.${operation}(${inputs
          .map((input, at) => asValue(read[at], input, framework))
          .join(', ')})`
      );
    case 'select':
      return atom(
        `${module}.where(${texts[0]} != 0, ${texts[1]}, ${texts[2]})`
      );
    case 'clip': {
      const { minimum, maximum } = attributes as Readonly<
        Record<'minimum' | 'maximum', number>
      >;
      return called(
        framework.clip,
        pythonNumber(minimum),
        pythonNumber(maximum)
      );
    }
    case 'stop':
      return framework.stop.startsWith('.')
        ? atom(bound(first, ATOM) + framework.stop)
        : called(framework.stop);
    case 'leakyRelu':
      return called(framework.leakyRelu, pythonNumber(attributes as number));
    case 'softmax':
    case 'logSoftmax':
      return called(
        framework[operation],
        `${framework.axis}=${attributes as number}`
      );
    case 'sum':
    case 'mean':
    case 'max':
    case 'min':
      return called(
        operation === 'max' || operation === 'min'
          ? framework[operation]
          : `${module}.${operation}`,
        ...axisArguments(attributes as AxisAttributes, framework)
      );
    case 'reshape':
      return called(
        `${module}.reshape`,
        tuple(shapeOf(attributes as readonly number[], batch))
      );
    case 'transpose':
      return called(
        framework.transpose,
        tuple((attributes as readonly number[]).map(String))
      );
    case 'slice': {
      const { axis, start, end } = attributes as SliceAttributes;
      const places = Array.from({ length: axis + 1 }, (_, at) =>
        at < axis ? ':' : `${start}:${end}`
      );
      return atom(`${bound(first, ATOM)}[${places.join(', ')}]`);
    }
    case 'concat':
      return atom(
        `${framework.concat}([${texts.join(', ')}], ${attributes as number})`
      );
    case 'stack':
      return atom(
        `${module}.stack([${texts.join(', ')}], ${attributes as number})`
      );
  }
  throw new StepRefusal(`its step has '${operation}', which is not written`);
}

/** What Python has signs for. */
function signs(
  operation: string,
  inputs: readonly Expression[],
  attributes: unknown
): Expression | null {
  const joined = (sign: string, binds: number): Expression => ({
    text: inputs
      .map((input, at) =>
        bound(input, at === 0 || isFree(sign) ? binds : binds + 1)
      )
      .join(` ${sign} `),
    binds
  });
  // (a + b) + c is a + (b + c) but for its last digit; a × (b @ c) is not.
  const isFree = (sign: string) => sign === '+';
  const [x] = inputs;
  switch (operation) {
    case 'add':
      return joined('+', SUM);
    case 'subtract':
      return joined('-', SUM);
    case 'multiply':
      return joined('*', PRODUCT);
    case 'divide':
      return joined('/', PRODUCT);
    case 'matmul':
      return joined('@', PRODUCT);
    case 'negate':
      return { text: `-${bound(x, NEGATIVE)}`, binds: NEGATIVE };
    case 'oneMinus':
      return { text: `1 - ${bound(x, PRODUCT)}`, binds: SUM };
    case 'square':
      return { text: `${bound(x, ATOM)} ** 2`, binds: POWER };
    case 'power':
      return {
        text: `${bound(x, ATOM)} ** ${pythonNumber(attributes as number)}`,
        binds: POWER
      };
  }
  return null;
}

const bound = ({ text, binds }: Expression, least: number) =>
  binds < least ? `(${text})` : text;

/** A number of its own where the framework takes none. */
function asValue(
  of: Tensor,
  { text }: Expression,
  framework: Framework
): string {
  return isConstant(of) && of.rank === 0 ? framework.constant(text) : text;
}

function axisArguments(
  { axis, keep }: AxisAttributes,
  framework: Framework
): string[] {
  return [
    ...(axis === null ? [] : [`${framework.axis}=${axis}`]),
    ...(keep ? [framework.keep] : [])
  ];
}

/** Extents with −1 for the sequences. */
function shapeOf(shape: readonly number[], batch: number): string[] {
  if (shape.filter(extent => extent === batch).length > 1) {
    throw new StepRefusal('its step mixes the sequences of a batch');
  }
  return shape.map(extent => (extent === batch ? '-1' : String(extent)));
}

const tuple = (texts: readonly string[]) =>
  `(${texts.join(', ')}${texts.length === 1 ? ',' : ''})`;
