import {
  compareRuns,
  confusionMatrix,
  encoderDecoder,
  fitVocabulary,
  gradientFlow,
  History,
  layers,
  loadRun,
  lstm,
  rnn,
  sequential,
  type RunOfNetwork,
  type Tensor,
  weightsByGate,
  writeText
} from '../../../../../src/engine';
import { createScope } from '../../../../../src/kernel/core/cells/scope';
import { createAnswers } from '../../../../../src/kernel/core/live/answers';
import { createRegistry } from '../../../../../src/kernel/core/live/registry';
import type { Trace } from '../../../../../src/trace';
import { memoryFiles } from '../../../engine/memoryFiles';

const x = [
  [[0.2], [0.9], [-0.4]],
  [[-1], [0.5], [0.3]],
  [[0.7], [0], [1.5]]
];
const cell = lstm({ inputSize: 1, units: 2, seed: 7 });
const gradientsOf: Parameters<typeof cell.run>[1] = {
  gradientsOf: ({ h }) => h.square().sum()
};

function kernelWith(run: RunOfNetwork, registry = createRegistry()) {
  const scope = createScope();
  registry.add(run);
  scope.bind('run', run);
  return createAnswers({
    registry,
    scope,
    bind: (name, _type, value) => scope.bind(name, value),
    checks: {
      run: () => Promise.reject(new Error('no checks here')),
      stop: () => false
    },
    followed: () => undefined
  });
}

const numbers = ({ layers: [layer] }: Trace, name: string): number[] => [
  ...(layer.channels.find(channel => channel.name === name)?.array.values ?? [])
];

describe('of a run over a batch the kernel', () => {
  const run = cell.run(x, gradientsOf) as unknown as RunOfNetwork;
  const answers = kernelWith(run);
  const { id } = run;

  it('gives each sequence as if it had been run alone, under the id that the page knows', async () => {
    for (const [sequence, alone] of x.entries()) {
      const { trace } = await answers.sequence({ id, sequence });
      const own = cell.run(alone, gradientsOf).toBundle();
      expect(trace.id).toBe(id);
      expect(trace.batch).toEqual({ sequence, size: 3, shares: [0.1, 0.9] });
      expect(trace.title).toBe(`sequence ${sequence + 1} of 3`);
      expect([...trace.input.array.values]).toEqual([
        ...own.input.array.values
      ]);
      for (const name of ['f', 'c', 'h', 'dL/dh']) {
        const found = numbers(trace, name);
        // By other code, so not to the last bit.
        numbers(own, name).forEach((value, at) =>
          expect(found[at]).toBeCloseTo(value, 14)
        );
      }
    }
  });

  it('says which sequences there are when another one is asked for', () => {
    expect(() => answers.sequence({ id, sequence: 3 })).toThrow(
      'sequence must be a whole number from 0 to 2, got 3'
    );
  });

  it('edits the input of the sequence that the page shows, and of no other', async () => {
    const edits = [{ step: 1, feature: 0, value: 2 }];
    const { trace } = await answers.recompute({
      id,
      sequence: 2,
      edits,
      clamps: []
    });
    const alone = cell.run([[0.7], [2], [1.5]], gradientsOf).toBundle();
    expect(numbers(trace, 'h')).toEqual(numbers(alone, 'h'));
    expect(trace.edits).toEqual(edits);
    const first = await answers.recompute({ id, edits, clamps: [] });
    const firstAlone = cell.run([[0.2], [2], [-0.4]], gradientsOf).toBundle();
    expect(numbers(first.trace, 'h')).toEqual(numbers(firstAlone, 'h'));
  });

  it('follows the gradient of the sequence that the page shows', async () => {
    const { flow } = await answers.gradientFlow({ id, sequence: 1 });
    const alone = cell.run(x[1], gradientsOf) as unknown as RunOfNetwork;
    expect([...flow.networks[0].hidden.values]).toEqual([
      ...alone.gradientFlow().toBundle().networks[0].hidden.values
    ]);
  });

  it('writes code that shows the same sequence', async () => {
    const selection = { layer: 'lstm', channel: 'f', units: [0], steps: [1] };
    const { code } = await answers.select({ id, selection, sequence: 1 });
    expect(code).toContain('show(run.clamp({');
    expect(code.endsWith('}), { sequence: 1 });')).toBe(true);
    const first = await answers.select({ id, selection, sequence: 0 });
    expect(first.code.endsWith('}));')).toBe(true);
  });

  it('keeps the edits that the run itself has in other sequences', async () => {
    const edited = run.edit({ steps: 0, value: 5, sequence: 1 });
    const kernel = kernelWith(edited);
    const { trace } = await kernel.recompute({
      id: edited.id,
      sequence: 0,
      edits: [],
      clamps: []
    });
    expect(trace.edits).toEqual([]);
    expect(trace.loss?.value).toBe(edited.loss);
    expect(edited.loss).not.toBe(run.loss);
    const second = await kernel.sequence({ id: edited.id, sequence: 1 });
    expect(second.trace.edits).toEqual([{ step: 0, feature: 0, value: 5 }]);
  });
});

