/** @jest-environment jsdom */
import { createNotebookRenderer } from '../../../src/anywhere/notebookRenderer';
import { lstm } from '../../../src/engine';
import { encode, type Trace } from '../../../src/trace';
import { createView } from '../../../src/widgets/createView';
import type { ViewFactory } from '../../../src/widgets/context';
import { standIns } from '../widgets/viewPage';

/** What VS Code hands over: an id of its own, and the saved text. */
const item = (id: string, text: string) => ({ id, text: () => text });
/** As a kernel that is gone has left it. */
const saved = (title: string) =>
  JSON.stringify(
    encode({
      ...lstm({ inputSize: 1, units: 2, seed: 1 })
        .run([1, 0, 0], { title })
        .toBundle(),
      live: { session: 'gone', revision: 0 }
    })
  );

function place(): HTMLElement {
  const element = document.createElement('div');
  document.body.append(element);
  return element;
}

/** The views come in turns of their own. */
const settle = () => new Promise(resolve => setTimeout(resolve));

describe("VS Code's renderer of saved outputs", () => {
  beforeAll(() => {
    standIns();
    globalThis.matchMedia = query =>
      ({ matches: false, media: query }) as MediaQueryList;
    // jsdom lays nothing out.
    jest
      .spyOn(HTMLElement.prototype, 'clientWidth', 'get')
      .mockReturnValue(703);
  });

  afterEach(() => {
    document.body.replaceChildren();
    document.body.className = '';
  });

  it('draws a run, and says that nothing computes', async () => {
    const renderer = createNotebookRenderer(createView);
    const element = place();
    renderer.renderOutputItem(item('a', saved('First')), element);
    await settle();
    expect(element.querySelector('.jp-gatescope-picture')).not.toBeNull();
    expect(element.textContent).toContain('First');
    expect(element.textContent).toContain('as saved');
    renderer.disposeOutputItem();
  });

  it('draws an output that has changed anew in its place', async () => {
    const renderer = createNotebookRenderer(createView);
    const element = place();
    renderer.renderOutputItem(item('a', saved('First')), element);
    await settle();
    renderer.renderOutputItem(item('a', saved('Second')), element);
    await settle();
    renderer.renderOutputItem(item('b', saved('Third')), element);
    await settle();
    expect(element.querySelectorAll('.jp-gatescope-view')).toHaveLength(1);
    expect(element.textContent).toContain('Third');
    renderer.disposeOutputItem();
  });

  it('frees one output, or all, also one that is not drawn yet', async () => {
    const disposed: string[] = [];
    const load = async (): Promise<ViewFactory> => (_element, bundle) => ({
      update: () => undefined,
      resize: () => undefined,
      themeChanged: () => undefined,
      dispose: () => disposed.push((bundle as Trace).title ?? '')
    });
    const renderer = createNotebookRenderer(load);
    for (const name of ['a', 'b', 'c']) {
      renderer.renderOutputItem(item(name, saved(name)), place());
    }
    renderer.disposeOutputItem('a');
    await settle();
    expect(disposed).toEqual(['a']);
    renderer.disposeOutputItem('nobody');
    renderer.disposeOutputItem();
    expect(disposed).toEqual(['a', 'b', 'c']);
    renderer.disposeOutputItem();
    expect(disposed).toHaveLength(3);
  });

  it.each([
    ['text that is no JSON', '{', 'The output should be JSON'],
    ['nothing', 'null', 'cannot be drawn'],
    ['another object', '{"kind":"trace"}', 'cannot be drawn'],
    ['a kind of the future', '{"version":1,"kind":"new","id":"x"}', 'one of'],
    ['too much', ' '.repeat(50_000_001), 'at most 50000000 characters']
  ])('tells %s in its place', async (_, text, words) => {
    const renderer = createNotebookRenderer(createView);
    const element = place();
    renderer.renderOutputItem(item('a', text), element);
    await settle();
    expect(element.querySelector('[role="alert"]')?.textContent).toContain(
      words
    );
    renderer.disposeOutputItem('a');
    expect(element.querySelector('[role="alert"]')).toBeNull();
  });

  it('makes no HTML of the words of an output', async () => {
    const renderer = createNotebookRenderer(createView);
    const element = place();
    const words = '<img src=x onerror=alert(1)>';
    renderer.renderOutputItem(item('a', saved(words)), element);
    await settle();
    expect(element.textContent).toContain(words);
    expect(element.querySelector('img')).toBeNull();
    renderer.disposeOutputItem();
  });

  it('tells a view that cannot be loaded, or stops', async () => {
    const element = place();
    const failing = createNotebookRenderer(() =>
      Promise.reject(new Error('no such view'))
    );
    failing.renderOutputItem(item('a', saved('First')), element);
    await settle();
    expect(element.textContent).toContain('no such view');
    const wrong = createNotebookRenderer(async () => () => {
      throw new Error('it stops');
    });
    wrong.renderOutputItem(item('b', saved('First')), element);
    await settle();
    expect(element.textContent).toContain('cannot be drawn');
    failing.disposeOutputItem();
    wrong.disposeOutputItem();
  });

  it.each([
    ['vscode-light', 'true', undefined],
    ['vscode-dark', 'false', undefined],
    ['vscode-high-contrast', 'false', 'High Contrast'],
    ['vscode-high-contrast vscode-high-contrast-light', 'true', undefined]
  ])('has the palette of %s', async (theme, light, name) => {
    document.body.className = theme;
    const renderer = createNotebookRenderer(createView);
    const element = place();
    renderer.renderOutputItem(item('a', saved('First')), element);
    expect(element.dataset['jpThemeLight']).toBe(light);
    expect(element.dataset['jpThemeName']).toBe(name);
    // The reader chooses another theme while the notebook is open.
    document.body.className = 'vscode-dark';
    await settle();
    expect(element.dataset['jpThemeLight']).toBe('false');
    expect(element.dataset['jpThemeName']).toBeUndefined();
    renderer.disposeOutputItem();
  });
});
