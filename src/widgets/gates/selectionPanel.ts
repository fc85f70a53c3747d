import type { ViewContext } from '../context';
import { copyText } from '../base/copyText';
import { fill, html } from '../base/dom';
import type { Frame } from '../base/frame';
import { toolButton } from '../base/tools';
import { selectionCode, selectionWords, type Selection } from './selection';

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
  readonly id: () => string;
  readonly clear: () => void;
  /** Goes on to clamping; absent where that is not possible. */
  readonly clamp?: () => void;
}

export function createSelectionPanel(
  options: SelectionPanelOptions
): SelectionPanel {
  const { frame, context, id } = options;
  const { link, store, translate } = context;
  /** Only the answer to the last request counts. */
  let turn = 0;

  const show = async (selection: Selection): Promise<void> => {
    turn += 1;
    const mine = turn;
    store.set(id(), SELECTION, selection);
    frame.announce(selectionWords(selection, translate));
    const code = await codeOf(selection);
    if (mine === turn) {
      draw(selection, code);
    }
  };

  /** Without a kernel, the line that makes the selection by hand. */
  const codeOf = async (selection: Selection): Promise<string> => {
    if (frame.status.state !== 'live') {
      return selectionCode(selection);
    }
    try {
      return (await link.request('select', { id: id(), selection })).code;
    } catch {
      return selectionCode(selection);
    }
  };

  const draw = (selection: Selection, code: string): void => {
    const { insertCode } = link;
    fill(
      frame.below,
      html(
        'div',
        { class: 'jp-gatescope-selection' },
        html('b', {}, selectionWords(selection, translate)),
        html('div', { class: 'jp-gatescope-tools' }, [
          toolButton({
            id: 'copy',
            label: translate('Copy code'),
            run: () => copyText(code, frame, translate)
          }),
          ...(insertCode
            ? [
                toolButton({
                  id: 'insert',
                  label: translate('Put in a notebook cell'),
                  run: () => insertCode(code)
                })
              ]
            : []),
          ...(options.clamp
            ? [
                toolButton({
                  id: 'clamp',
                  label: translate('Clamp'),
                  run: options.clamp
                })
              ]
            : []),
          toolButton({
            id: 'clear',
            label: '✕',
            title: translate('Clear the selection (Esc)'),
            look: 'quiet',
            run: options.clear
          })
        ])
      ),
      html('pre', { class: 'jp-gatescope-code' }, code)
    );
  };

  return {
    show: selection => void show(selection),
    clear() {
      turn += 1;
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
