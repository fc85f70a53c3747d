/** @jest-environment jsdom */
import {
  compareRuns,
  layers,
  sequential,
  type Layer
} from '../../../src/engine';
import {
  asRead,
  layerTime,
  layersBelow,
  readsTurned,
  type Comparison,
  type Trace
} from '../../../src/trace';
import { createCellView } from '../../../src/widgets/cell/createCellView';
import type { ViewFactory } from '../../../src/widgets/context';
import { createRiverView } from '../../../src/widgets/river/createRiverView';
import { createGatesView } from '../../../src/widgets/gates/createGatesView';
import { createUnrolledView } from '../../../src/widgets/unrolled/createUnrolledView';
import { createCompareView } from '../../../src/widgets/compare/createCompareView';
import { asCompared } from '../../../src/views/compare/compareView';
import { isEditable } from '../../../src/views/compare/compareEdits';
import { flowOfTrace } from '../../../src/views/gradientFlow/flowOfTrace';
import { replayQuantity } from '../../../src/views/training/replayQuantity';
import { createWhatIfView } from '../../../src/widgets/whatIf/createWhatIfView';
import { changeAt } from '../../../src/views/compare/compareRows';
import { openView, type ViewPage } from './viewPage';

const STEPS = 12;
const x = Array.from({ length: STEPS }, (_, step) => [Math.sin(step / 2)]);

