import { cellOutcome, errorWords } from '../lab/reading/cellOutcome';
import { createRunSayings } from '../lab/reading/runSayings';
import { createView } from '../widgets/createView';
import { html } from '../widgets/base/dom';
import { keepKeys } from '../widgets/base/keepKeys';
import type { Translate } from '../scene/words/translate';
import type { ReadNotebook, Output } from './notebook';
import { createOutputArea, type OutputArea } from './outputs';
import type { ReadKernel } from './readKernel';

/** How a notebook cell stands since the page was opened. */
type State = 'idle' | 'waiting' | 'loading' | 'running';

/** What takes the place of an output from before. */
const SHOWS = new Set(['stream', 'error', 'execute_result', 'display_data']);

interface CodeCell {
  readonly id: string;
  readonly section: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly area: OutputArea;
  /** Tells of a cell that shows nothing that it has run. */
  readonly ended: HTMLElement;
  state: State;
  hasRun: boolean;
}

/** The run buttons of a page. */
export interface Cells {
  /** Runs a notebook cell, after those above it that it needs and that have not run. */
  run(id: string): Promise<void>;
  /** The variables are gone: all is to be rerun. */
  kernelEnded(reason: string): void;
}

/**
 * Gives each notebook cell of code a button that runs it. A cell needs what those above it have made:
 * they run first, in their order; of an exercise only those that it names, with which it is also
 * checked. Tests of exercises run by their Check alone.
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
  const sayings = createRunSayings<CodeCell>(translate);
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
    // One writes first, and then runs.
    row[section.dataset['kind'] === 'answer' ? 'append' : 'prepend'](button);
    const ended = html('p', { class: 'read-ended' });
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
      ended,
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
    row.append(ended);
    label(cell);
    showBefore(cell);
    return cell;
  }

  /**
   * Before a cell has run here it shows what its code ships with, which is live; where the reader has changed
   * that code or what runs before it, what their own run has left.
   */
  function showBefore(cell: CodeCell): void {
    const { id, section, area } = cell;
    const { pictures } = section.dataset;
    const showOwn = (): void => {
      const outputs = notebook.ownOutputs(id);
      if (outputs.length > 0) {
        takePlace(section);
        area.show(outputs);
      }
    };
    if (!notebook.isAsShipped(id)) {
      showOwn();
    } else if (pictures !== undefined) {
      whenSeen(section, pictures, outputs => {
        if (
          !cell.hasRun &&
          cell.state === 'idle' &&
          area.outputs.length === 0
        ) {
          if (outputs === null) {
            showOwn();
          } else {
            area.show(outputs);
          }
        }
      });
    } else if (section.querySelector('gatescope-view') === null) {
      showOwn();
    }
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
      loading: translate('Loading'),
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
    const isNeeded = neededBy(id);
    const before = cells
      .slice(0, at)
      .filter(cell => !cell.hasRun && isNeeded(cell.id));
    const wanted = [...before, cells[at]].filter(
      ({ state }) => state === 'idle'
    );
    wanted.forEach(cell => enter(cell, 'waiting'));
    const asked = cells[at];
    sayings.begin(asked);
    const ran = queue
      .then(() => runAll(wanted))
      .then(last => sayings.end(asked, outcomeOf(last ?? asked)));
    queue = ran.catch(() => undefined);
    return ran;
  }

  /** Which of the cells above a cell must have run before it. */
  function neededBy(id: string): (above: string) => boolean {
    const exercise = notebook.parts.exercises.find(
      ({ answer, needs }) => answer === id || needs.includes(id)
    );
    return above => exercise === undefined || exercise.needs.includes(above);
  }

  /** Writes that a cell has run of which nothing else tells. */
  function writeEnded({ ended, section }: CodeCell): void {
    ended.textContent =
      section.dataset['kind'] === 'answer'
        ? translate('It ran. Press Check to see whether it is right.')
        : translate('Done.');
  }

  /** What is heard when a cell has run: what is written beside it, or what its outputs are. */
  function outcomeOf({ ended, area }: CodeCell): string {
    return (
      ended.textContent ||
      cellOutcome(
        area.outputs.map(output => ({
          data: (output['data'] ?? {}) as Readonly<Record<string, unknown>>,
          ...(output.output_type === 'error' && {
            error: errorWords(output['ename'], output['evalue'])
          })
        })),
        translate
      )
    );
  }

  /** Runs cells one after the other; gives the last that has run, or null. */
  async function runAll(wanted: readonly CodeCell[]): Promise<CodeCell | null> {
    stopped = false;
    let last: CodeCell | null = null;
    for (const cell of wanted) {
      if (stopped) {
        enter(cell, 'idle');
        continue;
      }
      last = cell;
      const isOk = await runOne(cell);
      if (isOk && cell === wanted.at(-1) && cell.area.outputs.length === 0) {
        writeEnded(cell);
      }
      // An answer that is not written yet ends in an error, and what follows does without.
      stopped ||= !isOk && cell.section.dataset['kind'] !== 'answer';
    }
    return last;
  }

  async function runOne(cell: CodeCell): Promise<boolean> {
    const { id, section, area } = cell;
    // What stands there stays until something takes its place: nothing jumps meanwhile.
    area.hear('clear_output', { wait: true });
    cell.ended.textContent = '';
    let isNew = false;
    const hear = (
      type: string,
      content: Readonly<Record<string, unknown>>
    ): void => {
      if (SHOWS.has(type) && !isNew) {
        isNew = true;
        takePlace(section);
      }
      area.hear(type, content);
    };
    try {
      enter(cell, 'loading');
      await kernel.start();
      if (stopped) {
        return false;
      }
      enter(cell, 'running');
      const { status, count } = await kernel.run(
        id,
        notebook.source(id),
        (type, content) => {
          hear(type, content);
          // What comes after its end, as the last picture of a training.
          if (cell.state !== 'running' && type === 'update_display_data') {
            notebook.setOutputs(id, area.outputs, count);
          }
        }
      );
      if (!isNew) {
        takePlace(section);
        area.show([]);
      }
      cell.hasRun = true;
      notebook.setOutputs(id, area.outputs, count);
      return status === 'ok';
    } catch (error) {
      hear('error', {
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
    kernelEnded() {
      for (const cell of cells) {
        cell.hasRun = false;
        cell.ended.textContent = '';
      }
    }
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

/** What a notebook cell shows where nobody has changed it: fetched when it is about to be seen. */
function whenSeen(
  section: HTMLElement,
  address: string,
  take: (outputs: readonly Output[] | null) => void
): void {
  const seen = new IntersectionObserver(
    entries => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) {
        seen.disconnect();
        void fetched(address).then(take, () => take(null));
      }
    },
    // A little before, so that it is there when it is read.
    { rootMargin: '50% 0px' }
  );
  seen.observe(section);
}

async function fetched(address: string): Promise<readonly Output[]> {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(
      `${address} could not be loaded: ${answer.status} ${answer.statusText}`
    );
  }
  return (await answer.json()) as readonly Output[];
}
