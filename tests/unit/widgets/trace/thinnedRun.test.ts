/** @jest-environment jsdom */
import { lstm } from '../../../../src/engine';
import { thin } from '../../../../src/trace';
import {
  decodeBundle,
  encode,
  encodedLength,
  type LayerTrace,
  type Trace
} from '../../../../src/trace';
import { formatFactor, formatFixed } from '../../../../src/scene/words/format';
import { withWhole } from '../../../../src/widgets/base/wholeBundle';
import { createCellView } from '../../../../src/widgets/cell/createCellView';
import { layerValues } from '../../../../src/views/equations/layerValues';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { mapOptions } from '../../../../src/views/map/mapChoices';
import { dataTable } from '../../../../src/scene/table';
import { mapScene } from '../../../../src/views/map/mapScene';
import { layerTable, unitTable } from '../../../../src/views/gates/gatesTables';
import { createReadout } from '../../../../src/widgets/inspector/createReadout';
import { createUnrolledView } from '../../../../src/widgets/unrolled/createUnrolledView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../viewPage';

/** What a notebook keeps of a run in these tests, in bytes. */
const LIMIT = 30_000;
const live = { state: 'live' } as const;

function runOf(steps: number, units = 3): Trace {
  const trace = lstm({ inputSize: 1, units, seed: 3 })
    .run(Array.from({ length: steps }, (_, step) => [Math.sin(step * 1.3)]))
    .toBundle() as Trace;
  return { ...trace, live: { session: 'a', revision: 0 } };
}

/** The bundle as a notebook gives it back. */
function saved(whole: Trace): Trace {
  return decodeBundle(
    JSON.parse(JSON.stringify(encode(thin(whole, LIMIT))))
  ) as Trace;
}

/** How many steps lie between two that are kept; 0 where only terms of equations are left out. */
function level(steps: number): number {
  const whole = runOf(steps);
  if (encodedLength(whole) <= LIMIT) {
    return -1;
  }
  const { time } = thin(whole, LIMIT) as Trace;
  return time.kept ? time.kept[1] : 0;
}

/** The lengths on both sides of each length from which on more is left out. */
function thresholds(): number[] {
  const found = new Set<number>();
  const search = (low: number, high: number, atLow: number, atHigh: number) => {
    if (atLow === atHigh) {
      return;
    }
    if (high - low === 1) {
      found
        .add(low)
        .add(high)
        .add(high + 1);
      return;
    }
    const middle = (low + high) >> 1;
    const at = level(middle);
    search(low, middle, atLow, at);
    search(middle, high, at, atHigh);
  };
  search(8, 700, level(8), level(700));
  return [...found];
}

const valueAt = (
  { channels, units }: LayerTrace,
  name: string,
  step: number,
  unit: number
): number =>
  step < 0
    ? 0
    : (channels.find(each => each.name === name)?.array.values[
        step * units + unit
      ] ?? NaN);

/** The step and unit that a text says it is about. */
function placeIn(text: string): { step: number; unit: number } {
  const [, step = NaN] = /[Ss]tep (\d+)/.exec(text) ?? [];
  const [, unit = NaN] = /unit (\d+)/.exec(text) ?? [];
  return { step: Number(step), unit: Number(unit) };
}

/** All that a view says of c at its step is what the run has there. */
function expectReadout(text: string, whole: Trace): void {
  const [layer] = whole.layers;
  const { step, unit } = placeIn(text);
  const at = (name: string, when = step) => valueAt(layer, name, when, unit);
  expect(text).toContain(`= ${formatFixed(at('c'))}`);
  const arithmetic = `${formatFixed(at('f'))} × ${formatFactor(at('c', step - 1))} + ${formatFixed(at('i'))} × ${formatFactor(at('g'))} = ${formatFixed(at('c'))}`;
  if (text.includes('not worked out')) {
    // h comes from its own step, and stays as it is.
    expect(text).not.toMatch(/× \S+ \+/);
  } else {
    expect(text).toContain(arithmetic);
  }
}

const moments = (trace: Trace): number[] => {
  const { steps } = trace.time;
  return [0, 1, 2, 3, 7, steps >> 1, (steps >> 1) + 1, steps - 2, steps - 1];
};

