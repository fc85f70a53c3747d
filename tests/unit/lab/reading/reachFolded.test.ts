/** @jest-environment jsdom */
import '../browserParts';
import type { Cell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import { Signal } from '@lumino/signaling';
import { reachFolded } from '../../../../src/lab/reading/reachFolded';

/** A notebook of cells that are shown, folded or hidden, and the arrow keys of JupyterLab. */
function notebook(kinds: string, isOurs = true) {
  const owner = {};
  const focused = jest.fn();
  const widgets = [...kinds].map(kind => ({
    kind,
    isHidden: kind === 'h',
    node: { focus: () => focused(kind) }
  })) as unknown as Cell[];
  const commandExecuted = new Signal<object, { id: string }>(owner);
  const activeCellChanged = new Signal<object, Cell | null>(owner);
  let active = 0;
  const content = {
    widgets,
    get activeCellIndex() {
      return active;
    },
    set activeCellIndex(index: number) {
      active = index;
      activeCellChanged.emit(widgets[index]);
    },
    deselectAll: () => undefined,
    scrollToItem: () => Promise.resolve()
  };
  reachFolded(
    { commandExecuted } as unknown as Parameters<typeof reachFolded>[0],
    {
      currentWidget: { content: content as unknown as Notebook },
      activeCellChanged
    },
    () => isOurs
  );
  return {
    focused,
    /** What JupyterLab does: it goes to the next unfolded cell, if there is one, and says that it has. */
    async press(id: string, lands: number): Promise<number> {
      await Promise.resolve();
      if (lands !== active) {
        content.activeCellIndex = lands;
      }
      commandExecuted.emit({ id });
      await Promise.resolve();
      return active;
    },
    async goTo(index: number): Promise<void> {
      content.activeCellIndex = index;
      await Promise.resolve();
    }
  };
}

const DOWN = 'notebook:move-cursor-down';
const UP = 'notebook:move-cursor-up';

describe('the arrow keys between notebook cells', () => {
  it('stop at a folded cell that JupyterLab passes over, both ways', async () => {
    const { press, goTo } = notebook('sffs');
    await goTo(0);
    expect(await press(DOWN, 3)).toBe(1);
    expect(await press(DOWN, 3)).toBe(2);
    expect(await press(DOWN, 3)).toBe(3);
    expect(await press(UP, 0)).toBe(2);
    expect(await press(UP, 0)).toBe(1);
    expect(await press(UP, 0)).toBe(0);
  });

  it('reach folded cells after the last unfolded one, which gets no button focused', async () => {
    const { press, goTo, focused } = notebook('sf');
    await goTo(0);
    expect(await press(DOWN, 0)).toBe(1);
    expect(focused).toHaveBeenCalledTimes(1);
  });

  it('pass over what is hidden, and leave other commands and notebooks alone', async () => {
    const hidden = notebook('shs');
    await hidden.goTo(0);
    expect(await hidden.press(DOWN, 2)).toBe(2);
    expect(hidden.focused).not.toHaveBeenCalled();
    const folded = notebook('sfs');
    await folded.goTo(0);
    expect(await folded.press('notebook:run-cell', 2)).toBe(2);
    const other = notebook('sfs', false);
    await other.goTo(0);
    expect(await other.press(DOWN, 2)).toBe(2);
  });
});
