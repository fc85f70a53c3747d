import { lstm, saturation } from '../../../../src/engine';

describe('saturation over padding', () => {
  // One unit whose input gate is σ(x): open at 5, neither at 0, shut at −5.
  const cell = lstm({ inputSize: 1, units: 1, seed: 1, unitForgetBias: false });
  cell.setWeights([[[1, 0, 0, 0]], [[0, 0, 0, 0]], [0, 0, 0, 0]]);
  const gateI = (run: Parameters<typeof saturation>[0]) =>
    saturation(run).find(({ gate }) => gate === 'i')!;

  it('is that of the same sequence without the padding', () => {
    const padded = cell.run([5, 0, 5, 5], { mask: [1, 1, 0, 0] });
    const cut = cell.run([5, 0], { mask: [1, 1] });
    expect(gateI(padded).open).toBe(0.5);
    expect(saturation(padded)).toEqual(saturation(cut));
  });

  it('weighs the real steps of each sequence of a batch', () => {
    const run = cell.run(
      [
        [[5], [0]],
        [[-5], [-5]]
      ],
      {
        mask: [
          [1, 1],
          [1, 0]
        ]
      }
    );
    expect(gateI(run).open).toBeCloseTo(1 / 3, 12);
    expect(gateI(run).shut).toBeCloseTo(1 / 3, 12);
  });

  it('leaves the padded steps of every unit out', () => {
    const two = lstm({ inputSize: 1, units: 2, seed: 3 });
    const padded = two.run([5, 0, -5, 9], { mask: [1, 1, 0, 0] });
    const cut = two.run([5, 0], { mask: [1, 1] });
    expect(saturation(padded)).toEqual(saturation(cut));
  });

  it('refuses bounds between which nothing lies', () => {
    expect(() => saturation(cell.run([5]), { low: 0.5, high: 0.5 })).toThrow(
      'expected 0 ≤ low < high ≤ 1, got low 0.5 and high 0.5'
    );
  });

  it('is no number where every step is padding', () => {
    const run = cell.run([5, 5], { mask: [0, 0] });
    expect(gateI(run).open).toBeNaN();
  });

  it("does not let padding into the mean that a clamp of 'mean' holds", () => {
    const run = cell.run([5, 0, -5], { mask: [1, 1, 0] });
    const held = run.clamp({ channel: 'i', value: 'mean' });
    const [first, second] = run.channel('i').values;
    expect(held.channel('i').values[0]).toBeCloseTo((first + second) / 2, 12);
  });
});
