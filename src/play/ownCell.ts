/** The weights that an own cell's code names: W… `[I, H]`, U… `[H, H]`, b… `[H]`. */
export function weightsNamedIn(code: string): string[] {
  return [...new Set(code.match(/\b[WUb][a-z]?\b/g) ?? [])];
}

/** The names that a step of one's own may call. */
export const FUNCTIONS = [
  'add',
  'sub',
  'mul',
  'div',
  'matmul',
  'sigmoid',
  'tanh',
  'relu',
  'exp',
  'log',
  'neg',
  'softplus',
  'sqrt'
] as const;
