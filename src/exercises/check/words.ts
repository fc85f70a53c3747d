import { expressionText, type Expression } from '../../trace';
import type { Fault } from './fault';
import { isOperation, type SymbolExpression } from './expressions';

/** How the sentences of a report name things. */
export interface Words {
  /** Role and name of each channel: `forget gate`, `cell state`. */
  readonly names: Readonly<Record<string, string>>;
  readonly states: readonly string[];
}

/** What a fault is, and why it matters: two sentences at most. */
export interface FaultText {
  readonly message: string;
  readonly reason?: string;
}

const text = expressionText;

/** `σ`, `tanh` */
function functionText(name: string): string {
  return name === 'sigmoid' ? 'σ' : name;
}

/** A fault of one channel in the words of the lessons. */
export function faultText(
  fault: Fault,
  channel: string,
  words: Words
): FaultText {
  const your = `Your ${channel}_t`;
  switch (fault.kind) {
    case 'functionMissing':
      return {
        message: `${your} leaves out ${functionText(fault.name)} around ${text(fault.argument)}.`,
        reason: boundsReason(fault.name, channel, words)
      };
    case 'otherFunction':
      return {
        message: `${your} uses ${functionText(fault.got)} where ${functionText(fault.expected)} is asked for.`,
        reason: boundsReason(fault.expected, channel, words)
      };
    case 'functionTwice':
      return {
        message: `${your} applies ${functionText(fault.name)} twice; once is asked for.`
      };
    case 'functionOfEach':
      return {
        message: `${your} applies ${functionText(fault.name)} to each summand; it is asked for once, around the whole sum.`
      };
    case 'functionOfProduct':
      return {
        message: `${your} applies ${functionText(fault.name)} to the whole product; asked for is ${functionText(fault.name)} of ${text(fault.argument)} alone, then times ${text(fault.factor)}.`
      };
    case 'summandMissing':
      return {
        message: `${your} leaves out ${summandName(fault.summand)}.`,
        reason: missingReason(fault.summand, channel, words)
      };
    case 'summandSubtracted':
      return {
        message: `${your} subtracts ${text(fault.summand)}; it should be added.`
      };
    case 'summandTwice':
      return {
        message: `${your} adds ${text(fault.summand)} twice; once is asked for.`
      };
    case 'multiplied':
      return {
        message: `${your} multiplies ${fault.summands.map(text).join(' and ')}; they should be added.`
      };
    case 'scaledToo':
      return scaledTooText(fault.factor, fault.scaled, your);
    case 'factorMissing':
      return {
        message: `${your} leaves out the factor ${text(fault.factor)} of ${text(fault.product)}.`,
        reason: factorReason(fault.factor, words)
      };
    case 'added':
      return {
        message: `${your} adds ${fault.factors.map(text).join(' and ')}; they should be multiplied, element by element.`
      };
    case 'complemented':
      return {
        message: `${your} uses 1 − ${text(fault.of)} where ${text(fault.of)} is asked for.`
      };
    case 'complementMissing':
      return {
        message: `${your} uses ${text(fault.of)} where 1 − ${text(fault.of)} is asked for.`
      };
    case 'complementsSwapped':
      return {
        message: `In your ${channel}_t, ${text(fault.of)} and 1 − ${text(fault.of)} have changed places.`
      };
    case 'transposed':
      return {
        message: `${your} uses ${text(fault.weight)} turned: rows for columns.`
      };
    case 'gateAfterProduct':
      return {
        message: `${your} multiplies by ${text(fault.gate)} after the product with ${text(fault.weight)}; the equation does so before it.`,
        reason: `${text(fault.weight)} mixes the units, so what ${text(fault.gate)} closes before is not what it closes after.`
      };
    case 'gateBeforeProduct':
      return {
        message: `${your} multiplies by ${text(fault.gate)} before the product with ${text(fault.weight)}; the equation does so after it.`,
        reason: `${text(fault.weight)} mixes the units, so what ${text(fault.gate)} closes before is not what it closes after.`
      };
    case 'outsideGate':
      return {
        message: `${your} adds ${text(fault.summand)} outside the brackets; ${text(fault.gate)} multiplies it too.`
      };
    case 'otherSymbol':
      return otherSymbolText(fault.expected, fault.got, your, words);
    case 'symbolsSwapped':
      return {
        message: `In your ${channel}_t, ${text(fault.a)} and ${text(fault.b)} have changed places.`
      };
    case 'complementOfOther':
      return {
        message: `${your} uses 1 − ${text(fault.got)} where ${text(fault.expected)} is asked for.`
      };
    case 'otherWeights':
      return {
        message: `${your} is computed with the weights of ${fault.of}.`,
        reason: 'Each gate has weights of its own.'
      };
    case 'otherChannel':
      return {
        message: `${your} holds what ${fault.channel}_t should hold.`,
        reason: 'Compare the names that the step returns with what they mean.'
      };
    case 'unchanged':
      return {
        message: `${your} is ${channel}[t−1]: the step hands the state on as it was.`
      };
    case 'scaled':
      return {
        message: `${your} is ${factorText(fault.by)} times what is asked for, everywhere.`
      };
    case 'both': {
      const first = faultText(fault.first, channel, words);
      const second = faultText(fault.second, channel, words);
      return {
        message: `${first.message} ${second.message.replace(/^Your/, 'And your')}`,
        reason: first.reason ?? second.reason
      };
    }
  }
}

