import type { Tool } from '../base/tools';
import { offUnless } from '../base/tools';
import type { Translate } from '../../scene/words/translate';

export interface RiverToolsOptions {
  readonly features: readonly string[];
  readonly feature: number | null;
  readonly chooseFeature: (feature: number | null) => void;
  readonly severalUnits: boolean;
  readonly allUnits: boolean;
  readonly toggleUnits: () => void;
  readonly changed: boolean;
  readonly canRedo: boolean;
  readonly back: (how: 'undo' | 'redo' | 'reset') => void;
}

/** The tools of a river: its colors, all units at once, and the way back of what was changed. */
export function riverTools(
  {
    features,
    feature,
    chooseFeature,
    severalUnits,
    allUnits,
    toggleUnits,
    changed,
    canRedo,
    back
  }: RiverToolsOptions,
  translate: Translate
): Tool[] {
  const byStep = translate('by %step');
  const nothing = translate('Nothing is changed.');
  return [
    ...(severalUnits
      ? [
          {
            id: 'all',
            label: translate('All units'),
            title: translate('A small river for each unit'),
            pressed: allUnits,
            run: toggleUnits
          }
        ]
      : []),
    ...(features.length > 0
      ? [
          {
            id: 'color',
            // The line below the picture says which it is.
            label: translate('Color ▾'),
            title: translate(
              'What colors the streams: %1 (PgUp, PgDn)',
              feature === null ? byStep : features[feature]
            ),
            menu: () => [
              ...features.map((name, at) => ({
                label: name,
                checked: at === feature,
                run: () => chooseFeature(at)
              })),
              {
                label: byStep,
                checked: feature === null,
                run: () => chooseFeature(null)
              }
            ]
          }
        ]
      : []),
    ...(changed || canRedo
      ? [
          {
            id: 'undo',
            label: translate('Undo'),
            title: translate('Undo (Ctrl + Z)'),
            off: offUnless(changed, nothing),
            run: () => back('undo')
          },
          {
            id: 'redo',
            label: translate('Redo'),
            title: translate('Redo (Ctrl + Y)'),
            off: offUnless(canRedo, translate('Nothing was undone.')),
            run: () => back('redo')
          },
          {
            id: 'reset',
            label: translate('Reset'),
            title: translate('Undo all changes'),
            off: offUnless(changed, nothing),
            run: () => back('reset')
          }
        ]
      : [])
  ];
}
