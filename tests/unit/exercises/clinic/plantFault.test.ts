import {
  fitScaler,
  gradientFlow,
  layers,
  losses,
  optimizers,
  random,
  sequential
} from '../../../../src/engine';
import { faultNames, faults } from '../../../../src/exercises/clinic/faults';
import { plantFault } from '../../../../src/exercises/clinic/plantFault';
import { questions } from '../../../../src/exercises/questions';
import { decodeBundle, encode } from '../../../../src/trace';
import { channel, found, gradientSizes, measures, padsFrom } from './measures';

const STEPS = 40;
const seeds = Array.from({ length: 24 }, (_, seed) => seed);

/** Two noisy waves; the first is to be forecast by a step. */
function example(seed: number) {
  const draw = random(seed, 'clinic test');
  const rows = Array.from({ length: STEPS + 1 }, (_, step) => [
    Math.sin(step / 3) + draw.normal(0, 0.3),
    Math.cos(step / 5) + draw.normal(0, 0.3)
  ]);
  return {
    x: rows.slice(0, STEPS),
    target: rows.slice(1).map(([value]) => value)
  };
}

function network(
  seed: number,
  more: { convention?: 'keras' | 'pytorch' } = {}
) {
  return sequential(
    [
      layers.lstm({
        units: 4,
        returnSequences: true,
        inputShape: [null, 2],
        ...more
      }),
      layers.dense({ units: 1 })
    ],
    { seed }
  );
}

const seenOf = ({ run, healthy }: ReturnType<typeof plantFault>) => ({
  run: run.toBundle(),
  healthy: healthy.toBundle()
});

describe.each(['keras', 'pytorch'] as const)('from 24 seeds, as %s', kind => {
  const planted = (fault: (typeof faultNames)[number]) =>
    seeds.map(seed => {
      const { x, target } = example(seed);
      const model = network(seed, { convention: kind });
      return plantFault(model, x, { seed, target, fault });
    });

  it.each(faultNames.filter(name => name !== 'none'))(
    '%s is told by its own measure and by no other',
    fault => {
      for (const each of planted(fault)) {
        expect(found(seenOf(each))).toEqual([fault]);
      }
    }
  );

  it('a healthy network raises no alarm', () => {
    for (const each of planted('none')) {
      expect(found(seenOf(each))).toEqual([]);
      expect(each.run.h.toArray()).toEqual(each.healthy.h.toArray());
    }
  });
});

describe('a trained network', () => {
  const { x, target } = example(5);
  const model = network(5);

  beforeAll(async () => {
    model.compile({
      optimizer: optimizers.adam({ learningRate: 0.02 }),
      loss: losses.meanSquaredError()
    });
    const y = target.map(value => [value]);
    await model.fit([x], [y], { epochs: 40, verbose: 0 });
  });

  it('is told from itself with each fault', () => {
    for (const fault of faultNames) {
      const each = plantFault(model, x, { seed: 1, target, fault });
      expect(found(seenOf(each))).toEqual(fault === 'none' ? [] : [fault]);
    }
  });

  it('is run as it stands: gates and forecasts of the healthy run are those of its trace', () => {
    const { healthy } = plantFault(model, x, { seed: 1, target });
    const whole = model.trace(x);
    const f = whole.channel('f').toArray<number[][]>();
    healthy.f
      .toArray<number[][]>()
      .slice(0, STEPS)
      .forEach((row, step) =>
        row.forEach((value, unit) =>
          expect(value).toBeCloseTo(f[step][unit], 6)
        )
      );
    const [said] = healthy.toBundle().outputs;
    const forecasts = whole.output!.toArray<number[][]>();
    forecasts.forEach(([value], step) =>
      expect(said.values.values[step]).toBeCloseTo(value, 5)
    );
    expect(Number.isNaN(said.values.values[STEPS])).toBe(true);
  });

  it('is not changed by what is planted in its copy', () => {
    const before = model.trace(x).channel('h').toArray();
    for (const fault of faultNames) {
      plantFault(model, x, { seed: 1, target, fault });
    }
    expect(model.trace(x).channel('h').toArray()).toEqual(before);
  });
});

