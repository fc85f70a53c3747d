import type { LiveLink } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { StepView } from '../base/createStepView';
import type { Area } from '../scene/brush';
import { selectionOf, selectionWords } from '../traceMap/selection';
import { html } from '../base/dom';
import type { KeyAction } from '../../scene/words/keyAction';
import type { TraceCursor } from '../traceMap/traceCursor';
import type { ChangedRun } from './changedRun';
import type { ClampActions } from './clampTools';
import { createInputEditor, type InputEditor } from './inputEditor';
import { whatIfActions } from './whatIfActions';
import { whatIfKeys } from './whatIfKeys';
import type { WhatIfPicture } from './whatIfPicture';
import type { WhatIfScenes } from '../../views/whatIf/whatIfScenes';
import type { WhatIfState } from './whatIfState';

export interface WhatIfInteractionsOptions {
  readonly base: StepView<'trace'>;
  readonly state: WhatIfState;
  readonly place: TraceCursor;
  readonly picture: WhatIfPicture;
  readonly run: ChangedRun;
  readonly scenes: () => WhatIfScenes;
  readonly live: () => boolean;
  readonly link: LiveLink;
  readonly chosen: () => void;
  readonly translate: Translate;
}

/** Everything by which the reader changes the run: tools, the input, the brush, keys. */
export interface WhatIfInteractions {
  readonly actions: ClampActions;
  readonly editor: InputEditor;
  readonly brushed: (area: Area | null) => void;
  readonly onKey: (action: KeyAction) => boolean;
}

export function createWhatIfInteractions({
  base,
  state,
  place,
  picture,
  run,
  scenes,
  live,
  link,
  chosen,
  translate
}: WhatIfInteractionsOptions): WhatIfInteractions {
  const { frame } = base;
  const asked = html('div');
  const editor = createInputEditor({
    translate,
    edit(step, value, going) {
      const { feature } = state.options;
      run.change({ kind: 'edit', edit: { step, feature, value } }, going);
    },
    move: step => place.move({ step }),
    leave: () => frame.picture.focus()
  });
  frame.below.append(asked, editor.field);
  const actions = whatIfActions(
    state,
    frame,
    asked,
    {
      change: next => run.change(next, false),
      recompute: () => run.recompute(),
      rebuild() {
        base.draw();
        picture.showSelection();
      }
    },
    translate
  );
  const brushed = (area: Area | null): void => {
    const { before } = scenes();
    state.setSelection(area && selectionOf(before, area, place.unit()));
    const { selection } = state;
    if (live()) {
      // The code names `selection`; a kernel that refuses leaves the old one.
      link
        .request('select', { id: state.trace.id, selection })
        .catch(() => undefined);
    }
    chosen();
    frame.announce(selection ? selectionWords(selection, translate) : '');
  };
  const onKey = whatIfKeys({
    state,
    place,
    frame,
    order: () => scenes().before,
    actions,
    editor,
    brush: picture.sides.before.drawing.brush!,
    live,
    translate
  });
  return { actions, editor, brushed, onKey };
}
