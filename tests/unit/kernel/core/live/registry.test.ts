import '../../nodeMachine';
import { gru } from '../../../../../src/engine';
import { createRegistry } from '../../../../../src/kernel/core/live/registry';
import type { Trace } from '../../../../../src/trace';

/** 1.2 million numbers. */
const inputs = Array.from({ length: 50 }, (_, sequence) =>
  Array.from({ length: 600 }, (__, step) => [Math.sin(step + sequence)])
);

describe('a large batch', () => {
  it('has its spread once somebody asks for one unit over the sequences', () => {
    const registry = createRegistry();
    const run = gru({ inputSize: 1, units: 10, seed: 1 }).run(inputs);
    const shares = (options: Parameters<typeof registry.bundle>[1]) =>
      (registry.bundle(run, options) as Trace).batch?.shares;
    expect(shares({})).toBeUndefined();
    expect(shares({ overSequences: true })).toEqual([0.1, 0.9]);
    // The sequences that the reader then goes to have it, too.
    expect(shares({ sequence: 3 })).toEqual([0.1, 0.9]);
  });
});
