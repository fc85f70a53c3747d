import type { Translate } from '../../scene/words/translate';
import { offUnless, type Tool } from '../base/tools';
import { namedIn, type CompareOrder } from './compareRows';
import type { CompareChoice, CompareState } from './compareState';

const orders: Readonly<Record<CompareOrder, string>> = {
  mean: 'mean',
  peak: 'peak',
  index: 'index'
};

export interface CompareActions {
  readonly choose: (next: Partial<CompareChoice>) => void;
  readonly edit: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly reset: () => void;
}

/** Channels, order, feature and scales; undo and reset where the input was edited. */
export function compareTools(
  state: CompareState,
  /** The kernel can be asked. */
  live: boolean,
  { choose, edit, undo, redo, reset }: CompareActions,
  translate: Translate
): Tool[] {
  const { choice, before } = state;
  const { names, editable } = before.traces[0].input;
  const tools: Tool[] = [
    {
      id: 'rows',
      label: translate('Channels ▾'),
      title: translate('Which channels to show below each other'),
      menu: () =>
        state.all.map(({ id, ...row }) => ({
          label: `${row.letters.join(' / ')}  ${namedIn({ id, ...row }, translate(row.words), translate)}`,
          checked: choice.rows.includes(id),
          run: () =>
            choose({
              rows: choice.rows.includes(id)
                ? choice.rows.filter(each => each !== id)
                : [...choice.rows, id]
            })
        }))
    },
    {
      id: 'lines',
      label: translate('Lines'),
      title: translate(
        'All networks as lines in one plot, or each as a map of its own'
      ),
      pressed: choice.lines,
      run: () => choose({ lines: !choice.lines })
    }
  ];
  if (!choice.lines) {
    tools.push({
      id: 'order',
      label: `${translate('Sort: %1', translate(orders[choice.order]))} ▾`,
      title: translate('How the units of each network are ordered'),
      menu: () =>
        (Object.keys(orders) as CompareOrder[]).map(order => ({
          label: translate(orders[order]),
          checked: order === choice.order,
          run: () => choose({ order })
        }))
    });
  }
  if (editable && names.length > 1) {
    tools.push({
      id: 'feature',
      label: `${names[choice.feature] ?? ''} ▾`,
      title: translate('Which feature of the input is drawn'),
      menu: () =>
        names.map((name, feature) => ({
          label: name,
          checked: feature === choice.feature,
          run: () => choose({ feature })
        }))
    });
  }
  const edited = state.edits.length > 0 || state.canRedo;
  if (!choice.lines) {
    tools.push({
      id: 'shared',
      label: translate('Shared scales'),
      title: translate('One scale for all networks, or each its own'),
      pressed: choice.shared,
      run: () => choose({ shared: !choice.shared })
    });
  }
  if (edited && !choice.lines) {
    tools.push({
      id: 'difference',
      label: translate('Difference'),
      title: translate('Below, what the edits changed and not the values'),
      pressed: choice.difference,
      run: () => choose({ difference: !choice.difference })
    });
  }
  if (edited) {
    tools.push(
      {
        id: 'undo',
        label: translate('Undo'),
        title: translate('Undo the last change (Ctrl + Z)'),
        keep: true,
        off: offUnless(
          state.edits.length > 0,
          translate('Nothing is changed yet.')
        ),
        run: undo
      },
      {
        id: 'redo',
        label: translate('Redo'),
        title: translate('Redo what was undone (Ctrl + Y)'),
        off: offUnless(state.canRedo, translate('Nothing was undone.')),
        look: 'quiet',
        run: redo
      },
      {
        id: 'reset',
        label: translate('Reset'),
        title: translate('Undo all changes'),
        look: 'quiet',
        keep: true,
        run: reset
      }
    );
  } else if (live && state.editable && !state.canRedo) {
    tools.push({
      id: 'edit',
      label: translate('Edit input'),
      title: translate('Edit the input of all networks at once (I)'),
      run: edit
    });
  }
  return tools;
}
