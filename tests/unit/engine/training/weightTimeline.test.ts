import fc from 'fast-check';
import type { History, Sequential } from '../../../../src/engine';
import { layers, sequential } from '../../../../src/engine';
import { draws } from '../../widgets/draws';

const x = [
  [0, 1, 0.5],
  [1, 0, 0.2],
  [0.3, 0.3, 1]
];
const y = [1, 0, 0.5];

function network(compute: 'auto' | 'tape'): Sequential {
  const model = sequential(
    [layers.gru({ units: 2 }), layers.dense({ units: 1 })],
    { seed: 4, compute }
  );
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  return model;
}

const weightsOf = (model: Sequential): string =>
  model.variables.map(({ tensor }) => [...tensor.values].join()).join(' ');

type Action =
  | { readonly kind: 'fit'; readonly epochs: number; readonly keep: boolean }
  | { readonly kind: 'resume'; readonly of: number }
  | { readonly kind: 'use'; readonly of: number; readonly epoch: number }
  | { readonly kind: 'last'; readonly of: number }
  | { readonly kind: 'set' | 'undo' | 'redo' };

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant('fit' as const),
    epochs: fc.integer({ min: 1, max: 3 }),
    keep: fc.boolean()
  }),
  fc.record({ kind: fc.constant('resume' as const), of: fc.nat(3) }),
  fc.record({
    kind: fc.constant('use' as const),
    of: fc.nat(3),
    epoch: fc.nat(2)
  }),
  fc.record({ kind: fc.constant('last' as const), of: fc.nat(3) }),
  fc.record({ kind: fc.constantFrom('set', 'undo', 'redo', 'undo', 'undo') })
) as fc.Arbitrary<Action>;

/** What the timeline should be: a plain list of weights, and a place in it. */
class PlainList {
  readonly #list: { readonly weights: string; readonly left?: Fitted }[] = [];
  #at = -1;
  #went = false;

  /** @param left the training that left them */
  add(weights: string, left?: Fitted): void {
    this.#list.splice(this.#at + 1, Infinity, { weights, left });
    this.#at = this.#list.length - 1;
    this.#went = false;
  }
  use(before: string, weights: string, left?: Fitted): void {
    this.note(before);
    this.add(weights, left);
    this.#went = true;
  }
  /** Weights that came otherwise stand on it before they are left. */
  note(weights: string): void {
    if (this.#list[this.#at].weights !== weights) {
      this.add(weights);
    }
  }
  undo(weights: string): string | null {
    this.note(weights);
    return this.#at > 0 ? this.#go(-1) : null;
  }
  redo(weights: string): string | null {
    return this.#list[this.#at].weights === weights &&
      this.#at + 1 < this.#list.length
      ? this.#go(1)
      : null;
  }
  #go(by: number): string {
    this.#at += by;
    this.#went = true;
    return this.#list[this.#at].weights;
  }
  /** Whether somebody went to weights that are not those this training left. */
  wentFrom(weights: string, fitted: Fitted): boolean {
    const now = this.#list[this.#at];
    return (
      this.#went &&
      now.weights === weights &&
      !(now.left === fitted && now.weights === fitted.last)
    );
  }
}

interface Fitted {
  readonly history: History;
  readonly epochs: Map<number, string>;
  last: string;
}

async function play(
  compute: 'auto' | 'tape',
  sequence: readonly Action[]
): Promise<void> {
  const model = network(compute);
  const list = new PlainList();
  const fits: Fitted[] = [];
  const fit = async (epochs: number, keep: boolean): Promise<void> => {
    const seen = new Map<number, string>();
    if (fits.length > 0) {
      list.note(weightsOf(model));
    }
    const history = await model.fit(x, y, {
      epochs,
      verbose: 0,
      ...(keep && { snapshots: { x: x[0] } }),
      callbacks: [
        {
          onEpochEnd: epoch => void (keep && seen.set(epoch, weightsOf(model)))
        }
      ]
    });
    const fitted = { history, epochs: seen, last: weightsOf(model) };
    fits.push(fitted);
    list.add(fitted.last, fitted);
  };
  await fit(2, true);
  for (const action of sequence) {
    const before = weightsOf(model);
    const chosen = 'of' in action ? fits[action.of % fits.length] : fits[0];
    let expected = before;
    switch (action.kind) {
      case 'fit':
        await fit(action.epochs, action.keep);
        expected = fits.at(-1)!.last;
        break;
      case 'resume': {
        // It goes on from where this training stood, where somebody went back meanwhile.
        if (list.wentFrom(before, chosen)) {
          list.use(before, chosen.last, chosen);
        } else {
          list.note(before);
        }
        await chosen.history.resume({ epochs: 1 });
        expected = chosen.last = weightsOf(model);
        list.add(expected, chosen);
        break;
      }
      case 'use': {
        const [epoch, weights] = [...chosen.epochs][
          action.epoch % chosen.epochs.size
        ] ?? [null, null];
        if (epoch === null) {
          expect(() => chosen.history.useEpoch(0)).toThrow('were kept');
          break;
        }
        list.use(before, weights);
        chosen.history.useEpoch(epoch);
        expect(chosen.history.usedEpoch).toBe(epoch);
        expected = weights;
        break;
      }
      case 'last':
        list.use(before, chosen.last, chosen);
        chosen.history.useEpoch('last');
        expect(chosen.history.elsewhere).toBe(false);
        expected = chosen.last;
        break;
      case 'set':
        model.setWeights(
          Object.fromEntries(
            Object.entries(model.getWeights()).map(([name, weight]) => [
              name,
              weight.mul(0.5)
            ])
          )
        );
        expected = weightsOf(model);
        break;
      case 'undo':
      case 'redo': {
        const back = list[action.kind](before);
        expect(chosen.history[action.kind]()).toBe(back !== null);
        expected = back ?? before;
      }
    }
    expect(weightsOf(model)).toBe(expected);
    // What each training says of the weights is of those that are there now.
    for (const { history, epochs } of fits) {
      const { usedEpoch } = history;
      if (usedEpoch !== null) {
        expect(epochs.get(usedEpoch)).toBe(expected);
        expect(history.elsewhere).toBe(false);
      }
    }
  }
}

