import type { Trace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { unitsWords } from '../../scene/words/counts';
import type { MenuItem } from '../base/menu';
import type { Tool } from '../base/tools';
import { whyNoSpread } from '../traceMap/batchSpread';
import { hasGradients } from '../traceMap/traceChannels';
import type { MapOptions, MapScene } from '../traceMap/mapScene';
import type { Sort } from '../traceMap/unitOrder';

export interface ToolActions {
  readonly set: (options: Partial<MapOptions>) => void;
  readonly chooseUnit: (unit: number) => void;
  readonly equations: { readonly shown: boolean; readonly toggle: () => void };
  /** Absent where there is no such view. */
  readonly whatIf?: () => void;
  /** The channel and step that "value at step" sorts by. */
  readonly sortAt: () => { channel: string; step: number } | null;
}

/** The toolbar of the gates view: few buttons, the rest in menus. */
export function gatesTools(
  scene: MapScene,
  unit: number,
  actions: ToolActions,
  translate: Translate
): Tool[] {
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
          label: `${translate('Sort: %1', translate(scene.options.sort === 'groups' ? 'groups' : scene.options.sort === 'alike' ? 'alike' : sortWords[scene.options.sort]))} ▾`,
          title: translate('Order of the units'),
          keep: true,
          menu: () => sortMenu(scene, actions, translate)
        },
    {
      id: 'show',
      label: `${translate('Show')} ▾`,
      title: translate('What is shown'),
      look: 'quiet',
      menu: () => showMenu(scene, actions, translate)
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

const sortWords: Readonly<Record<Sort, string>> = {
  similarity: 'similarity',
  groups: 'groups of alike units',
  alike: 'what the brush found',
  peak: 'peak',
  index: 'index',
  value: 'value at %step'
};

/** Of more units a line each is no picture. */
const MOST_LINES = 24;

function sortMenu(
  { options }: MapScene,
  { set, sortAt }: ToolActions,
  translate: Translate
): MenuItem[] {
  const sorts: readonly Sort[] = [
    'similarity',
    'groups',
    ...(options.pattern ? (['alike'] as const) : []),
    'peak',
    'index',
    'value'
  ];
  return sorts.map(sort => {
    const at = sort === 'value' ? sortAt() : null;
    return {
      label:
        sort === 'value' && at
          ? translate('%1 at %step %2', at.channel, at.step)
          : translate(sortWords[sort]),
      checked: options.sort === sort,
      ...(sort === 'value' &&
        at === null && { off: translate('Pin a %step first.') }),
      run: () => set({ sort, sortAt: at })
    };
  });
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
  { trace, layer, options, lines, overSequences, steps }: MapScene,
  { set }: ToolActions,
  translate: Translate
): MenuItem[] {
  const items: MenuItem[] = layerItems(trace, options, set, translate);
  items.push(
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
    ...spreadItems(trace, overSequences, set, translate)
  );
  if (!lines) {
    items.push({
      label: translate('a scale for each channel'),
      checked: options.ownScales,
      run: () => set({ ownScales: !options.ownScales })
    });
  }
  if (hasGradients(layer)) {
    items.push({
      label: options.gradients
        ? translate('hide gradients')
        : translate('gradients'),
      run: () => set({ gradients: !options.gradients })
    });
  }
  if (trace.input.editable && trace.input.names.length > 1) {
    items.push(
      ...trace.input.names.slice(0, 32).map((name, feature) => ({
        label: translate('input: %1', name),
        checked: feature === options.feature,
        run: () => set({ feature })
      }))
    );
  }
  if (steps < trace.time.steps) {
    items.push({
      label: translate('all %1 %steps', trace.time.steps),
      run: () => set({ from: 0, to: trace.time.steps })
    });
  }
  return items;
}

/** Of a run over a batch: one unit beside what the other sequences do. */
function spreadItems(
  trace: Trace,
  checked: boolean,
  set: (options: Partial<MapOptions>) => void,
  translate: Translate
): MenuItem[] {
  if (!trace.batch) {
    return [];
  }
  const off = whyNoSpread(trace, translate);
  return [
    {
      label: translate('one unit over the %1 sequences', trace.batch.size),
      checked,
      ...(off !== null && { off }),
      run: () => set({ overSequences: true })
    }
  ];
}

/** One item a layer and direction, where there are several. */
export function layerItems(
  trace: Trace,
  options: Pick<MapOptions, 'layer'>,
  set: (options: { layer: number }) => void,
  translate: Translate
): MenuItem[] {
  if (trace.layers.length < 2) {
    return [];
  }
  return trace.layers.map((layer, index) => ({
    label: `${layer.name}: ${layer.cellName}, ${unitsWords(layer.units, translate)}${
      layer.direction === 'backward' ? `, ${translate('backward')}` : ''
    }`,
    checked: index === options.layer,
    run: () => set({ layer: index })
  }));
}
