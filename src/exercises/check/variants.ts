import type { Equation, Expression } from '../../trace';
import {
  call,
  complement,
  complementOf,
  isOperation,
  isUnaryCall,
  mapSymbols,
  operation,
  productOf,
  sameSymbol,
  sumOf,
  symbolsIn,
  type SymbolExpression
} from './expressions';
import type { Variant } from './fault';

/** What the slips of one equation are made from. */
export interface VariantContext {
  /** The equations of the cell in order of computation. */
  readonly equations: readonly Equation[];
  /** Names of the states. */
  readonly states: readonly string[];
}

/**
 * Every equation that one slip makes of the one asked for, the likeliest first. Nothing here knows
 * a cell: the slips are those of algebra, so a cell of one's own is diagnosed as ours are.
 */
export function* variants(
  equation: Equation,
  context: VariantContext
): Generator<Variant> {
  yield* wholeEquation(equation, context);
  yield* everywhere(equation.expression, part =>
    symbolSlips(part, equation, context)
  );
  yield* everywhere(equation.expression, sumSlips);
  yield* everywhere(equation.expression, productSlips);
  yield* everywhere(equation.expression, functionSlips);
  yield* everywhere(equation.expression, weightSlips);
}

/** Applies slips at each part of the tree, the whole first. */
function* everywhere(
  expression: Expression,
  slips: (part: Expression) => Iterable<Variant>
): Generator<Variant> {
  yield* slips(expression);
  if (expression.kind === 'symbol' || expression.kind === 'number') {
    return;
  }
  for (const [index, argument] of expression.args.entries()) {
    for (const variant of everywhere(argument, slips)) {
      yield {
        expression: {
          ...expression,
          args: expression.args.with(index, variant.expression)
        },
        fault: variant.fault
      };
    }
  }
}

/** Slips that touch all of an equation at once. */
function* wholeEquation(
  { channel, expression }: Equation,
  { equations, states }: VariantContext
): Generator<Variant> {
  const symbols = symbolsIn(expression);

  // The weights of another gate throughout: W_i, U_i, b_i for W_f, U_f, b_f.
  const hasWeights = symbols.some(({ role }) => role === 'parameter');
  for (const other of hasWeights ? equations : []) {
    const known = symbolsIn(other.expression).filter(
      symbol => symbol.role === 'parameter'
    );
    if (other.channel === channel || known.length < 2) {
      continue;
    }
    yield {
      expression: mapSymbols(expression, symbol =>
        symbol.role === 'parameter'
          ? known.find(({ name }) => name === symbol.name)
          : undefined
      ),
      fault: { kind: 'otherWeights', of: other.channel }
    };
  }

  for (const symbol of symbols) {
    if (symbol.role === 'channel' && containsComplement(expression, symbol)) {
      yield {
        expression: withComplementsSwapped(expression, symbol),
        fault: { kind: 'complementsSwapped', of: symbol }
      };
    }
  }

  for (const [index, a] of symbols.entries()) {
    for (const b of symbols.slice(index + 1)) {
      if (isValue(a) && isValue(b)) {
        yield {
          expression: mapSymbols(expression, symbol =>
            sameSymbol(symbol, a) ? b : sameSymbol(symbol, b) ? a : undefined
          ),
          fault: { kind: 'symbolsSwapped', a, b }
        };
      }
    }
  }

  for (const other of equations) {
    if (other.channel !== channel) {
      yield {
        expression: other.expression,
        fault: { kind: 'otherChannel', channel: other.channel }
      };
    }
  }

  if (states.includes(channel)) {
    yield {
      expression: { kind: 'symbol', name: channel, lag: -1, role: 'state' },
      fault: { kind: 'unchanged' }
    };
  }
}

/** A gate, candidate or state: what can stand in another's place. */
function isValue({ role }: SymbolExpression): boolean {
  return role === 'channel' || role === 'state';
}

function containsComplement(
  expression: Expression,
  symbol: SymbolExpression
): boolean {
  const inner = complementOf(expression);
  if (inner?.kind === 'symbol' && sameSymbol(inner, symbol)) {
    return true;
  }
  return (
    expression.kind !== 'symbol' &&
    expression.kind !== 'number' &&
    expression.args.some(argument => containsComplement(argument, symbol))
  );
}

function withComplementsSwapped(
  expression: Expression,
  symbol: SymbolExpression
): Expression {
  const inner = complementOf(expression);
  if (inner?.kind === 'symbol' && sameSymbol(inner, symbol)) {
    return inner;
  }
  if (expression.kind === 'symbol') {
    return sameSymbol(expression, symbol) ? complement(expression) : expression;
  }
  if (expression.kind === 'number') {
    return expression;
  }
  return {
    ...expression,
    args: expression.args.map(argument =>
      withComplementsSwapped(argument, symbol)
    )
  };
}