describe('the timeline of a network’s weights', () => {
  it.each(['auto', 'tape'] as const)(
    'is a list of all weights that it had, which undo and redo walk along (%s)',
    async compute => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(actions, { minLength: 1, maxLength: 10 }),
          sequence => play(compute, sequence)
        ),
        draws(12)
      );
    }
  );

  it('gives back what a second training learned when an epoch of the first was used twice', async () => {
    const model = network('auto');
    const first = await model.fit(x, y, {
      epochs: 3,
      verbose: 0,
      snapshots: { x: x[0] }
    });
    await model.fit(x, y, { epochs: 2, verbose: 0 });
    const learned = weightsOf(model);
    first.useEpoch(0);
    first.useEpoch(1);
    first.undo();
    expect(first.usedEpoch).toBe(0);
    first.undo();
    expect(weightsOf(model)).toBe(learned);
    expect(first.elsewhere).toBe(true);
  });

  it('makes a run live again whose weights come back, and says of another what the network has', async () => {
    const model = network('auto');
    const history = await model.fit(x, y, {
      epochs: 3,
      verbose: 0,
      snapshots: { x: x[0] }
    });
    const run = model.trace(x[0]);
    history.useEpoch(1);
    const ofEpoch = model.trace(x[0]);
    expect(run.staleReason).toBe('model has the weights of epoch 2');
    expect(ofEpoch.staleReason).toBeNull();
    history.useEpoch(0);
    expect(run.staleReason).toBe('model has the weights of epoch 1');
    history.undo();
    expect([run.stale, ofEpoch.stale]).toEqual([true, false]);
    history.undo();
    expect([run.stale, ofEpoch.stale]).toEqual([false, true]);
    expect(ofEpoch.staleReason).toBe(
      'model has the weights that training left'
    );
    await model.fit(x, y, { verbose: 0 });
    expect(run.staleReason).toBe('model retrained');
    history.useEpoch('last');
    expect(run.stale).toBe(false);
    expect(ofEpoch.staleReason).toBe(
      'model has the weights that an earlier training left'
    );
  });

  it('makes a run live again whose weights are set, or loaded, again', async () => {
    const model = network('auto');
    await model.fit(x, y, { epochs: 2, verbose: 0, snapshots: { x: x[0] } });
    const run = model.trace(x[0]);
    const weights = model.getWeights();
    await model.fit(x, y, { verbose: 0, snapshots: { x: x[0] } });
    const later = model.trace(x[0]);
    expect([run.stale, later.stale]).toEqual([true, false]);
    model.history!.useEpoch('last');
    model.setWeights(model.getWeights());
    expect([run.stale, later.stale]).toEqual([true, false]);
    model.history!.undo();
    model.setWeights(weights);
    expect([run.staleReason, later.stale]).toEqual([null, true]);
    model.setWeights(
      Object.fromEntries(
        Object.entries(weights).map(([name, each]) => [name, each.mul(0.5)])
      )
    );
    expect([run.staleReason, later.staleReason]).toEqual([
      'model retrained',
      'model retrained'
    ]);
  });

  it('tells each training when the network gets its weights, or others', async () => {
    const model = network('auto');
    const options = { epochs: 2, verbose: 0, snapshots: { x: x[0] } } as const;
    const first = await model.fit(x, y, options);
    const heard: unknown[] = [];
    first.subscribe(({ usedEpoch, elsewhere }) =>
      heard.push(elsewhere ? 'elsewhere' : usedEpoch)
    );
    const second = await model.fit(x, y, options);
    second.useEpoch(0);
    second.undo();
    second.undo();
    expect(heard).toEqual(['elsewhere', null]);
    expect(second.toBundle().elsewhere).toBe(true);
    expect(first.toBundle().elsewhere).toBeUndefined();
  });
});
