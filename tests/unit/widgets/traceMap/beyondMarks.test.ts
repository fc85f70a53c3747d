/** @jest-environment jsdom */
import { lstm, minLstm } from '../../../../src/engine';
import { formatPower } from '../../../../src/scene/words/format';
import { createGatesView } from '../../../../src/widgets/gates/createGatesView';
import { openView } from '../viewPage';

/** The c of unit 0 climbs by 1 a step. */
const climbs = (units: number, steps = 26) =>
  lstm({ inputSize: 1, units, seed: 3 })
    .run(Array.from({ length: steps }, (_, step) => Math.sin(step)))
    .clamp({ channel: 'f', value: 1, units: 0 })
    .clamp({ channel: 'i', value: 1, units: 0 })
    .clamp({ channel: 'g', value: 1, units: 0 })
    .toBundle();

describe('marks of what lies beyond a scale', () => {
  it('are a line through each such row of a map, with a word of how far it goes', () => {
    const page = openView(createGatesView, climbs(12));
    const marks = page.element.querySelectorAll('.jp-gatescope-beyond');
    // Of the states c alone leaves its scale, and one unit alone: one line, from where it leaves it.
    expect(marks).toHaveLength(1);
    expect(marks[0].getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+H[\d.]+$/);
    expect(page.element.textContent).toContain('beyond: up to 26');
    page.close();
  });

  it('stand along the end of the scale where units are lines', () => {
    const page = openView(createGatesView, climbs(8));
    expect(
      page.element.querySelector('.jp-gatescope-beyond-line')?.getAttribute('d')
    ).toMatch(/^M/);
    page.close();
  });

  it('leave every line, band and dot on the scale', () => {
    const page = openView(createGatesView, climbs(8));
    page.element
      .querySelectorAll<SVGPathElement>('.jp-gatescope-channel-bar')
      .forEach(bar => {
        const top = Number(bar.getAttribute('y'));
        const bottom = top + Number(bar.getAttribute('height'));
        const name = bar.parentElement?.textContent ?? '';
        if (!name.startsWith('c')) {
          return;
        }
        const places = Array.from(
          page.element.querySelectorAll(
            '[data-jp-gatescope-hue="cell"] :is(.jp-gatescope-line-band, .jp-gatescope-line-thin)'
          ),
          path => path.getAttribute('d')?.match(/(?<=,)-?[\d.]+/g) ?? []
        ).flat();
        expect(places.length).toBeGreaterThan(100);
        expect(Math.min(...places.map(Number))).toBeGreaterThanOrEqual(top);
        expect(Math.max(...places.map(Number))).toBeLessThanOrEqual(bottom);
      });
    page.close();
    expect.hasAssertions();
  });

  it('are nowhere on a scale of tiny numbers, whose ends are said as they are', () => {
    const trace = minLstm({ inputSize: 1, units: 3, seed: 3 })
      .run([3e-7, -1e-7, 2e-7])
      .toBundle();
    const g = trace.layers[0].channels.find(({ name }) => name === 'g')!;
    const page = openView(createGatesView, trace);
    expect(page.element.textContent).not.toContain('beyond');
    expect(page.texts('.jp-gatescope-axis')).toEqual(
      expect.arrayContaining([formatPower(g.range[1]), formatPower(g.range[0])])
    );
    expect(page.texts('.jp-gatescope-axis')).not.toContain('0.0');
    page.close();
  });

  it('are nowhere when all is on the scale, be it of one unit of three', () => {
    const page = openView(createGatesView, climbs(3));
    expect(page.element.querySelector('[class*="beyond"]')).toBeNull();
    page.close();
  });
});
