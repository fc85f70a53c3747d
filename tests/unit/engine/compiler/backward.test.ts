import {
  cell,
  gru,
  lstm,
  matmul,
  minGru,
  mul,
  neg,
  sub
} from '../../../../src/engine';

describe("a cell's way back", () => {
  it('is written in the letters of a minGRU', () => {
    expect(minGru({ inputSize: 1, units: 2 }).backwardEquations).toEqual([
      'dL/dh = later(dL/dh)',
      'dL/dn = dL/dh ⊙ z',
      'dL/dz = dL/dh ⊙ n − dL/dh ⊙ h[t−1]',
      'dL/dx = W_nᵀ dL/dn + W_zᵀ (dL/dz ⊙ z ⊙ (1 − z))',
      'dL/dh[t−1] = dL/dh ⊙ (1 − z)',
      'dL/dW_z = Σ_t x ⊗ (dL/dz ⊙ z ⊙ (1 − z))',
      'dL/db_z = Σ_t (dL/dz ⊙ z ⊙ (1 − z))',
      'dL/dW_n = Σ_t x ⊗ dL/dn',
      'dL/db_n = Σ_t dL/dn'
    ]);
  });

  it('is written for an LSTM', () => {
    const { backwardEquations } = lstm({ inputSize: 1, units: 2 });
    expect(backwardEquations.slice(0, 6)).toEqual([
      'dL/dh = later(dL/dh)',
      'dL/dc = later(dL/dc) + dL/dh ⊙ o ⊙ (1 − tanh(c) ⊙ tanh(c))',
      'dL/do = dL/dh ⊙ tanh(c)',
      'dL/dg = dL/dc ⊙ i',
      'dL/di = dL/dc ⊙ g',
      'dL/df = dL/dc ⊙ c[t−1]'
    ]);
    expect(backwardEquations).toContain('dL/dc[t−1] = dL/dc ⊙ f');
    expect(backwardEquations).toContain(
      'dL/dU_f = Σ_t h[t−1] ⊗ (dL/df ⊙ f ⊙ (1 − f))'
    );
  });

  it('is written for a GRU', () => {
    const { backwardEquations } = gru({ inputSize: 1, units: 2 });
    expect(backwardEquations.slice(0, 4)).toEqual([
      'dL/dh = later(dL/dh)',
      'dL/dn = dL/dh ⊙ (1 − z)',
      'dL/dr = dL/dn ⊙ (1 − n ⊙ n) ⊙ (U_n h[t−1] + b_hn)',
      'dL/dz = dL/dh ⊙ h[t−1] − dL/dh ⊙ n'
    ]);
  });

  it('has no sign of a sign', () => {
    const own = cell({
      name: 'own',
      inputSize: 1,
      units: 2,
      state: ['h'],
      parameters: ['W', 'b'],
      step: ({ x, h }, { W, b }) => ({ h: sub(matmul(x, W), neg(mul(h, b))) })
    });
    expect(own.backwardEquations).toContain('dL/dh[t−1] = dL/dh ⊙ b');
  });

  it('is refused in a sentence where the step cannot be followed', () => {
    const own = cell({
      name: 'own',
      inputSize: 1,
      units: 2,
      state: ['h'],
      parameters: ['b'],
      step: ({ h }) => ({ h: mul(h, h.values[0]) })
    });
    expect(() => own.backwardEquations).toThrow(
      "own.backwardEquations: the step of own reads the numbers of 'h' while it is followed, so what it does may depend on them"
    );
  });
});
