import type { Translate } from '../../scene/words/translate';
import { html } from './dom';
import type { KeyAction } from '../../scene/words/keyAction';
import { toolButton, type LoneTool } from './tools';

/** What the keys D and P do, as buttons: for those who do not know the keys, or have none. */
export function sayButtons({
  describes,
  context: { translate },
  onKey
}: {
  readonly describes?: 'lines' | 'words';
  readonly context: { readonly translate: Translate };
  readonly onKey?: (action: KeyAction) => boolean;
}): HTMLElement {
  const button = (tool: Omit<LoneTool, 'look'>): HTMLElement =>
    toolButton({ ...tool, look: 'quiet' });
  return html(
    'span',
    { class: 'jp-gatescope-say', hidden: describes === undefined },
    button({
      id: 'describe',
      label: translate('Describe'),
      title: translate('Describe the picture; again: the next thing (D)'),
      run: () => onKey?.('describe')
    }),
    describes === 'words'
      ? []
      : button({
          id: 'hear',
          label: translate('Hear'),
          title: translate(
            'Hear the line that the cursor is on (P, slowly Shift + P)'
          ),
          run: () => onKey?.('hear')
        })
  );
}
