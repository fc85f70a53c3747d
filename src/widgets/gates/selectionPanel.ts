import type { Trace } from '../../trace';
import type { ViewContext } from '../context';
import type { Translate } from '../../scene/words/translate';
import { copyText } from '../base/copyText';
import { fill, html } from '../base/dom';
import type { Frame } from '../base/frame';
import { toolButton, type Tool } from '../base/tools';
import { pythonSelection } from '../base/pythonCode';
import {
  selectionCode,
  selectionWords,
  type Selection
} from '../traceMap/selection';

/** Where the chosen units and steps are kept, for the What-if view to start from. */
export const SELECTION = 'selection';

/** Tells the kernel of a brushed selection, and shows the line of code that names it. */
export interface SelectionPanel {
  show(selection: Selection): void;
  clear(): void;
}

export interface SelectionPanelOptions {
  readonly frame: Frame;
  readonly context: ViewContext;
  readonly trace: () => Trace;
  readonly clear: () => void;
  /** Goes on to clamping; absent where that is not possible. */
  readonly clamp?: () => void;
  /** Looks for units that do the same over these steps. */
  readonly alike?: (selection: Selection) => void;
}

export function createSelectionPanel(
  options: SelectionPanelOptions
): SelectionPanel {
  const { frame, context, trace } = options;
  const id = (): string => trace().id;
  const { link, store, translate } = context;
  /** Only the answer to the last request counts. */
  let turn = 0;

  const show = async (selection: Selection): Promise<void> => {
    turn += 1;
    const mine = turn;
    store.set(id(), SELECTION, selection);
    frame.announce(selectionWords(selection, translate));
    if (trace().time.kept) {
      drawThinned(selection);
      return;
    }
    const code = await codeOf(selection);
    if (mine === turn) {
      draw(selection, code);
    }
  };

  /** Without a kernel, the line that makes the selection by hand. */
  const codeOf = async (selection: Selection): Promise<string> => {
    const byHand =
      trace().language === 'python'
        ? pythonSelection(selection)
        : selectionCode(selection);
    if (frame.status.state !== 'live') {
      return byHand;
    }
    try {
      const { batch } = trace();
      const { code } = await link.request('select', {
        id: id(),
        selection,
        ...(batch && { sequence: batch.sequence })
      });
      return code;
    } catch {
      return byHand;
    }
  };

  const draw = (selection: Selection, code: string): void =>
    drawPanel(
      frame,
      selection,
      translate,
      html(
        'div',
        { class: 'jp-gatescope-tools' },
        selectionTools(selection, code, options).map(toolButton)
      ),
      // Wider than the panel it scrolls, by keyboard, too.
      html('pre', { class: 'jp-gatescope-code', tabindex: 0 }, code)
    );
  /** Not all of the steps are here: code that names some of them would say less than was brushed. */
  const drawThinned = (selection: Selection): void =>
    drawPanel(
      frame,
      selection,
      translate,
      html(
        'span',
        {},
        translate(
          'No code, and nothing to hold: the saved copy leaves %steps out. They work when the kernel that made this run is there.'
        )
      )
    );

  return {
    show: selection => void show(selection),
    clear() {
      turn += 1;
      frame.announce(translate('nothing is selected any more'));
      fill(frame.below);
      store.set(id(), SELECTION, undefined);
      if (frame.status.state === 'live') {
        // Nobody waits for the answer; a kernel that is gone has forgotten it anyway.
        link
          .request('select', { id: id(), selection: null })
          .catch(() => undefined);
      }
    }
  };
}

/** Says what is selected, with more beside and below. */
function drawPanel(
  frame: Frame,
  selection: Selection,
  translate: Translate,
  beside: HTMLElement,
  ...below: readonly HTMLElement[]
): void {
  fill(
    frame.below,
    html(
      'div',
      { class: 'jp-gatescope-selection' },
      html('b', {}, selectionWords(selection, translate)),
      beside
    ),
    ...below
  );
}

/** What can be done with a selection. */
function selectionTools(
  selection: Selection,
  code: string,
  { frame, context, alike, clamp, clear }: SelectionPanelOptions
): Tool[] {
  const { link, translate } = context;
  const { insertCode } = link;
  return [
    {
      id: 'copy',
      label: translate('Copy code'),
      run: () => copyText(code, frame, translate)
    },
    ...(insertCode
      ? [
          {
            id: 'insert',
            label: translate('Put in a notebook cell'),
            run: () => insertCode(code)
          }
        ]
      : []),
    ...(alike
      ? [
          {
            id: 'alike',
            label: translate('Find alike'),
            title: translate(
              'Find alike: units that pass a threshold over these %steps, and not just beside them'
            ),
            run: () => alike(selection)
          }
        ]
      : []),
    ...(clamp ? [{ id: 'clamp', label: translate('Hold'), run: clamp }] : []),
    {
      id: 'clear',
      label: '✕',
      title: translate('Clear the selection (Esc)'),
      look: 'quiet',
      run: clear
    }
  ];
}
