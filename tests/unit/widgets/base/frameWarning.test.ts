/** @jest-environment jsdom */
import { createFrame, type Frame } from '../../../../src/widgets/base/frame';
import type { ViewContext } from '../../../../src/widgets/context';
import { lstm } from '../../../../src/engine';
import type { Trace } from '../../../../src/trace';
import { openView } from '../viewPage';

const bundle: Trace = {
  ...lstm({ inputSize: 1, units: 2, seed: 7 })
    .run([[1], [0]])
    .toBundle(),
  thinned: '1 of 2 steps is kept.'
};

describe('a warning of a view', () => {
  const open = (context: Partial<ViewContext> = {}) => {
    let frame: Frame | null = null;
    const page = openView<Trace>(
      (element, trace, given) => {
        const made = createFrame(element, {
          bundle: trace,
          context: given,
          title: 'Gates'
        });
        frame = made;
        return {
          update: () => undefined,
          resize: width => made.resize(width),
          themeChanged: () => undefined,
          dispose: () => made.dispose()
        };
      },
      bundle,
      { context }
    );
    if (frame === null) {
      throw new Error('There is no frame.');
    }
    return { page, frame: frame as Frame };
  };
  const lines = (element: HTMLElement): string[] =>
    [
      ...element.querySelectorAll<HTMLElement>(
        '.jp-gatescope-notice, .jp-gatescope-warning'
      )
    ]
      .filter(line => !line.hidden)
      .map(line => line.textContent ?? '');

  it('stands beside what is said of the picture, whatever becomes of that', () => {
    const { page, frame } = open();
    frame.setNotice('Steps 1 to 2.');
    frame.warn('The PNG could not be made.');
    const warned = [
      '1 of 2 steps is kept. Steps 1 to 2.',
      'The PNG could not be made.'
    ];
    expect(lines(page.element)).toEqual(warned);
    frame.setNotice('');
    expect(lines(page.element)).toEqual([bundle.thinned, warned[1]]);
    frame.setNotice('Steps 0 to 1.');
    expect(lines(page.element)[1]).toBe(warned[1]);
    page.close();
  });

  it('is said where what the reader asked for could not be computed, and stands there', () => {
    jest.useFakeTimers();
    const { page, frame } = open();
    frame.setFault('no kernel');
    const told = 'This could not be computed: no kernel';
    expect(lines(page.element)).toEqual([`${bundle.thinned} ${told}`]);
    jest.runAllTimers();
    jest.useRealTimers();
    expect(page.element.querySelector('[aria-live]')?.textContent).toBe(told);
    page.close();
  });

  it('goes when a tool is used, and when another bundle stands there', () => {
    const { page, frame } = open();
    const run = jest.fn();
    frame.setTools([
      { id: 'works', label: 'Works', run },
      { id: 'off', label: 'Off', off: 'There is no kernel.' }
    ]);
    const press = (id: string): void =>
      page.element
        .querySelector<HTMLButtonElement>(`[data-tool="${id}"]`)
        ?.click();
    press('off');
    expect(lines(page.element)).toEqual([
      bundle.thinned,
      'There is no kernel.'
    ]);
    press('works');
    expect(run).toHaveBeenCalledTimes(1);
    expect(lines(page.element)).toEqual([bundle.thinned]);
    press('off');
    frame.setBundle({ ...bundle, thinned: undefined });
    expect(lines(page.element)).toEqual([]);
    page.close();
  });
});
