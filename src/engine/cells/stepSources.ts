// Written by scripts/generate-step-sources.mjs from the step functions beside it.
/** The text of each built-in step, as it is shown beside its picture. */
export const stepSources = {
  rnn: 'step({ x, h }, { W, U, b }) {\n  return { h: tanh(add(matmul(x, W), matmul(h, U), b)) };\n}',
  lstm: 'step({ x, h: hBefore, c: cBefore }, { Wf, Uf, bf, Wi, Ui, bi, Wg, Ug,\n    bg, Wo, Uo, bo }) {\n  const f = sigmoid(add(matmul(x, Wf), matmul(hBefore, Uf), bf));\n  const i = sigmoid(add(matmul(x, Wi), matmul(hBefore, Ui), bi));\n  const g = tanh(add(matmul(x, Wg), matmul(hBefore, Ug), bg));\n  const o = sigmoid(add(matmul(x, Wo), matmul(hBefore, Uo), bo));\n  const c = add(mul(f, cBefore), mul(i, g));\n  const h = mul(o, tanh(c));\n  return { f, i, g, o, c, h };\n}',
  gru: 'step({ x, h: hBefore }, { Wz, Uz, bz, bhz, Wr, Ur, br, bhr, Wn, Un,\n    bn, bhn }) {\n  const z = sigmoid(add(matmul(x, Wz), bz, matmul(hBefore, Uz), bhz));\n  const r = sigmoid(add(matmul(x, Wr), br, matmul(hBefore, Ur), bhr));\n  const n = tanh(add(matmul(x, Wn), bn, mul(r, add(matmul(hBefore, Un), bhn))));\n  const h = add(mul(oneMinus(z), n), mul(z, hBefore));\n  return { z, r, n, h };\n}',
  resetBeforeGru:
    'step({ x, h: hBefore }, { Wz, Uz, bz, Wr, Ur, br, Wn, Un, bn }) {\n  const z = sigmoid(add(matmul(x, Wz), matmul(hBefore, Uz), bz));\n  const r = sigmoid(add(matmul(x, Wr), matmul(hBefore, Ur), br));\n  const n = tanh(add(matmul(x, Wn), matmul(mul(r, hBefore), Un), bn));\n  const h = add(mul(oneMinus(z), n), mul(z, hBefore));\n  return { z, r, n, h };\n}'
} as const;
