/** @jest-environment jsdom */
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { nameEditors } from '../../../../src/lab/reading/editorNames';
import { untranslated } from '../../../../src/scene/words/translate';

function cell(type: string, source: string): Cell {
  const node = document.createElement('div');
  node.innerHTML = '<div class="cm-content" role="textbox"></div>';
  return {
    node,
    isDisposed: false,
    ready: Promise.resolve(),
    model: { type, sharedModel: { getSource: () => source } }
  } as unknown as Cell;
}

function panelOf(widgets: Cell[], kernel: string) {
  const owner = {};
  const changed = new Signal<object, void>(owner);
  const panel = {
    context: { ready: Promise.resolve() },
    content: {
      widgets,
      isDisposed: false,
      disposed: new Signal<object, void>(owner),
      model: { cells: { changed }, getMetadata: () => ({ name: kernel }) }
    }
  };
  return {
    panel: panel as unknown as Pick<NotebookPanel, 'content' | 'context'>,
    changed
  };
}

const names = (cells: readonly Cell[]): (string | null)[] =>
  cells.map(({ node }) =>
    node.querySelector('.cm-content')!.getAttribute('aria-label')
  );
const descriptions = (cells: readonly Cell[]): (string | null)[] =>
  cells.map(({ node }) => node.getAttribute('aria-description'));
const settled = () => new Promise(resolve => setTimeout(resolve));

describe('the names of a notebook’s editors', () => {
  const made = () => [
    cell('markdown', '# Title'),
    cell('code', '// Your answer\nconst a = 1;'),
    cell('code', 'a + 1'),
    cell('markdown', 'No heading')
  ];

  it('are their places, with the comment that the code begins with', async () => {
    const cells = made();
    const { panel, changed } = panelOf(cells, 'gatescope');
    nameEditors(panel, untranslated);
    await settled();
    expect(names(cells)).toEqual([
      'Text of notebook cell 1: Title',
      'Code of notebook cell 2: Your answer',
      'Code of notebook cell 3',
      'Text of notebook cell 4'
    ]);
    // Where the arrow keys go the same is said of the notebook cell.
    expect(descriptions(cells)).toEqual(names(cells));
    cells.unshift(cells.pop()!);
    changed.emit();
    await settled();
    expect(names(cells)).toEqual([
      'Text of notebook cell 1',
      'Text of notebook cell 2: Title',
      'Code of notebook cell 3: Your answer',
      'Code of notebook cell 4'
    ]);
    expect(descriptions(cells)).toEqual(names(cells));
  });

  it('are left to JupyterLab in notebooks on other kernels', async () => {
    const cells = made();
    nameEditors(panelOf(cells, 'python3').panel, untranslated);
    await settled();
    expect(names(cells)).toEqual([null, null, null, null]);
    expect(descriptions(cells)).toEqual([null, null, null, null]);
  });
});
