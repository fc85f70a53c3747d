import * as activations from '../../../../src/engine/tensor/activationFunctions';
import * as functions from '../../../../src/engine/tensor/functions';
import { concat } from '../../../../src/engine/tensor/joining';
import { tensor } from '../../../../src/engine/tensor/making';
import type { StudentStep } from '../../../../src/exercises/check/step';

/** The solution's lines, by channel; an answer with a slip replaces one or two of them. */
export const lstmLines = {
  f: 'sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf))',
  i: 'sigmoid(add(matmul(x, Wi), matmul(h, Ui), bi))',
  g: 'tanh(add(matmul(x, Wg), matmul(h, Ug), bg))',
  o: 'sigmoid(add(matmul(x, Wo), matmul(h, Uo), bo))',
  cNew: 'add(mul(f, c), mul(i, g))',
  hNew: 'mul(o, tanh(cNew))'
};

export const gruLines = {
  z: 'sigmoid(add(matmul(x, Wz), bz, matmul(h, Uz), bhz))',
  r: 'sigmoid(add(matmul(x, Wr), br, matmul(h, Ur), bhr))',
  n: 'tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(h, Un), bhn))))',
  hNew: 'add(mul(oneMinus(z), n), mul(z, h))'
};

export function lstmAnswer(
  changes: Partial<typeof lstmLines> = {},
  returns = '{ f, i, g, o, c: cNew, h: hNew }'
): StudentStep {
  return compiled(lstmSource(changes, returns));
}

export function gruAnswer(changes: Partial<typeof gruLines> = {}): StudentStep {
  const lines = Object.entries({ ...gruLines, ...changes });
  return compiled(
    `({ x, h }, { Wz, Uz, bz, bhz, Wr, Ur, br, bhr, Wn, Un, bn, bhn }) => {\n${body(lines)}\n  return { z, r, n, h: hNew };\n}`
  );
}

/** The answer's text as it stands in the notebook cell. */
export function lstmSource(
  changes: Partial<typeof lstmLines> = {},
  returns = '{ f, i, g, o, c: cNew, h: hNew }'
): string {
  const lines = Object.entries({ ...lstmLines, ...changes });
  return `({ x, h, c }, { Wf, Uf, bf, Wi, Ui, bi, Wg, Ug, bg, Wo, Uo, bo }) => {\n${body(lines)}\n  return ${returns};\n}`;
}

function body(lines: readonly (readonly [string, string])[]): string {
  return lines.map(([name, code]) => `  const ${name} = ${code};`).join('\n');
}

/** Runs code that the test itself wrote, with the student module's names in scope. */
export function compiled(code: string): StudentStep {
  const scope = { ...functions, ...activations, concat, tensor };
  const make = new Function(...Object.keys(scope), `return ${code};`);
  return make(...Object.values(scope)) as StudentStep;
}
