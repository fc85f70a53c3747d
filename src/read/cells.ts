import { createView } from '../widgets/createView';
import { html } from '../widgets/base/dom';
import { keepKeys } from '../widgets/base/keepKeys';
import type { Translate } from '../widgets/context';
import type { ReadNotebook } from './notebook';
import { createOutputArea, type OutputArea } from './outputs';
import type { ReadKernel } from './readKernel';

/** How a notebook cell stands since the page was opened. */
type State = 'idle' | 'waiting' | 'running';

interface CodeCell {
  readonly id: string;
  readonly section: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly area: OutputArea;
  state: State;
  hasRun: boolean;
}

/** The run buttons of a page. */
export interface Cells {
  /** Runs a notebook cell, after those above it that have not run. */
  run(id: string): Promise<void>;
  /** The variables are gone: all is to be run anew. */
  kernelEnded(reason: string): void;
}

/**
 * Gives each notebook cell of code a button that runs it. A cell needs what those above it have made:
 * they run first, in their order. Tests of exercises run by their Check alone.
 */
export function createCells({
  notebook,
  kernel,
  translate
}: {
  readonly notebook: ReadNotebook;
  readonly kernel: ReadKernel;
  readonly translate: Translate;
}): Cells {
  const cells: CodeCell[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let stopped = false;

  for (const { id, type } of notebook.cells()) {
    const section = document.getElementById(id);
    const kind = section?.dataset['kind'];
    if (type === 'code' && section !== null && kind !== 'test') {
      cells.push(codeCell(section, id));
    }
  }

  function codeCell(section: HTMLElement, id: string): CodeCell {
    const button = html('button', { type: 'button', class: 'read-run' });
    const row = section.querySelector('.jp-InputArea') ?? section;
    row.prepend(button);
    const cell: CodeCell = {
      id,
      section,
      button,
      area: createOutputArea(outputsOf(section), {
        link: () => ({ ...kernel.link, rerun: () => void run(id) }),
        load: createView,
        translate,
        memory: notebook.memory(id)
      }),
      state: 'idle',
      hasRun: false
    };
    button.addEventListener('click', () => {
      if (cell.state === 'idle') {
        void run(id);
      } else {
        stopped = true;
        kernel.interrupt();
      }
    });
    section.addEventListener('keydown', event => {
      if (event.key === 'Enter' && event.shiftKey) {
        event.preventDefault();
        void run(id);
      }
    });
    keepKeys(button);
    label(cell);
    // What the reader had run before is there again; the page's own first pictures stay.
    if (notebook.isOwn && notebook.outputs(id).length > 0) {
      takePlace(section);
      cell.area.show(notebook.outputs(id));
    }
    return cell;
  }

  function label({ button, section, state }: CodeCell): void {
    const asks = section.dataset['kind'];
    const words = {
      idle:
        asks === 'prediction'
          ? translate('Guess')
          : asks === 'questions'
            ? translate('Answer')
            : translate('Run'),
      waiting: translate('Waiting'),
      running: translate('Stop')
    }[state];
    button.dataset['state'] = state;
    const sign = html('span', { 'aria-hidden': 'true' });
    sign.textContent = state === 'running' ? '■' : '▶';
    button.replaceChildren(sign, ` ${words}`);
    section.setAttribute('aria-busy', String(state === 'running'));
  }

  function enter(cell: CodeCell, state: State): void {
    cell.state = state;
    label(cell);
  }

  function run(id: string): Promise<void> {
    const at = cells.findIndex(cell => cell.id === id);
    if (at < 0) {
      return Promise.resolve();
    }
    const before = cells.slice(0, at).filter(cell => !cell.hasRun);
    const wanted = [...before, cells[at]].filter(
      ({ state }) => state === 'idle'
    );
    wanted.forEach(cell => enter(cell, 'waiting'));
    const ran = queue.then(() => runAll(wanted));
    queue = ran.catch(() => undefined);
    return ran;
  }

  async function runAll(wanted: readonly CodeCell[]): Promise<void> {
    stopped = false;
    for (const cell of wanted) {
      if (stopped) {
        enter(cell, 'idle');
        continue;
      }
      const isOk = await runOne(cell);
      // An answer that is not written yet ends in an error, and what follows does without.
      stopped ||= !isOk && cell.section.dataset['kind'] !== 'answer';
    }
  }

  async function runOne(cell: CodeCell): Promise<boolean> {
    const { id, section, area } = cell;
    enter(cell, 'running');
    takePlace(section);
    area.show([]);
    try {
      const { status, count } = await kernel.run(
        id,
        notebook.source(id),
        (type, content) => {
          area.hear(type, content);
          // What comes after its end, as the last picture of a training.
          if (cell.state !== 'running' && type === 'update_display_data') {
            notebook.setOutputs(id, area.outputs, count);
          }
        }
      );
      cell.hasRun = true;
      notebook.setOutputs(id, area.outputs, count);
      return status === 'ok';
    } catch (error) {
      area.hear('error', {
        ename: 'Error',
        evalue: error instanceof Error ? error.message : String(error),
        traceback: []
      });
      return false;
    } finally {
      enter(cell, 'idle');
    }
  }

  return {
    run,
    kernelEnded: () => cells.forEach(cell => (cell.hasRun = false))
  };
}

/** What the page came with in this place gives way to what has run here. */
function takePlace(section: HTMLElement): void {
  section.querySelector('.jp-Cell-outputWrapper')?.remove();
}

function outputsOf(section: HTMLElement): HTMLElement {
  const area = html('div', { class: 'read-outputs', 'aria-live': 'off' });
  section.append(area);
  return area;
}
