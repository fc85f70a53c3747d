/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import {
  TRACE_VERSION,
  type Comparison,
  type Trace
} from '../../../../src/trace';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openingPlace } from '../../../../src/widgets/base/openingPlace';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { openView } from '../viewPage';

/** One pulse, then nothing: after it the states only fade. */
const pulse = lstm({ inputSize: 1, units: 4, seed: 6 })
  .run(Array.from({ length: 60 }, (_, step) => [step === 9 ? 3 : 0]))
  .toBundle() as Trace;

const views = [
  ['gates', createGatesView],
  ['wired cell', createCellView],
  ['unrolled chain', createUnrolledView]
] as const;

describe('a run that nobody asked to open anywhere', () => {
  const [layer] = pulse.layers;
  const { unit, step } = openingPlace(layer, pulse.time);

  it('opens on the unit with the largest |c|, where c still changes', () => {
    const c = layer.channels.find(({ name }) => name === 'c')!.array.values;
    const largest = (each: number): number =>
      Math.max(
        ...Array.from({ length: 60 }, (_, at) => Math.abs(c[at * 4 + each]))
      );
    expect(largest(unit)).toBe(Math.max(...[0, 1, 2, 3].map(largest)));
    expect(unit).not.toBe(0);
    expect(step).toBeGreaterThanOrEqual(9);
    expect(step).toBeLessThan(20);
  });

  it.each(views)('does so in the %s', (_, factory) => {
    const page = openView(factory, pulse);
    expect(page.element.textContent).toContain(`step ${step}`);
    expect(page.element.textContent?.toLowerCase()).toContain(`unit ${unit}`);
    page.close();
  });

  it.each(views)(
    'shows its last step in the %s while others are beyond it',
    (_, factory) => {
      const page = openView(factory, pulse);
      page.cursor.move({ step: 200 }, {});
      expect(page.element.textContent).toContain('step 59');
      expect(page.element.textContent).not.toContain('step 200');
      page.close();
    }
  );

  it('opens where the state holds much, not where it passes zero at the end', () => {
    const wave = lstm({ inputSize: 1, units: 4, seed: 7 })
      .run(
        Array.from({ length: 24 }, (_, at) => [
          Math.sin((2 * Math.PI * at) / 3)
        ])
      )
      .toBundle() as Trace;
    const [of] = wave.layers;
    const place = openingPlace(of, wave.time);
    const c = of.channels.find(({ name }) => name === 'c')!.array.values;
    const sizes = Array.from({ length: 24 }, (_, at) =>
      Math.abs(c[at * 4 + place.unit])
    );
    // At its last step this wave is at zero.
    expect(sizes[23]).toBeLessThan(0.05 * Math.max(...sizes));
    expect(sizes[place.step]).toBeGreaterThanOrEqual(0.5 * Math.max(...sizes));
  });

  it('opens at the largest value of a state that only creeps', () => {
    const still = { ...pulse.layers[0] };
    const creeping = {
      ...still,
      channels: still.channels.map(channel => ({
        ...channel,
        array: {
          ...channel.array,
          values: Float32Array.from({ length: 240 }, (_, at) =>
            at % 4 === 2
              ? 1 + Math.sin((Math.floor(at / 4) * Math.PI) / 59) / 99
              : 0
          )
        },
        initial: undefined
      }))
    };
    // The first step is a change from nothing to one.
    expect(openingPlace(creeping, pulse.time)).toEqual({ unit: 2, step: 0 });
  });

  it('opens at the end where all is zero', () => {
    const still = lstm({ inputSize: 1, units: 2, seed: 1 })
      .run([[0], [0], [0]])
      .toBundle() as Trace;
    const zero = {
      ...still.layers[0],
      channels: still.layers[0].channels.map(channel => ({
        ...channel,
        array: { ...channel.array, values: new Float32Array(6) }
      }))
    };
    expect(openingPlace(zero, still.time)).toEqual({ unit: 0, step: 2 });
  });
});

describe('what a view says', () => {
  it.each(views)(
    'names in the %s the unit that is drawn on its button, also while the pointer moves',
    (_, factory) => {
      const page = openView(factory, pulse);
      for (const unit of [3, 1, 2]) {
        page.cursor.move({ unit }, {});
        const button = page.element.querySelector('[data-tool="unit"]');
        expect(button?.textContent).toBe(`Unit ${unit} ▾`);
        expect(button?.getAttribute('aria-label')).toContain(`Unit ${unit}`);
        const named = page.element.textContent?.matchAll(/\bunit (\d+)/gi);
        expect(
          new Set([...(named ?? [])].map(([, each]) => Number(each)))
        ).toEqual(new Set([unit]));
      }
      page.close();
    }
  );

  it.each([
    ['wired cell', createCellView],
    ['unrolled chain', createUnrolledView]
  ] as const)(
    'in the %s is not lit when the pointer has left',
    (_, factory) => {
      const page = openView(factory, pulse);
      const target = page.element.querySelector('[data-channel="f"]')!;
      target.dispatchEvent(new MouseEvent('pointerover', { bubbles: true }));
      expect(page.cursor.position.channel).toBe('f');
      for (let each: Element | null = target; each; each = each.parentElement) {
        each.dispatchEvent(new MouseEvent('pointerleave'));
      }
      expect(page.cursor.position).toMatchObject({ channel: null, term: null });
      expect(page.element.querySelector('.jp-gatescope-lit')).toBeNull();
      page.close();
    }
  );
});

describe('a comparison', () => {
  const comparison = (step?: number): Comparison => ({
    version: TRACE_VERSION,
    kind: 'comparison',
    id: 'compared',
    ...(step !== undefined && { view: { step } }),
    traces: [pulse],
    rows: [
      {
        name: 'LSTM',
        parameters: { count: 1, formula: 'n', arithmetic: '1' }
      }
    ]
  });

  it('that nobody asked to open anywhere opens where something happens, as its runs do', () => {
    const page = openView(createCompareView, comparison());
    const { step } = openingPlace(pulse.layers[0], pulse.time);
    expect(page.texts('.jp-gatescope-changed').join(' ')).toContain(
      `At step ${step}`
    );
    page.close();
  });

  it('opens where the newest bundle asks, and stays where the reader is', () => {
    const page = openView(createCompareView, comparison(7));
    const changed = (): string => page.texts('.jp-gatescope-changed').join(' ');
    expect(changed()).toContain('At step 7');
    page.view.update(comparison(21));
    expect(changed()).toContain('At step 21');
    page.cursor.move({ step: 30 }, {});
    page.view.update(comparison(5));
    expect(changed()).toContain('At step 30');
    page.close();
  });
});
