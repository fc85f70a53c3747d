import * as fc from 'fast-check';
import { layers, lstm, sequential, zeros } from '../../../../../src/engine';
import { createScope } from '../../../../../src/kernel/core/cells/scope';
import { viewCode } from '../../../../../src/kernel/core/live/viewCode';

/** Runs the lines as a notebook cell would, and gives what `show` was called with. */
function shown(code: string, names: Readonly<Record<string, unknown>>) {
  const [first, ...rest] = code.split('\n');
  expect(first).toMatch(
    /^import \{ show(, weightsByGate)? \} from 'gatescope';$/
  );
  const calls: unknown[][] = [];
  const library = {
    show: (...given: unknown[]) => calls.push(given),
    weightsByGate: (of: unknown) => ({ weightsOf: of })
  };
  const known = { ...library, ...names };
  // What a reader copies is run, so that a line that only looks right is found.
  new Function(...Object.keys(known), rest.join('\n').replaceAll('!', ''))(
    ...Object.values(known)
  );
  expect(calls).toHaveLength(1);
  return calls[0];
}

describe('the code of a view', () => {
  const run = lstm({ inputSize: 1, units: 2, seed: 1 }).run(zeros([4, 3, 1]));
  const scope = createScope();
  scope.bind('weather', run);

  it('shows the run again by its name, with what the view shows', () => {
    const number = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map(value => value + 0 || 0);
    const name = fc.constantFrom('f', 'dL/dh', 'a "b"', "o'", '\\n');
    const maybe = <T>(some: fc.Arbitrary<T>) =>
      fc.option(some, { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({
          view: maybe(
            fc.constantFrom(
              'gates' as const,
              'cell' as const,
              'unrolled' as const,
              'river' as const,
              'whatIf' as const,
              'gradients' as const,
              'influence' as const
            )
          ),
          layer: maybe(
            fc.constantFrom('lstm', 'bidirectional/forward', 'a "b"')
          ),
          sort: maybe(
            fc.constantFrom(
              'index' as const,
              'similarity' as const,
              'peak' as const,
              'value' as const
            )
          ),
          lines: maybe(fc.boolean()),
          overSequences: maybe(fc.boolean()),
          ownScales: maybe(fc.boolean()),
          gradients: maybe(fc.boolean()),
          quantity: maybe(
            fc.constantFrom(
              'hidden' as const,
              'cellState' as const,
              'product' as const,
              'wholeLoss' as const
            )
          ),
          sortAt: maybe(fc.record({ channel: name, step: fc.nat(9) })),
          pattern: maybe(
            fc.record({
              channel: name,
              steps: fc.tuple(fc.nat(9), fc.nat(9)),
              threshold: number
            })
          ),
          window: maybe(fc.tuple(fc.nat(9), fc.nat(99))),
          feature: maybe(fc.nat(3)),
          output: maybe(fc.nat(3)),
          answer: maybe(fc.nat(9)),
          threshold: maybe(number),
          clamps: maybe(
            fc.array(
              fc.record({
                layer: name,
                channel: name,
                value: fc.oneof(number, fc.constant('mean' as const)),
                units: fc.array(fc.nat(9))
              })
            )
          ),
          edits: maybe(
            fc.array(
              fc.record({ step: fc.nat(9), feature: fc.nat(3), value: number })
            )
          ),
          title: maybe(fc.string({ unit: 'binary' })),
          howToRead: maybe(name),
          step: maybe(fc.nat(2)),
          unit: maybe(fc.nat(1)),
          sequence: maybe(fc.nat(3))
        }),
        asked => {
          const given = JSON.parse(JSON.stringify(asked)) as object;
          expect(shown(viewCode(scope, run, asked), { weather: run })).toEqual([
            run,
            ...(Object.keys(given).length > 0 ? [given] : [])
          ]);
        }
      )
    );
  });

  it('makes the weights of a run anew, which have a bundle of their own', () => {
    expect(
      shown(viewCode(scope, run, { view: 'weights' }), { weather: run })
    ).toEqual([{ weightsOf: run }]);
    expect(
      shown(viewCode(scope, run, { view: 'weights', title: "It's" }), {
        weather: run
      })
    ).toEqual([{ weightsOf: run }, { title: "It's" }]);
  });

  it('leaves out the words that the result has by itself', () => {
    const cell = lstm({ inputSize: 1, units: 2, seed: 1 });
    const titled = cell.run([1, 2, 3], { title: 'Own' });
    scope.bind('titled', titled);
    const codeOf = (title: string, howToRead?: string) =>
      shown(viewCode(scope, titled, { title, howToRead }), { titled });
    expect(codeOf('Own')).toEqual([titled]);
    expect(codeOf('Own', 'Why?')).toEqual([titled, { howToRead: 'Why?' }]);
    expect(codeOf('Mine')).toEqual([titled, { title: 'Mine' }]);
    const batch = cell.run(zeros([2, 3, 1]));
    scope.bind('batch', batch);
    const { title } = batch.toBundle({ sequence: 1 });
    expect(
      shown(viewCode(scope, batch, { title, sequence: 1 }), { batch })
    ).toEqual([batch, { sequence: 1 }]);
  });

  it('names a training by way of its model, and is empty for what has no name', async () => {
    const model = sequential([
      layers.gru({ units: 2 }),
      layers.dense({ units: 1 })
    ]);
    model.compile({ loss: 'meanSquaredError' });
    const history = await model.fit([[0, 1]], [1], { verbose: 0 });
    expect(viewCode(scope, history, {})).toBe('');
    scope.bind('model', model);
    expect(shown(viewCode(scope, history, {}), { model })).toEqual([history]);
  });
});