/** Another letter where one is asked for. */
function* symbolSlips(
  part: Expression,
  equation: Equation,
  { equations, states }: VariantContext
): Generator<Variant> {
  if (part.kind !== 'symbol') {
    return;
  }
  const own = equations.findIndex(
    ({ channel }) => channel === equation.channel
  );
  const before = equations.slice(0, own).map(({ channel }) => channel);
  const candidates: SymbolExpression[] = [];
  if (part.role === 'parameter') {
    for (const { expression } of equations) {
      candidates.push(
        ...symbolsIn(expression).filter(
          symbol => symbol.role === 'parameter' && symbol.name === part.name
        )
      );
    }
  } else if (part.role !== 'input') {
    candidates.push(
      ...states.map(
        name => ({ kind: 'symbol', name, lag: -1, role: 'state' }) as const
      ),
      ...before.map(
        name => ({ kind: 'symbol', name, role: 'channel' }) as const
      )
    );
  }
  const tried: SymbolExpression[] = [part];
  for (const got of candidates) {
    if (!tried.some(symbol => sameSymbol(symbol, got))) {
      tried.push(got);
      yield {
        expression: got,
        fault: { kind: 'otherSymbol', expected: part, got }
      };
      if (got.role === 'channel') {
        yield {
          expression: complement(got),
          fault: { kind: 'complementOfOther', expected: part, got }
        };
      }
    }
  }
}

/** a + b: one left out, subtracted, twice, multiplied, or scaled by the other's factor. */
function* sumSlips(part: Expression): Generator<Variant> {
  if (!isOperation(part, 'add')) {
    return;
  }
  const { args } = part;
  for (const [index, summand] of args.entries()) {
    const others = args.toSpliced(index, 1);
    if (isOperation(summand, 'multiply')) {
      for (const [at, factor] of summand.args.entries()) {
        const rest = productOf(summand.args.toSpliced(at, 1));
        yield {
          expression: productOf([factor, sumOf([rest, ...others])]),
          fault: { kind: 'scaledToo', factor, scaled: sumOf(others) }
        };
      }
    }
    yield {
      expression: sumOf(others),
      fault: { kind: 'summandMissing', summand }
    };
    yield {
      expression: operation('subtract', sumOf(others), summand),
      fault: { kind: 'summandSubtracted', summand }
    };
    yield {
      expression: sumOf([...args, summand]),
      fault: { kind: 'summandTwice', summand }
    };
  }
  yield {
    expression: productOf(args),
    fault: { kind: 'multiplied', summands: args }
  };
}

/** a ⊙ b: one left out, complemented, or added. */
function* productSlips(part: Expression): Generator<Variant> {
  const inner = complementOf(part);
  if (inner) {
    yield {
      expression: inner,
      fault: { kind: 'complementMissing', of: inner }
    };
  }
  if (!isOperation(part, 'multiply')) {
    return;
  }
  const { args } = part;
  for (const [index, factor] of args.entries()) {
    const others = args.toSpliced(index, 1);
    yield {
      expression: productOf(others),
      fault: { kind: 'factorMissing', factor, product: part }
    };
    if (factor.kind === 'symbol' && factor.role === 'channel') {
      yield {
        expression: productOf(args.with(index, complement(factor))),
        fault: { kind: 'complemented', of: factor }
      };
    }
    if (isUnaryCall(factor)) {
      yield {
        expression: call(
          factor.name,
          productOf(args.with(index, factor.args[0]))
        ),
        fault: {
          kind: 'functionOfProduct',
          name: factor.name,
          argument: factor.args[0],
          factor: productOf(others)
        }
      };
    }
    // r ⊙ (U h + b): the bias outside, or the gate inside the product.
    const sum = isOperation(factor, 'add') ? factor.args : [factor];
    const product = sum.findIndex(one => isOperation(one, 'matmul'));
    const recurrent = sum[product];
    if (recurrent !== undefined && isOperation(recurrent, 'matmul')) {
      const [weight, state] = recurrent.args;
      const gate = productOf(others);
      yield {
        expression: sumOf(
          sum.with(
            product,
            operation('matmul', weight, productOf([gate, state]))
          )
        ),
        fault: { kind: 'gateBeforeProduct', gate, weight }
      };
      for (const [at, summand] of sum.entries()) {
        if (at !== product) {
          yield {
            expression: sumOf([
              productOf([gate, sumOf(sum.toSpliced(at, 1))]),
              summand
            ]),
            fault: { kind: 'outsideGate', gate, summand }
          };
        }
      }
    }
  }
  yield { expression: sumOf(args), fault: { kind: 'added', factors: args } };
}

const activations = ['sigmoid', 'tanh', 'relu', 'hardSigmoid', 'softplus'];

/** σ(a): another function, none, twice, or of each summand. */
function* functionSlips(part: Expression): Generator<Variant> {
  if (!isUnaryCall(part)) {
    return;
  }
  const { name } = part;
  const [argument] = part.args;
  for (const got of activations) {
    if (got !== name) {
      yield {
        expression: call(got, argument),
        fault: { kind: 'otherFunction', expected: name, got }
      };
    }
  }
  yield {
    expression: argument,
    fault: { kind: 'functionMissing', name, argument }
  };
  yield {
    expression: call(name, part),
    fault: { kind: 'functionTwice', name }
  };
  if (isOperation(argument, 'add')) {
    yield {
      expression: sumOf(argument.args.map(summand => call(name, summand))),
      fault: { kind: 'functionOfEach', name }
    };
  }
}

/** U h: turned, or the gate on the other side of the product. */
function* weightSlips(part: Expression): Generator<Variant> {
  if (!isOperation(part, 'matmul')) {
    return;
  }
  const [weight, state] = part.args;
  yield {
    expression: operation('matmul', call('transpose', weight), state),
    fault: { kind: 'transposed', weight }
  };
  if (isOperation(state, 'multiply')) {
    for (const [index, gate] of state.args.entries()) {
      const rest = productOf(state.args.toSpliced(index, 1));
      yield {
        expression: productOf([gate, operation('matmul', weight, rest)]),
        fault: { kind: 'gateAfterProduct', gate, weight }
      };
    }
  }
}