describe('a run that was thinned to be saved', () => {
  const lengths = thresholds();

  it('meets more than one threshold here', () => {
    const levels = new Set(lengths.map(level));
    expect([...levels]).toEqual(expect.arrayContaining([-1, 0, 2, 4]));
  });

  it.each(lengths)('of %d steps shows the numbers of the run', steps => {
    const whole = runOf(steps);
    const thinned = saved(whole);
    const [layer] = whole.layers;
    const gates = openView(createGatesView, thinned);
    const panel = openView(createReadout, thinned);
    const cell = openView(createCellView, thinned);
    const chain = openView(createUnrolledView, thinned);
    const exact = layerValues(layer, whole.time);
    for (const wanted of moments(whole)) {
      for (const page of [gates, panel, cell, chain]) {
        page.cursor.move({ step: wanted, unit: wanted % 3 }, {});
      }
      // Gates: the readout, and the numbers right of the plot.
      const [readout] = gates.texts('.jp-gatescope-readout');
      expectReadout(readout, whole);
      const here = placeIn(readout);
      expect(Math.abs(here.step - wanted)).toBeLessThan(8);
      expect(gates.texts('.jp-gatescope-number-text')).toEqual([
        ...['f', 'i', 'g', 'o', 'c', 'h'].map(name =>
          formatFixed(valueAt(layer, name, here.step, here.unit))
        ),
        formatFixed(whole.input.array.values[here.step])
      ]);
      // The panel.
      const [panelText] = panel.texts('.jp-gatescope-readout-panel');
      expectReadout(panelText, whole);
      // The wired cell: what stands below each equation.
      const cellPlace = placeIn(cell.texts('.jp-gatescope-meta')[0]);
      expect(cell.texts('.jp-gatescope-equation-result')).toEqual(
        layer.equations.map(({ channel }) =>
          formatFixed(
            exact.channel(channel, cellPlace.step, cellPlace.unit) ?? NaN
          )
        )
      );
      // The chain: each cell drawn, and the state on each wire, is that of its own step or unknown.
      const { unit } = placeIn(chain.texts('.jp-gatescope-meta')[0]);
      for (const slot of chain.element.querySelectorAll('[data-step]')) {
        const step = Number(slot.getAttribute('data-step'));
        const held = !thinned.time.kept || thinned.time.kept.includes(step);
        const texts = [...slot.querySelectorAll('text')].map(
          each => each.textContent ?? ''
        );
        for (const name of ['f', 'i', 'g', 'o']) {
          expect(texts[texts.indexOf(name) + 1]).toBe(
            held ? formatFixed(valueAt(layer, name, step, unit)) : '–'
          );
        }
      }
    }
    const scene = mapScene(thinned, mapOptions(thinned), {
      width: 600,
      narrow: false,
      settings: gates.context.settings,
      measure: text => text.length * 6,
      translate: gates.context.translate,
      ratio: 1
    });
    const rows = dataTable(unitTable(scene, 1, gates.context.translate));
    for (const row of rows.rows) {
      for (const name of ['f', 'i', 'g', 'o', 'c', 'h']) {
        expect(row[rows.columns.indexOf(name)]).toBe(
          valueAt(layer, name, Number(row[0]), 1)
        );
      }
    }
    const file = dataTable(layerTable(scene, gates.context.translate));
    for (const row of file.rows) {
      expect(row[file.columns.indexOf('c')]).toBe(
        valueAt(layer, 'c', Number(row[0]), Number(row[1]))
      );
    }
    for (const page of [gates, panel, cell, chain]) {
      page.close();
    }
  });

  it.each([
    ['gates', createGatesView],
    ['wired cell', createCellView],
    ['unrolled chain', createUnrolledView],
    ['panel', createReadout]
  ] as const)(
    'shows in the %s what the whole run does as soon as the kernel is there',
    async (_, factory) => {
      const whole = runOf(300);
      const expected = openView(factory, whole, { status: live });
      const page = openView(withWhole(factory as never), saved(whole), {
        answer: () => ({ bundle: whole })
      });
      const words = (of: ViewPage) =>
        of.element.textContent?.replaceAll(/not live|live/g, '');
      for (const each of [page, expected]) {
        each.cursor.move({ step: 151 }, {});
      }
      expect(words(page)).not.toBe(words(expected));
      page.setStatus(live);
      await page.settle();
      expect(page.asked).toEqual([
        { method: 'whole', params: { id: whole.id } }
      ]);
      for (const step of [299, 151, 7, 0]) {
        page.cursor.move({ step, unit: 1 }, {});
        expected.cursor.move({ step, unit: 1 }, {});
        expect(words(page)).toBe(words(expected));
      }
      page.close();
      expected.close();
    }
  );

  it('can be changed and copied as code only when all of it is there', async () => {
    const whole = runOf(300);
    let send: (answer: unknown) => void = () => undefined;
    const page = openView(withWhole(createWhatIfView), saved(whole), {
      status: live,
      answer: method =>
        method === 'whole'
          ? new Promise(resolve => {
              send = resolve;
            })
          : { code: '' }
    });
    const tools = () =>
      [
        ...page.element.querySelectorAll<HTMLButtonElement>('[data-tool]')
      ].filter(({ dataset }) =>
        ['zero', 'one', 'mean', 'value'].includes(dataset['tool'] ?? '')
      );
    const isOff = (tool: HTMLButtonElement) =>
      tool.disabled || tool.getAttribute('aria-disabled') === 'true';
    expect(tools().every(isOff)).toBe(true);
    expect(page.texts('.jp-gatescope-reading')[0]).toMatch(/steps left out/);
    send({ bundle: whole });
    await page.settle();
    expect(tools().some(tool => !isOff(tool))).toBe(true);
    page.close();
  });
});
