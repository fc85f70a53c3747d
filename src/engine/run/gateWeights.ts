import type { Expression, GateParameter } from '../../trace';
import { expressionText } from '../../trace';
import type { Named } from '../recurrence/definition';
import { parameterSymbol } from '../recurrence/equations';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';

/** One parameter of a cell's equations with its numbers. */
export interface GateWeight extends Pick<
  GateParameter,
  'name' | 'part' | 'of'
> {
  readonly weights: Tensor;
  /** dL/dw; absent when nothing was differentiated. */
  readonly gradient?: Tensor;
}

type Symbol = Extract<Expression, { kind: 'symbol' }>;

/**
 * The weights of a cell in the order in which its equations name them; those that no equation names
 * (the bias of a cell without one) are left out.
 *
 * @param parameters by the names in the step: `Wf`, `Uf`, `bf`
 * @param gradients by the same names; empty when nothing was differentiated
 */
export function gateWeights(
  { equations }: Pick<RecurrentCell, 'equations'>,
  parameters: Named,
  gradients: Named
): GateWeight[] {
  const names = new Map(
    Object.keys(parameters).map(name => [textOf(parameterSymbol(name)), name])
  );
  const found = new Map<string, GateWeight>();
  for (const { channel, expression } of equations) {
    for (const { symbol, beside } of parametersIn(expression)) {
      const text = textOf(symbol);
      const name = names.get(text);
      if (name !== undefined && !found.has(text)) {
        const weights = parameters[name];
        found.set(text, {
          name: text,
          part: partOf(weights, beside),
          of: channel,
          weights,
          ...(Object.hasOwn(gradients, name) && { gradient: gradients[name] })
        });
      }
    }
  }
  return [...found.values()];
}

function textOf({ name, subscript }: Pick<Symbol, 'name' | 'subscript'>) {
  return expressionText({ kind: 'symbol', name, subscript, role: 'parameter' });
}

/** The parameters of an expression, each with what it multiplies. */
function parametersIn(
  expression: Expression,
  beside: readonly Expression[] = []
): { symbol: Symbol; beside: readonly Expression[] }[] {
  if (expression.kind === 'symbol') {
    return expression.role === 'parameter'
      ? [{ symbol: expression, beside }]
      : [];
  }
  if (expression.kind === 'number') {
    return [];
  }
  const { args } = expression;
  const multiplies = expression.name === 'matmul';
  return args.flatMap((argument, at) =>
    parametersIn(
      argument,
      multiplies ? args.filter((_, other) => other !== at) : beside
    )
  );
}

function partOf(
  { rank }: Tensor,
  beside: readonly Expression[]
): GateParameter['part'] {
  if (beside.length === 0) {
    return rank <= 1 ? 'bias' : 'other';
  }
  const roles = new Set(beside.flatMap(rolesIn));
  return roles.has('state')
    ? 'recurrent'
    : roles.has('input')
      ? 'kernel'
      : 'other';
}

function rolesIn(expression: Expression): Symbol['role'][] {
  return expression.kind === 'symbol'
    ? [expression.role]
    : expression.kind === 'number'
      ? []
      : expression.args.flatMap(rolesIn);
}