describe('what is planted', () => {
  const { x, target } = example(1);
  const plant = (more: object = {}) =>
    plantFault(network(1), x, { seed: 3, target, ...more });

  it('leaves states and gates as they are where only the gradient is cut', () => {
    const { run, healthy } = plant({ fault: 'gradientCut' });
    expect(run.c.toArray()).toEqual(healthy.c.toArray());
    const [cut, whole] = [run, healthy].map(each =>
      gradientSizes(each.toBundle())
    );
    const first = cut.findIndex(size => size > 0);
    expect(cut.slice(first)).toEqual(whole.slice(first));
    expect(whole[first - 1]).toBeGreaterThan(0);
  });

  it('cuts where the seed says, with steps before and after', () => {
    const firsts = seeds.map(seed =>
      gradientSizes(
        plant({ seed, fault: 'gradientCut' }).run.toBundle()
      ).findIndex(size => size > 0)
    );
    expect(new Set(firsts).size).toBeGreaterThan(4);
    expect(Math.min(...firsts)).toBeGreaterThan(STEPS - 12);
    expect(Math.max(...firsts)).toBeLessThan(STEPS);
  });

  it('is any of the six, by the seed', () => {
    const right = seeds.map(
      seed =>
        plant({ seed })
          .question('q')
          .choice!.find(each => each.right)!.text
    );
    expect(new Set(right).size).toBe(faultNames.length);
    expect(plant({ seed: 8 }).run.h.toArray()).toEqual(
      plant({ seed: 8 }).run.h.toArray()
    );
  });

  it('is named nowhere in what the views get', () => {
    for (const fault of faultNames) {
      const { run } = plant({ fault });
      const text = JSON.stringify(encode(run.toBundle()));
      for (const name of faultNames) {
        expect(text).not.toContain(faults[name].text);
        expect(text).not.toContain(`"${name}"`);
      }
      expect(run.changes).toEqual({ edits: [], clamps: [] });
      expect(run.toBundle().layers[0].equations).toEqual(
        plant({ fault: 'none' }).run.toBundle().layers[0].equations
      );
    }
  });

  it('can be looked at in every way that a run can', () => {
    for (const fault of faultNames) {
      const { run, healthy } = plant({ fault });
      const bundle = run.toBundle();
      expect(decodeBundle(JSON.parse(JSON.stringify(encode(bundle))))).toEqual(
        bundle
      );
      expect(gradientFlow([healthy, run]).networks).toHaveLength(2);
      const dry = run.edit({ steps: 0, feature: 0, value: 9 });
      expect(dry.toBundle().input.array.values[0]).toBe(9);
      const held = run.clamp({ channel: 'o', value: 0, steps: [STEPS - 5] });
      expect(
        held.h
          .at(STEPS - 5)
          .abs()
          .max()
          .item()
      ).toBe(0);
    }
  });

  it('shows input and target in the reader’s units, where a leak is one line', () => {
    const celsius = x.map(row => row.map(value => 12 + 7 * value));
    const scaler = fitScaler(celsius);
    const goal = fitScaler(target.map(value => [12 + 7 * value]));
    const { run, healthy } = plantFault(network(1), scaler.apply(celsius), {
      seed: 1,
      target: goal.apply(target.map(value => [12 + 7 * value])),
      fault: 'targetLeaked',
      scaler,
      targetScaler: goal,
      labels: target.map((_, day) => `day ${day}`),
      outputNames: ['tomorrow'],
      outputUnit: '°C',
      stepName: 'day'
    });
    const seen = { run: run.toBundle(), healthy: healthy.toBundle() };
    expect(seen.healthy.input.array.values[0]).toBeCloseTo(celsius[0][0], 4);
    expect(seen.run.input.array.values[0]).toBeCloseTo(celsius[1][0], 4);
    expect(found(seen)).toEqual(['targetLeaked']);
    expect(seen.run.time.labels).toHaveLength(STEPS + 10);
    expect(padsFrom(seen.run)).toBe(STEPS);
    expect(channel(seen.run, 'f')).toHaveLength(STEPS + 10);
  });
});

