import type { Channel, Trace } from '../../../../src/trace';
import { float32 } from '../../../../src/trace';
import {
  channelRows,
  colorRange
} from '../../../../src/views/map/traceChannels';
import { untranslated } from '../../../../src/scene/words/translate';
import { legendOf } from '../../../../src/views/map/seriesLegend';
import { seriesLook } from '../../../../src/views/map/seriesLook';
import { seriesPanels } from '../../../../src/views/map/seriesPanels';
import { hueOf } from '../../../../src/widgets/base/hue';
import { largestSize } from '../../../../src/scene/marks/largestSize';
import { lstm } from '../../../../src/engine';
import { gruTrace, lstmTrace } from '../cells';

/** The c of one unit of twelve climbs to 25. */
const runaway = lstm({ inputSize: 1, units: 12, seed: 3 })
  .run(Array.from({ length: 26 }, (_, step) => Math.sin(step)))
  .clamp({ channel: 'f', value: 1, units: 0 })
  .clamp({ channel: 'i', value: 1, units: 0 })
  .clamp({ channel: 'g', value: 1, units: 0 })
  .toBundle();

describe('the channels of the gates view', () => {
  it('are gates and candidates, then states, then gradients if asked for', () => {
    const [layer] = lstmTrace().layers;
    const gradient: Channel = {
      ...layer.channels[0],
      name: 'dL/dh',
      role: 'gradient',
      of: 'h'
    };
    const withGradient = { ...layer, channels: [gradient, ...layer.channels] };
    const names = (gradients: boolean): string[] =>
      channelRows(withGradient, gradients).map(({ channel }) => channel.name);
    expect(names(false)).toEqual(['f', 'i', 'g', 'o', 'c', 'h']);
    expect(names(true).at(-1)).toBe('dL/dh');
    expect(
      channelRows(withGradient, true)
        .filter(({ apart }) => apart)
        .map(({ channel }) => channel.name)
    ).toEqual(['c', 'dL/dh']);
  });

  it('have one color for one job', () => {
    const [lstm] = lstmTrace().layers;
    const [gru] = gruTrace().layers;
    const hue = (layer: typeof lstm, name: string) =>
      hueOf(layer.channels.find(each => each.name === name)!);
    expect(hue(gru, 'z')).toBe(hue(lstm, 'f'));
    expect(hue(gru, 'n')).toBe(hue(lstm, 'g'));
    expect(hue(gru, 'r')).toBe(hue(lstm, 'o'));
    expect(hueOf({ name: 'dL/dc', role: 'gradient', of: 'c' })).toBe('cell');
    expect(hueOf({ name: 'toString', role: 'value' })).toBe('other');
  });

  it('scale gates from 0 to 1 and states symmetrically to the next half', () => {
    const channel = (
      role: Channel['role'],
      range: [number, number],
      values: number[]
    ): Channel => ({
      name: 'x',
      label: 'x',
      role,
      range,
      array: float32(values, [values.length, 1])
    });
    expect(colorRange(channel('gate', [0, 1], [0.2]))).toEqual([0, 1]);
    expect(colorRange(channel('candidate', [-1, 1], [0.2]))).toEqual([-1, 1]);
    expect(colorRange(channel('state', [-3, 3], [-2.6, 1]))).toEqual([-3, 3]);
    expect(colorRange(channel('state', [-0.3, 0.3], [0.28]))).toEqual([
      -0.5, 0.5
    ]);
  });

  it('end the scale of a state where most of its values need it: one unit that runs away makes no other pale', () => {
    const one = runaway.layers[0].channels.find(({ name }) => name === 'c')!;
    const [low, high] = colorRange(one);
    expect(largestSize(one.array.values)).toBeGreaterThan(20);
    expect(high).toBeLessThan(5);
    expect(low).toBe(-high);
  });
});

describe('the series above the channels', () => {
  const trace = lstmTrace({ steps: 4 });
  const series = (name: string, values: number[], unit?: string) => ({
    name,
    unit,
    values: float32(values, [values.length])
  });
  const input = (
    unit: string | undefined,
    names: string[]
  ): Trace['input'] => ({
    names,
    unit,
    editable: true,
    array: float32(
      Array.from({ length: 4 * names.length }, (_, index) => index),
      [4, names.length]
    )
  });

  it('stand together where input and answer are one quantity', () => {
    const [panel, ...rest] = seriesPanels(
      {
        ...trace,
        input: input('°C', ['high', 'rain']),
        outputs: [series('forecast', [1, 2, 3, 4], '°C')],
        targets: [series('next day', [2, 3, 4, NaN], '°C')]
      },
      0
    );
    expect(rest).toHaveLength(0);
    expect(panel.lines.map(({ kind }) => kind)).toEqual([
      'input',
      'target',
      'output'
    ]);
    expect(panel.bars?.name).toBe('rain');
    expect([...(panel.bars?.values as Float64Array)]).toEqual([1, 3, 5, 7]);
  });

  it('give a probability the scale from 0 to 1 and its middle', () => {
    const [panel] = seriesPanels(
      {
        ...trace,
        input: { ...input(undefined, ['token']), editable: false },
        outputs: [series('P(positive)', [0.4, 0.5, 0.9, 0.8])],
        targets: [series('P(positive)', [1, 1, 1, 1])]
      },
      0
    );
    expect([panel.domain, panel.middle]).toEqual([[0, 1], 0.5]);
    // A label that never changes is told in words.
    expect(panel.lines.map(({ kind }) => kind)).toEqual(['output']);
  });

  it('name each of several outputs, and whose target a target is', () => {
    const [, answers] = seriesPanels(
      {
        ...trace,
        input: input(undefined, ['x']),
        outputs: [
          series('high', [1, 2, 3, 4], '°C'),
          series('low', [0, 1, 2, 3], '°C')
        ],
        targets: [
          series('high', [2, 3, 4, 5], '°C'),
          series('low', [1, 2, 3, 4], '°C')
        ]
      },
      0
    );
    expect(answers.lines.map(({ name, among }) => [name, among])).toEqual([
      ['high, target', 0],
      ['low, target', 1],
      ['high', 0],
      ['low', 1]
    ]);
  });

  it('leave more outputs than have names alike, as the one name for all says', () => {
    const [, answers] = seriesPanels(
      {
        ...trace,
        input: input(undefined, ['x']),
        outputs: [...'abcdef'].map((name, at) =>
          series(name, [at, at + 1, at, at + 1], '°C')
        )
      },
      0
    );
    expect(legendOf(answers, false, untranslated)).toHaveLength(1);
    const dashes = answers.lines.map(
      line => seriesLook(answers, line)['stroke-dasharray']
    );
    expect(new Set(dashes).size).toBe(1);
    // One alone is a plain line, in the chart and beside its name.
    const [one] = answers.lines;
    expect(seriesLook({ lines: [one] }, one)).toEqual({
      class: 'jp-gatescope-series-line jp-gatescope-series-input'
    });
  });

  it('have no line for a network that answers once', () => {
    expect(
      seriesPanels(
        {
          ...trace,
          input: { ...input(undefined, ['token']), editable: false },
          outputs: [series('P', [NaN, NaN, NaN, 0.7])],
          targets: undefined
        },
        0
      )
    ).toEqual([]);
  });
});