/** A layer that reads both ways, and one above it. */
function bothWays() {
  const model = sequential(
    [
      layers.bidirectional({
        layer: layers.lstm({ units: 2, returnSequences: true }),
        inputShape: [null, 1]
      }),
      layers.gru({ units: 2, returnSequences: true }),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  );
  return model.trace(x);
}

function open(
  factory: ViewFactory<Trace>,
  bundle: Trace,
  layer: number,
  answer?: Parameters<typeof openView>[2]
): ViewPage {
  const page = openView(factory, bundle, {
    status: { state: 'live' },
    ...answer
  });
  page.cursor.move({ layer: bundle.layers[layer].name }, {});
  return page;
}

describe('a layer that reads from right to left', () => {
  let run: Awaited<ReturnType<typeof bothWays>>;
  let trace: Trace;
  beforeAll(async () => {
    run = await bothWays();
    trace = run.toBundle({ view: { layer: 'bidirectional/backward' } });
  });

  it('has its own order of steps', () => {
    const own = layerTime(trace.layers[1], STEPS);
    expect([own.first, own.last, own.before(4), own.later(4)]).toEqual([
      11, 0, 5, 3
    ]);
    expect([own.placeOf(11), own.placeOf(12), own.placeOf(0)]).toEqual([
      0, -1, 11
    ]);
  });

  it('says in Gates how a value changed against the step that it was computed from', () => {
    const page = open(createGatesView, trace, 1);
    page.cursor.move({ step: 5, unit: 0 }, {});
    const c = trace.layers[1].channels.find(({ name }) => name === 'c')!;
    const [now, later, earlier] = [5, 6, 4].map(
      step => c.array.values[step * 2]
    );
    const signed = (value: number): string =>
      (value < 0 ? '−' : '+') + Math.abs(value).toFixed(2);
    const texts = page.texts('.jp-gatescope-scene text');
    expect(signed(now - later)).not.toBe(signed(now - earlier));
    expect(texts).toContain(signed(now - later));
    page.close();
  });

  it('calls in the wired cell what it reads that of step t + 1, in letters and on the belt', () => {
    const page = open(createCellView, trace, 1);
    const captions = page.texts('.jp-gatescope-circuit-subscript');
    expect(captions).toContain('t+1');
    expect(captions).not.toContain('t−1');
    const letters = page.texts('.jp-gatescope-equation-letters').join(' ');
    expect(letters).toContain('t+1');
    expect(letters).not.toContain('t−1');
    expect(page.texts('.jp-gatescope-meta').join()).toContain(
      'backward: read from right to left'
    );
    page.cursor.move({ step: 5 }, {});
    expect(page.texts('.jp-gatescope-asked').join()).toContain('Since step 6:');
    page.close();
  });

  it.each([
    ['Gates', createGatesView],
    ['Unrolled', createUnrolledView],
    ['Cell', createCellView]
  ] as const)('is played by %s as it was computed', (_, factory) => {
    const page = open(factory, trace, 1);
    page.cursor.move({ step: 5 }, {});
    // Without motion, playing is one step.
    page.element
      .querySelector('.jp-gatescope-picture')
      ?.dispatchEvent(
        new KeyboardEvent('keydown', { key: ' ', bubbles: true })
      );
    expect(page.cursor.position.step).toBe(4);
    page.close();
  });

  it('says in What if which steps an edit reaches, and draws the others as the same', async () => {
    const page = open(createWhatIfView, trace, 1, {
      answer: () => ({
        trace: run
          .recompute({ edits: [{ step: 4, feature: 0, value: 3 }] })
          .toBundle(),
        name: 'run'
      })
    });
    page.cursor.move({ step: 4, channel: 'f' }, {});
    page.element.querySelector<HTMLElement>('[data-tool="one"]')?.click();
    await page.settle();
    expect(page.texts('.jp-gatescope-asked span')[0]).toContain(
      'h changes from step 4 down to 0'
    );
    page.close();
  });

  it('moves in Compare by what it changed in its own time', () => {
    const [, layer] = trace.layers;
    const h = layer.channels.find(({ name }) => name === 'h')!;
    const at = (step: number, unit: number): number =>
      h.array.values[step * 2 + unit];
    const moved =
      (Math.abs(at(3, 0) - at(4, 0)) + Math.abs(at(3, 1) - at(4, 1))) / 2;
    expect(changeAt(layer, h, 3)).toBeCloseTo(moved, 12);
    const start = (Math.abs(at(11, 0)) + Math.abs(at(11, 1))) / 2;
    expect(changeAt(layer, h, 11)).toBeCloseTo(start, 12);
  });

  it('is told from the layer above, which reads both directions and says so', () => {
    const [forward, backward, above] = trace.layers;
    expect(layersBelow(trace, forward)).toEqual([]);
    expect(layersBelow(trace, backward)).toEqual([]);
    expect(layersBelow(trace, above).map(({ name }) => name)).toEqual([
      'bidirectional/forward',
      'bidirectional/backward'
    ]);
    const page = open(
      createCellView,
      run.toBundle({ view: { layer: 'gru' } }),
      2
    );
    expect(page.texts('.jp-gatescope-meta').join()).toContain(
      'reads both directions of the layer below'
    );
    expect(page.element.textContent).toContain(
      'is h (bidirectional/forward), h (bidirectional/backward)'
    );
    page.close();
  });
});

describe('a layer that reads the other way than the one below', () => {
  it.each([false, true])(
    'is not taken for its other direction, with room for what enters it and without (%s)',
    isLong => {
      const steps = isLong ? 4000 : STEPS;
      const tower = (between: readonly Layer[]) =>
        sequential(
          [
            layers.embedding({ inputDim: 3, outputDim: 3, inputShape: [null] }),
            ...between,
            layers.dense({ units: 1 })
          ],
          { seed: 3 }
        )
          .trace(Array.from({ length: steps }, (_, step) => step % 3))
          .toBundle();
      const gru = (goBackwards: boolean) =>
        layers.gru({ units: 3, returnSequences: true, goBackwards });
      const stacked = tower([gru(false), gru(true)]);
      expect(stacked.layers[1].entering === undefined).toBe(isLong);
      expect(
        layersBelow(stacked, stacked.layers[1]).map(({ name }) => name)
      ).toEqual(['gru']);
      const both = tower([layers.bidirectional({ layer: gru(false) })]);
      expect(layersBelow(both, both.layers[1])).toEqual([]);
    }
  );
});

describe('a layer above one that reads backwards alone', () => {
  const model = sequential(
    [
      layers.lstm({
        units: 2,
        returnSequences: true,
        goBackwards: true,
        inputShape: [null, 1]
      }),
      layers.gru({ units: 2, returnSequences: true, goBackwards: true }),
      layers.gru({ units: 2, returnSequences: true }),
      layers.dense({ units: 1 })
    ],
    { seed: 3 }
  );
  const run = model.trace(x);
  const trace = run.toBundle();
  const [below, above, top] = trace.layers;

  it('reads its steps from the last to the first; a second such layer turns them back', () => {
    const h = below.channels.find(({ name }) => name === 'h')!;
    expect(Array.from(above.entering!.values.slice(0, 2))).toEqual(
      Array.from(h.array.values.slice(-2))
    );
    expect([below, above, top].map(each => readsTurned(trace, each))).toEqual([
      false,
      true,
      false
    ]);
  });

  it('says so, and of which step below its x is', () => {
    const page = open(createCellView, trace, 1);
    page.cursor.move({ step: 8 }, {});
    expect(page.texts('.jp-gatescope-meta').join()).toContain(
      'its step 0 is the last one of the input'
    );
    expect(page.element.textContent).toContain('is h (lstm) of step 3');
    page.close();
  });

  const labeled: Trace = {
    ...trace,
    time: {
      ...trace.time,
      labels: Array.from({ length: STEPS }, (_, step) => `day${step}`),
      marks: [{ step: 2, name: 'cue' }]
    }
  };

  it.each([
    ['Gates', createGatesView],
    ['Cell', createCellView],
    ['Unrolled', createUnrolledView],
    ['River', createRiverView]
  ] as const)(
    'is given by %s the labels of the steps that it reads',
    (_, factory) => {
      // What is said of step 2 of a layer alone, without the labels of all others on the axis.
      const said = (layer: number): string => {
        jest.useFakeTimers();
        const page = open(factory, labeled, layer);
        page.cursor.move({ step: 1, unit: 0 }, {});
        const picture = page.element.querySelector<HTMLElement>(
          '.jp-gatescope-picture'
        );
        picture?.focus();
        picture?.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })
        );
        jest.runAllTimers();
        const words = page
          .texts('[role="status"], .jp-gatescope-readout')
          .join(' ');
        page.close();
        jest.useRealTimers();
        return words;
      };
      expect(said(0)).toContain('day2');
      expect(said(1)).toContain('day9');
      expect(said(1)).not.toContain('day2');
      expect(said(2)).toContain('day2');
    }
  );

  it('has on the axis of its picture what it reads: labels, marks and numbers of the input', () => {
    expect(asRead(labeled, below)).toBe(labeled);
    expect(asRead(labeled, top)).toBe(labeled);
    const { time, input } = asRead(labeled, above);
    expect(time.labels?.[0]).toBe('day11');
    expect(time.marks).toEqual([{ step: 9, name: 'cue' }]);
    expect(Array.from(input.array.values)).toEqual(
      Array.from(labeled.input.array.values).reverse()
    );
    // The same at each frame: a picture is drawn anew where its run is another.
    expect(asRead(labeled, above)).toBe(asRead(labeled, above));
    const axis = (layer: number): readonly string[] => {
      const page = open(createGatesView, labeled, layer);
      const texts = page.texts('text').filter(text => text.startsWith('day'));
      page.close();
      return texts;
    };
    expect(axis(1)).toEqual(axis(0).toReversed());
    expect(axis(0).length).toBeGreaterThan(1);
  });

  const labels = labeled.time.labels!;
  const turned = labels.toReversed();

  it('has those labels in a gradient flow, and none where a layer beside it reads in another order', () => {
    const flowing = model.trace(x, {
      labels,
      marks: labeled.time.marks,
      gradientsOf: output =>
        output
          .at(0)
          .at(STEPS - 1)
          .sum()
    });
    const of = (layer?: string) =>
      flowing.gradientFlow({ layer }).toBundle().time;
    expect(of(below.name).labels).toEqual(labels);
    expect(of(above.name).labels).toEqual(turned);
    expect(of(above.name).marks).toEqual([{ step: 9, name: 'cue' }]);
    expect(of().labels).toBeUndefined();
    expect(of().marks).toBeUndefined();
    const saved = flowing.toBundle();
    const ofSaved = (...names: string[]) =>
      flowOfTrace({
        ...saved,
        layers: saved.layers.map(layer =>
          names.includes(layer.name)
            ? layer
            : {
                ...layer,
                channels: layer.channels.filter(
                  ({ role }) => role !== 'gradient'
                )
              }
        )
      })!.time.labels;
    expect(ofSaved(below.name, top.name)).toEqual(labels);
    expect(ofSaved(above.name)).toEqual(turned);
    expect(ofSaved(below.name, above.name)).toBeUndefined();
  });

  /** One layer that reads backwards alone, and perhaps one above it. */
  const backwards = (above: readonly Layer[]) =>
    sequential(
      [
        layers.lstm({
          units: 2,
          returnSequences: true,
          goBackwards: true,
          inputShape: [null, 1]
        }),
        ...above,
        layers.dense({ units: 1 })
      ],
      { seed: 3 }
    ).trace(x, { labels });
  const forward = layers.gru({ units: 2, returnSequences: true });

  it('has them in Compare, where no edit under its steps is one of the input', () => {
    const plain = (units: number) =>
      sequential([layers.gru({ units, inputShape: [null, 1] })], {
        seed: 3
      }).trace(x, { labels });
    const own = compareRuns([backwards([forward]), plain(2)]).toBundle();
    const other = compareRuns([plain(3), plain(2)]).toBundle();
    const labelsOf = (of: Comparison) =>
      asCompared(of).traces.map(({ time }) => time.labels);
    expect(labelsOf(other)[0]).toEqual(labels);
    expect(isEditable(other)).toBe(true);
    expect(labelsOf(own)).toEqual([turned, labels]);
    expect(isEditable(own)).toBe(false);
    const page = openView(createCompareView, own);
    const axis = page
      .texts('.jp-gatescope-compare-picture text')
      .filter(words => words.startsWith('day'));
    expect(axis[0]).toBe('day11');
    page.close();
  });

  it('has them in the replay of its training, as the answers come', () => {
    const labelsOf = (of: ReturnType<typeof backwards>) =>
      replayQuantity([{ epoch: 0, trace: of.toBundle() }], 0)!.labels;
    expect(labelsOf(backwards([forward]))).toEqual(turned);
    // The last step first, though the layer itself reads them in the order of the input.
    expect(labelsOf(backwards([]))).toEqual(turned);
    expect(
      labelsOf(
        backwards([
          layers.gru({ units: 2, returnSequences: true, goBackwards: true })
        ])
      )
    ).toEqual(labels);
  });

  it('has no point of the input to be dragged under its own steps', () => {
    const strips = [0, 1].map(layer => {
      const page = openView(
        createWhatIfView,
        { ...labeled, view: { layer: labeled.layers[layer].name } },
        { status: { state: 'live' } }
      );
      const [strip] = page.element.querySelectorAll<HTMLElement>(
        '[title="Drag a point of the input"]'
      );
      const { hidden } = strip;
      page.close();
      return hidden;
    });
    expect(strips).toEqual([false, true]);
  });

  it('is given no number of the input for what it wrote at a step', () => {
    const page = open(createRiverView, trace, 1);
    page.cursor.move({ step: 8, unit: 0 }, {});
    expect(page.element.textContent).not.toContain('(x ');
    page.cursor.move({ layer: 'lstm' }, {});
    expect(page.element.textContent).toContain('(x ');
    page.close();
  });
});