describe('the question', () => {
  const { x, target } = example(2);
  const asked = (fault: (typeof faultNames)[number]) =>
    questions({
      key: 'clinic',
      items: [
        plantFault(network(2), x, { seed: 1, target, fault }).question('one')
      ]
    }).toBundle().items[0];

  it('has one right choice, the fault that was planted, and a reply of its own for each', () => {
    for (const fault of faultNames) {
      const item = asked(fault);
      const options = item.choice?.options ?? [];
      expect(options.filter(({ right }) => right)).toEqual([
        { text: faults[fault].text, right: true, reply: faults[fault].found }
      ]);
      const replies = options.map(({ reply }) => reply);
      expect(new Set(replies).size).toBe(faultNames.length);
    }
  });

  it('tells a wrong choice what would have been seen', () => {
    const item = asked('none');
    const options = item.choice?.options ?? [];
    for (const name of Object.keys(measures) as (keyof typeof measures)[]) {
      const { text, wouldShow } = faults[name];
      const option = options.find(each => each.text === text);
      expect(option).toMatchObject({ right: false, reply: wouldShow });
      expect(wouldShow).toMatch(/^Then\b/);
    }
  });
});

describe('what it refuses', () => {
  const { x, target } = example(1);
  const good = { seed: 1, target };
  const other = (made: Parameters<typeof sequential>[0]) =>
    sequential(made, { seed: 1 });

  it.each<[string, () => unknown]>([
    ['seed must be', () => plantFault(network(1), x, { target } as never)],
    ['must begin with layers.lstm', () => plantFault(null as never, x, good)],
    [
      'must begin with layers.lstm, got GRU',
      () =>
        plantFault(
          other([layers.gru({ units: 2, returnSequences: true })]),
          x,
          good
        )
    ],
    [
      'returnSequences: true',
      () => plantFault(other([layers.lstm({ units: 2 })]), x, good)
    ],
    [
      'layers without a state after it',
      () =>
        plantFault(
          other([
            layers.lstm({ units: 2, returnSequences: true }),
            layers.lstm({ units: 1, returnSequences: true })
          ]),
          x,
          good
        )
    ],
    [
      'must have biases',
      () =>
        plantFault(
          other([
            layers.lstm({ units: 2, returnSequences: true, useBias: false }),
            layers.dense({ units: 1 })
          ]),
          x,
          good
        )
    ],
    [
      'one number of each state',
      () =>
        plantFault(
          other([
            layers.lstm({ units: 2, returnSequences: true }),
            layers.dense({ units: 3 })
          ]),
          x,
          good
        )
    ],
    [
      'at least 16 steps',
      () =>
        plantFault(network(1), x.slice(0, 15), {
          seed: 1,
          target: target.slice(0, 15)
        })
    ],
    [
      'one number a step (40), got shape [39]',
      () => plantFault(network(1), x, { seed: 1, target: target.slice(1) })
    ],
    [
      'labels must be one a step (40), got 2',
      () => plantFault(network(1), x, { ...good, labels: ['a', 'b'] })
    ],
    [
      'inputNames must be one a feature (2), got 1',
      () => plantFault(network(1), x, { ...good, inputNames: ['a'] })
    ],
    [
      'fault must be',
      () => plantFault(network(1), x, { ...good, fault: 'dead' as never })
    ]
  ])('%s', (words, call) => {
    expect(call).toThrow(words);
  });
});