test('a run of one sequence is of no batch', async () => {
  const run = cell.run(x[0]) as unknown as RunOfNetwork;
  expect(run.toBundle().batch).toBeUndefined();
  const { trace } = await kernelWith(run).sequence({ id: run.id, sequence: 0 });
  expect(trace.batch).toBeUndefined();
});

it('a run from a file is drawn, and offers no changes', async () => {
  memoryFiles();
  const run = cell.run(x[0]);
  await run.save('run.json');
  const saved = await loadRun('run.json');
  const registry = createRegistry();
  expect(registry.bundle(run).live).toBeDefined();
  expect(registry.bundle(saved, { unit: 1 })).toEqual({
    ...saved.toBundle(),
    view: { unit: 1 }
  });
  expect(registry.bundle(saved).live).toBeUndefined();
});

describe('of a slider the kernel', () => {
  const registry = createRegistry();
  const base = cell.run(x[0]);
  const make = (f: number) =>
    base.clamp({ channel: 'f', value: f }) as unknown as RunOfNetwork;
  const first = make(0.9);
  const answers = kernelWith(first, registry);
  const { id } = first;
  const slider = {
    name: 'f',
    range: [0, 1] as [number, number],
    value: 0.9,
    step: 0.01
  };
  registry.addSlide(id, { slider, make }, { title: 'held', unit: 1 });

  it('saves where it stands with the picture', () => {
    expect(registry.bundle(first).view).toEqual({ slider });
  });

  it('gives what its function makes of each value, under the id and with the words of the first', async () => {
    for (const value of [0, 0.25, 1]) {
      const { bundle } = await answers.slide({ id, value });
      expect(bundle).toMatchObject({
        id,
        title: 'held',
        view: { unit: 1, slider: { ...slider, value } }
      });
      expect(numbers(bundle as Trace, 'c')).toEqual(
        numbers(make(value).toBundle(), 'c')
      );
    }
  });

  it('edits and clamps what stands there now', async () => {
    await answers.slide({ id, value: 0.25 });
    const edits = [{ step: 0, feature: 0, value: 1 }];
    const { trace } = await answers.recompute({ id, edits, clamps: [] });
    const now = make(0.25).recompute({ edits, clamps: [] });
    expect(numbers(trace, 'c')).toEqual(numbers(now.toBundle(), 'c'));
  });

  it('says when it does not know the function', () => {
    expect(() => answers.slide({ id: 'nobody', value: 1 })).toThrow(
      'no longer has the function of this slider'
    );
  });
});

describe('of a comparison of runs over batches the kernel', () => {
  const other = rnn({ inputSize: 1, units: 2, seed: 4 });
  const runs = [cell.run(x), other.run(x)] as unknown as RunOfNetwork[];
  const compared = compareRuns(runs);
  const registry = createRegistry();
  const answers = kernelWith(runs[0], registry);
  registry.add(compared);
  const { id } = compared;
  const ask = async (params: {
    sequence?: number;
    edits: { step: number; feature: number; value: number }[];
  }) => (await answers.compare({ id, ...params })).comparison;

  it('gives every run at the sequence that is asked for, and names the networks', async () => {
    for (const [sequence, alone] of x.entries()) {
      const { traces, rows } = await ask({ sequence, edits: [] });
      expect(rows.map(({ name }) => name)).toEqual(['LSTM', 'RNN']);
      expect(traces.map(({ batch }) => batch)).toEqual([
        { sequence, size: 3 },
        { sequence, size: 3 }
      ]);
      expect(numbers(traces[0], 'h')).toEqual(
        numbers(cell.run(alone).toBundle(), 'h')
      );
      expect(numbers(traces[1], 'h')).toEqual(
        numbers(other.run(alone).toBundle(), 'h')
      );
    }
  });

  it('edits the input of that sequence alone', async () => {
    const edits = [{ step: 1, feature: 0, value: 2 }];
    const { traces } = await ask({ sequence: 1, edits });
    const [lstmTrace, rnnTrace] = traces;
    const edited = [[-1], [2], [0.3]];
    expect(numbers(lstmTrace, 'h')).toEqual(
      numbers(cell.run(edited).toBundle(), 'h')
    );
    expect(numbers(rnnTrace, 'h')).toEqual(
      numbers(other.run(edited).toBundle(), 'h')
    );
    const first = await ask({ edits: [] });
    expect(numbers(first.traces[0], 'h')).toEqual(
      numbers(cell.run(x[0]).toBundle(), 'h')
    );
  });
});

