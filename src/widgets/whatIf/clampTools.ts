import type { Translate } from '../../scene/words/translate';
import { letter, hueOf } from '../base/hue';
import type { MenuItem } from '../base/menu';
import { offUnless, type Tool } from '../base/tools';
import { undoTools, type Back } from '../base/undo';
import { holdable } from '../../views/whatIf/whatIfView';
import type { WhatIfState } from './whatIfState';

export interface ClampActions {
  readonly hold: (value: number | 'mean') => void;
  /** Holds the channel in all units at all steps, whatever is brushed. */
  readonly holdEverywhere: (value: number) => void;
  readonly askValue: () => void;
  readonly back: (how: Back) => void;
  readonly copy: () => void;
  readonly choose: (channel: string) => void;
  readonly show: () => readonly MenuItem[];
}

/** The toolbar of the What-if view. */
export function clampTools(
  {
    state,
    live,
    awaited
  }: {
    readonly state: WhatIfState;
    readonly live: boolean;
    /** What was changed last is not in the picture yet. */
    readonly awaited: boolean;
  },
  actions: ClampActions,
  translate: Translate
): Tool[] {
  const { layer, channel } = state;
  const held = awaited ? null : state.held();
  const dead = live
    ? undefined
    : translate('Nothing can be changed while the run is not live.');
  const name = (): HTMLElement =>
    letter(
      channel,
      hueOf(
        layer.channels.find(each => each.name === channel) ?? {
          name: channel,
          role: 'value'
        }
      )
    );
  // `logI` beside “1” says little: its words tell a share from the logarithm of one.
  const job = layer.channels.find(
    ({ name: known }) => known === channel
  )?.label;
  const its =
    job === undefined || job === '' || job === channel
      ? ''
      : ` · ${translate(job)}`;
  const value = (
    id: string,
    label: Tool['label'],
    title: string,
    to: number | 'mean'
  ): Tool => ({
    id,
    label,
    title,
    pressed: held === to,
    off: dead,
    keep: true,
    run: () => actions.hold(to)
  });
  return [
    {
      id: 'channel',
      label: [name(), ' ▾'],
      title: translate('Which channel is held: %1', channel),
      keep: true,
      menu: () =>
        holdable(layer).map(each => ({
          label: `${each} ${layer.channels.find(({ name: known }) => known === each)?.label ?? ''}`,
          checked: each === channel,
          run: () => actions.choose(each)
        }))
    },
    value('one', ':= 1', translate('hold %1 at 1', channel) + its, 1),
    value('zero', '0', translate('hold %1 at 0', channel) + its, 0),
    value(
      'mean',
      translate('mean'),
      translate('hold %1 at the mean of each unit over the %steps', channel) +
        its,
      'mean'
    ),
    {
      id: 'value',
      label: translate('value…'),
      title: translate('hold %1 at a value of your own', channel) + its,
      off: dead,
      run: actions.askValue
    },
    ...changeTools(state, actions, translate),
    {
      id: 'show',
      label: `${translate('Show')} ▾`,
      title: translate('What is shown'),
      look: 'quiet',
      menu: actions.show
    }
  ];
}

/** What is done with the changes that there are. */
function changeTools(
  state: WhatIfState,
  actions: ClampActions,
  translate: Translate
): Tool[] {
  const isChanged = state.operations.length > 0;
  const undo = undoTools(
    { isChanged, canRedo: state.canRedo },
    actions.back,
    translate
  );
  return [
    ...undo,
    {
      id: 'copy',
      label: translate('Copy code'),
      look: 'quiet',
      off:
        undo[0].off ??
        offUnless(
          typeof state.name === 'string',
          state.name === null
            ? translate(
                'To have this as code, give the run a name in its notebook cell: const run = …'
              )
            : translate('The kernel has not answered yet.')
        ),
      run: actions.copy
    }
  ];
}

/** The values that C offers, as a menu. */
export function clampMenu(
  channel: string,
  { hold, holdEverywhere, askValue }: ClampActions,
  translate: Translate
): MenuItem[] {
  const everywhere = (value: number): MenuItem => ({
    label: translate(
      '%1 in all units at every %step',
      `${channel} := ${value}`
    ),
    run: () => holdEverywhere(value)
  });
  return [
    { label: `${channel} := 1`, run: () => hold(1) },
    { label: `${channel} := 0`, run: () => hold(0) },
    { label: `${channel} := ${translate('mean')}`, run: () => hold('mean') },
    everywhere(1),
    everywhere(0),
    { label: translate('value…'), run: askValue }
  ];
}