/** Up to so many figures, without a tail of zeros. */
function numberText(value: number, figures = 4): string {
  return String(Number(value.toPrecision(figures))).replace('-', '−');
}

/** With as many figures as it takes to see that it is not 1. */
function factorText(factor: number): string {
  const text = numberText(factor);
  return text === '1'
    ? numberText(1 + Number((factor - 1).toPrecision(2)), 12)
    : text;
}

function scaledTooText(
  factor: Expression,
  scaled: Expression,
  your: string
): FaultText {
  const isForget = factor.kind === 'symbol' && factor.name === 'f';
  const doing = isForget ? 'forgetting' : `multiplying by ${text(factor)}`;
  return {
    message: `${your} adds ${text(scaled)} before ${doing}, so ${text(scaled)} is scaled by ${text(factor)} too.`
  };
}

function summandName(summand: Expression): string {
  return summand.kind === 'symbol' && summand.name.startsWith('b')
    ? `the bias ${text(summand)}`
    : text(summand);
}

function missingReason(
  summand: Expression,
  channel: string,
  words: Words
): string | undefined {
  if (!isOperation(summand, 'matmul')) {
    return undefined;
  }
  const [, seen] = summand.args;
  if (seen.kind !== 'symbol') {
    return undefined;
  }
  const name = words.names[channel] ?? channel;
  if (seen.name === channel) {
    return 'Without it nothing of the steps before comes in.';
  }
  return seen.role === 'input'
    ? `Without it the ${name} does not see the input.`
    : `Without it the ${name} does not see the ${words.names[seen.name] ?? seen.name} of the step before.`;
}

function boundsReason(
  name: string,
  channel: string,
  words: Words
): string | undefined {
  if (name === 'sigmoid') {
    return 'A gate is a σ: a share between 0 and 1.';
  }
  if (name === 'tanh') {
    return words.states.includes(channel)
      ? `tanh keeps what the ${words.names[channel] ?? channel} shows between −1 and 1.`
      : 'tanh gives values between −1 and 1: the state can be moved up and down.';
  }
  return undefined;
}

function factorReason(factor: Expression, words: Words): string | undefined {
  if (factor.kind !== 'symbol' || factor.role !== 'channel') {
    return undefined;
  }
  switch (words.names[factor.name]) {
    case 'forget gate':
      return 'Without it the old memory is kept whole at every step.';
    case 'input gate':
      return 'Without it every candidate is written whole.';
    case 'output gate':
      return 'Without it the whole memory is shown at every step.';
    case 'reset gate':
      return 'Without it the candidate always sees the whole state.';
    default:
      return undefined;
  }
}

function otherSymbolText(
  expected: SymbolExpression,
  got: SymbolExpression,
  your: string,
  words: Words
): FaultText {
  const message = `${your} reads ${text(got)} where ${text(expected)} is asked for.`;
  if (got.name === expected.name && got.lag !== expected.lag) {
    return {
      message,
      reason:
        got.lag === -1
          ? 'That is the value of the step before; the new one is asked for.'
          : 'That is the new value; the one of the step before is asked for.'
    };
  }
  const areStates = [got, expected].every(symbol =>
    words.states.includes(symbol.name)
  );
  if (
    areStates &&
    words.names.c === 'cell state' &&
    words.names.h === 'hidden state'
  ) {
    return {
      message,
      reason:
        'c is the memory inside the cell; h is the part of it that the cell shows.'
    };
  }
  return { message };
}
