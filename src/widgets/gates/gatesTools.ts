import type { Translate } from '../../scene/words/translate';
import type { MenuItem } from '../base/menu';
import type { Tool } from '../base/tools';
import { choiceItems } from '../scene/choiceTools';
import { whyNoSpread } from '../../views/map/batchSpread';
import type { MapKept } from '../../views/map/mapChoices';
import type { MapScene } from '../../views/map/mapScene';
import type { Sort } from '../../views/map/unitOrder';
import type { GatesState } from './gatesState';

export interface ToolActions {
  readonly set: (next: MapKept) => void;
  readonly chooseUnit: (unit: number) => void;
  readonly equations: { readonly shown: boolean; readonly toggle: () => void };
  /** Absent where there is no such view. */
  readonly whatIf?: () => void;
  /** The channel and step that "value at step" sorts by. */
  readonly sortAt: () => { channel: string; step: number } | null;
}

/** What the tools are of: what is chosen, and what is drawn of it. */
type Chosen = Pick<GatesState, 'scene' | 'moment'>;

/** The toolbar of the gates view: few buttons, the rest in menus. */
export function gatesTools(
  chosen: Chosen,
  unit: number,
  actions: ToolActions,
  translate: Translate
): Tool[] {
  const { scene } = chosen;
  const { lines } = scene;
  const tools: Tool[] = [
    lines
      ? {
          id: 'unit',
          label: `${translate('Unit %1', unit)} ▾`,
          title: translate('Choose the unit'),
          keep: true,
          menu: () => unitMenu(scene, unit, actions, translate)
        }
      : {
          id: 'sort',
          label: `${translate('Sort: %1', translate(sortWords[scene.options.sort]))} ▾`,
          title: translate('Order of the units'),
          keep: true,
          menu: () => sortMenu(chosen, actions, translate)
        },
    {
      id: 'show',
      label: `${translate('Show')} ▾`,
      title: translate('What is shown'),
      look: 'quiet',
      menu: () => showMenu(chosen, actions, translate)
    }
  ];
  if (scene.layer.equations.length > 0) {
    tools.push({
      id: 'equations',
      label: translate('Equations'),
      title: translate('Equations: the cell in MathML, with numbers (E)'),
      pressed: actions.equations.shown,
      run: actions.equations.toggle
    });
  }
  if (actions.whatIf) {
    tools.push({
      id: 'whatIf',
      label: translate('What if'),
      title: translate('What if: hold a channel or edit the input (C)'),
      run: actions.whatIf
    });
  }
  return tools;
}

/** On the tool, whose menu has more room. */
const sortWords: Readonly<Record<Sort, string>> = {
  similarity: 'similarity',
  groups: 'groups',
  alike: 'alike',
  peak: 'peak',
  index: 'index',
  value: 'value at %step'
};

/** Of more units a line each is no picture. */
const MOST_LINES = 24;

function sortMenu(
  { moment }: Chosen,
  { set, sortAt }: ToolActions,
  translate: Translate
): MenuItem[] {
  const at = sortAt();
  return choiceItems(moment.stands, ['sort'], (_, value) => {
    const sort = value as Sort;
    set({ sort, sortAt: sort === 'value' ? at : null });
  }).map((item, index, { length }) =>
    // By value is the last one: it is by what the reader looks at.
    index < length - 1
      ? item
      : {
          ...item,
          ...(at
            ? { label: translate('%1 at %step %2', at.channel, at.step) }
            : { off: translate('Pin a %step first.') })
        }
  );
}

function unitMenu(
  { layer }: MapScene,
  unit: number,
  { chooseUnit }: ToolActions,
  translate: Translate
): MenuItem[] {
  return Array.from({ length: layer.units }, (_, index) => ({
    label: translate('Unit %1', index),
    checked: index === unit,
    run: () => chooseUnit(index)
  }));
}

function showMenu(
  { scene, moment }: Chosen,
  { set }: ToolActions,
  translate: Translate
): MenuItem[] {
  const { trace, layer, lines, overSequences, steps } = scene;
  const items = (...names: Parameters<typeof choiceItems>[1]): MenuItem[] =>
    choiceItems(moment.stands, names, (name, value) => set({ [name]: value }));
  return [
    ...items('layer'),
    {
      label: translate('as lines'),
      checked: lines && !overSequences,
      ...(layer.units > MOST_LINES && {
        off: translate(
          'Lines of more than %1 units cover each other.',
          MOST_LINES
        )
      }),
      run: () => set({ lines: true, overSequences: false })
    },
    {
      label: translate('as heatmap'),
      checked: !lines,
      run: () => set({ lines: false, overSequences: false })
    },
    ...items('overSequences').map(item => {
      const off = whyNoSpread(trace, translate);
      return {
        ...item,
        checked: overSequences,
        ...(off !== null && { off }),
        run: () => set({ overSequences: true })
      };
    }),
    ...(lines ? [] : items('ownScales')),
    ...items('gradients', 'feature'),
    ...(steps < trace.time.steps
      ? [
          {
            label: translate('all %1 %steps', trace.time.steps),
            run: () => set({ window: null })
          }
        ]
      : [])
  ];
}
