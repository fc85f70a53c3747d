/** @jest-environment jsdom */
import { CommandRegistry } from '@lumino/commands';
import { letApplicationKeys } from '../../../../src/lab/applicationKeys';
import { keepKeys } from '../../../../src/widgets/base/keepKeys';

const COMMAND_MODE = '.jp-Notebook.jp-mod-commandMode :focus';

/** A notebook cell with something that takes the focus, and what JupyterLab does at its keys. */
function page() {
  document.body.innerHTML = `
    <div class="jp-NotebookPanel" data-undoer>
      <div class="jp-Notebook jp-mod-commandMode">
        <div class="jp-Cell" tabindex="0"><div id="output">
          <p><button id="tool">Tool</button><input id="range" type="range"></p>
        </div></div>
      </div>
    </div>`;
  const commands = new CommandRegistry();
  const done: string[] = [];
  for (const [command, keys, selector] of [
    ['cut', 'X', COMMAND_MODE],
    ['down', 'ArrowDown', COMMAND_MODE],
    ['undo', 'Ctrl Z', '[data-undoer]'],
    ['save', 'Ctrl S', 'body']
  ]) {
    commands.addCommand(command, { execute: () => void done.push(command) });
    commands.addKeyBinding({ command, keys: [keys], selector });
  }
  const find = (id: string) => document.getElementById(id)!;
  const press = (key: string, keyCode: number, ctrlKey = false): void => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        keyCode,
        ctrlKey,
        bubbles: true,
        cancelable: true
      })
    );
  };
  const pressAll = (): void => {
    press('x', 88);
    press('ArrowDown', 40);
    press('z', 90, true);
    press('s', 83, true);
  };
  return { commands, done, find, press, pressAll };
}

describe('an element that keeps its keys', () => {
  // JupyterLab hears of a key after the page, Notebook 7 before it.
  describe.each([
    ['after', false],
    ['before', true]
  ])('where shortcuts are looked for %s the page', (_, capture) => {
    const opened = () => {
      const made = page();
      const listener = (event: KeyboardEvent): void =>
        made.commands.processKeydownEvent(event);
      document.addEventListener('keydown', listener, { capture });
      stops.push(() =>
        document.removeEventListener('keydown', listener, { capture })
      );
      return made;
    };
    const stops: (() => void)[] = [];
    afterEach(() => stops.splice(0).forEach(stop => stop()));

    it('has no shortcut of the notebook act on whatever in it has the focus', () => {
      const { done, find, pressAll } = opened();
      find('tool').focus();
      pressAll();
      expect(done).toEqual(['cut', 'down', 'undo', 'save']);
      done.length = 0;
      keepKeys(find('output'));
      for (const id of ['range', 'tool']) {
        find(id).focus();
        pressAll();
      }
      expect(done).toEqual([]);
    });

    it('lets the application’s own keys act, where the application is known', () => {
      const { commands, done, find, pressAll } = opened();
      keepKeys(find('output'));
      stops.push(letApplicationKeys(commands));
      find('range').focus();
      pressAll();
      find('tool').focus();
      pressAll();
      expect(done).toEqual(['save', 'save']);
    });
  });

  it('gives the focus back to the notebook cell at Escape, unless something in it has a use for that key', () => {
    const { find, press } = page();
    keepKeys(find('output'));
    find('tool').focus();
    press('Escape', 27);
    expect(document.activeElement?.className).toBe('jp-Cell');
    find('tool').addEventListener('keydown', event => event.preventDefault());
    find('tool').focus();
    press('Escape', 27);
    expect(document.activeElement).toBe(find('tool'));
  });
});
