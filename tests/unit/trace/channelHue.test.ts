import fc from 'fast-check';
import { cell, add, mul, oneMinus, sigmoid, tanh } from '../../../src/engine';
import { tracePicture } from '../../../src/kernel/core/picture/tracePicture';
import { channelHue, letterHue, themes } from '../../../src/trace';
import type { ChannelRole } from '../../../src/trace';

const light = themes.light.colors;

describe('the color of a channel', () => {
  it('is in the palette, whatever a cell calls its channels', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constantFrom('f', 'keep', 'constructor', 'toString')
        ),
        fc.constantFrom<ChannelRole>(
          'gate',
          'candidate',
          'state',
          'gradient',
          'term',
          'value'
        ),
        fc.option(fc.constantFrom('h', 'memory'), { nil: undefined }),
        (name, role, of) => {
          expect(light[channelHue({ name, role, of })]).toMatch(/^#/);
          expect(light[letterHue(name)]).toMatch(/^#/);
        }
      )
    );
  });

  it('of a cell of one’s own follows from the role, live and saved', () => {
    const run = cell({
      name: 'Own',
      inputSize: 1,
      units: 2,
      seed: 1,
      state: ['memory'],
      parameters: ['Wa', 'ba', 'Wu', 'bu'],
      step({ x, memory }, { Wa, ba, Wu, bu }) {
        const a = sigmoid(add(x.matmul(Wa), ba));
        const u = tanh(add(x.matmul(Wu), bu));
        return { a, u, memory: add(mul(a, memory), mul(oneMinus(a), u)) };
      }
    }).run([[1], [0], [1]]);
    const trace = run.toBundle();
    const channels = trace.layers[0].channels.filter(({ name }) =>
      ['a', 'u', 'memory'].includes(name)
    );
    const inks = channels.map(channel => light[channelHue(channel)]);
    expect(new Set(inks).size).toBe(3);
    expect(inks).not.toContain(light.other);
    const picture = tracePicture(trace);
    inks.forEach(ink => expect(picture).toContain(ink));
  });
});