describe('what is shown of several networks', () => {
  const made = () => {
    const cells = [
      rnn({ inputSize: 1, units: 2, seed: 4 }),
      lstm({ inputSize: 1, units: 2, seed: 7 })
    ];
    const runs = cells.map(each =>
      each.run([[1], [0], [0.5]], {
        gradientsOf: ({ h }: { h: Tensor }) => h.at(-1).sum()
      })
    ) as unknown as RunOfNetwork[];
    const registry = createRegistry();
    const answers = kernelWith(runs[0], registry);
    const shown = {
      comparison: compareRuns(runs),
      flow: gradientFlow(runs),
      weights: weightsByGate(runs[1])
    };
    Object.values(shown).forEach(each => registry.add(each));
    return { cells, registry, answers, shown };
  };

  it.each(['comparison', 'flow', 'weights'] as const)(
    'a %s is stale as soon as one network behind it has other weights',
    async kind => {
      const { cells, registry, answers, shown } = made();
      const { id } = shown[kind];
      expect(await answers.attach({ id })).toMatchObject({ known: true });
      expect(await answers.attach({ id })).not.toHaveProperty('stale');
      expect(registry.changedStanding()).toEqual([]);
      cells[1].setWeights(cells[1].getWeights());
      expect(await answers.attach({ id })).toMatchObject({
        stale: 'model retrained'
      });
      expect(registry.changedStanding()).toContainEqual({
        id,
        reason: 'model retrained'
      });
    }
  );

  it('a picture of what a network answered is stale, too, once it has other weights', async () => {
    const vocabulary = fitVocabulary(['abab'], { level: 'character' });
    const writer = sequential(
      [
        layers.embedding({
          inputDim: vocabulary.size,
          outputDim: 3,
          inputShape: [null]
        }),
        layers.gru({ units: 3 }),
        layers.dense({ units: vocabulary.size, activation: 'softmax' })
      ],
      { seed: 1 }
    );
    const pair = encoderDecoder({
      sourceSize: 8,
      targetSize: 8,
      units: 3,
      attention: 'dot',
      seed: 1
    });
    const shown = {
      text: writeText(writer, vocabulary, { prompt: 'ab', length: 4, seed: 2 }),
      confusion: confusionMatrix(writer, [[3, 2]], [2]),
      attention: pair.attentionOf([3, 4, 5])
    };
    const registry = createRegistry();
    Object.values(shown).forEach(each => registry.add(each));
    expect(registry.changedStanding()).toEqual([]);
    const ids = (all: readonly { readonly id: string }[]): string[] =>
      all.map(({ id }) => id).toSorted();
    writer.setWeights(writer.getWeights());
    expect(ids(registry.changedStanding())).toEqual(
      ids([shown.text, shown.confusion])
    );
    pair.setWeights(pair.getWeights());
    expect(registry.changedStanding()).toEqual([
      { id: shown.attention.id, reason: 'model retrained' }
    ]);
  });

  it('tells no influence by the weights of today beside the answers of before', () => {
    const model = sequential(
      [
        layers.gru({ units: 2, returnSequences: true, inputShape: [null, 1] }),
        layers.dense({ units: 1 })
      ],
      { seed: 1 }
    );
    const run = model.trace([[1], [0], [0.5]]);
    const answers = kernelWith(run, createRegistry());
    const asked = { id: run.id, output: 0, step: 2 };
    expect(() => answers.influence(asked)).not.toThrow();
    model.setWeights(model.getWeights());
    expect(() => answers.influence(asked)).toThrow('trained since this was');
  });

  it('is not run again with the weights of today beside the numbers of before', () => {
    const { cells, answers, shown } = made();
    cells[1].setWeights(cells[1].getWeights());
    expect(() =>
      answers.compare({
        id: shown.comparison.id,
        edits: [{ step: 1, feature: 0, value: 2 }]
      })
    ).toThrow('trained since this was shown');
  });
});

describe('asked to go on with a training the kernel', () => {
  const trained = async () => {
    const model = sequential([layers.dense({ units: 1, inputShape: [1] })], {
      seed: 1
    });
    model.compile({ loss: 'meanSquaredError' });
    return model.fit([[0], [1]], [0, 1], { epochs: 1, verbose: 0 });
  };
  const asks = (history: History) => {
    const registry = createRegistry();
    registry.add(history);
    return kernelWith(cell.run(x[0]) as unknown as RunOfNetwork, registry);
  };

  it('answers at once, and goes on', async () => {
    const history = await trained();
    const { id } = history;
    expect(await asks(history).resume({ id, epochs: 2 })).toEqual({});
    await new Promise<void>(resolve =>
      history.subscribe(({ status }) => status !== 'running' && resolve())
    );
    expect(history.epochs).toHaveLength(3);
  });

  it('refuses where there is nothing to go on with: the training was read, not run', async () => {
    const history = new History(1, 1);
    history.status = 'stopped';
    await expect(
      asks(history).resume({ id: history.id, epochs: 1 })
    ).rejects.toThrow('there is nothing to go on with');
  });
});
