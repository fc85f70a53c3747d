import type { LayerTrace, TimeAxis } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { unitsWords } from '../../scene/words/counts';
import { fill, html, listen } from '../base/dom';
import { formatRanges } from '../../scene/words/format';
import type { Frame } from '../base/frame';
import { toolButton } from '../base/tools';
import {
  alikeUnits,
  startThreshold,
  type Pattern
} from '../../views/map/alikeUnits';
import type { MapKept } from '../../views/map/mapChoices';
import type { Selection } from '../traceMap/selection';

export interface AlikePanelOptions {
  readonly frame: Frame;
  readonly translate: Translate;
  readonly layer: () => LayerTrace;
  readonly time: () => TimeAxis;
  /** Puts the units that were found on top. */
  readonly set: (options: MapKept) => void;
  /** Back to the order of before. */
  readonly close: () => void;
}

/** What units were found, below the picture, with the threshold to be moved. */
export interface AlikePanel {
  /** Looks for units that do what was brushed. */
  find(selection: Selection): void;
}

export function createAlikePanel({
  frame,
  translate,
  layer,
  time,
  set,
  close
}: AlikePanelOptions): AlikePanel {
  const found = html('b');
  const say = (pattern: Pattern): void => {
    const { channels, units } = layer();
    const channel = channels.find(({ name }) => name === pattern.channel);
    if (!channel) {
      return;
    }
    const { matched } = alikeUnits(channel, time(), pattern);
    const words =
      matched.length === 0
        ? translate('None of %1 does', unitsWords(units, translate))
        : translate(
            '%1 of %2 do: %3',
            matched.length,
            unitsWords(units, translate),
            formatRanges(matched.slice(0, 12)) +
              (matched.length > 12 ? ', …' : '')
          );
    fill(found, words);
    frame.announce(words);
  };

  const show = (pattern: Pattern): void => {
    let present = pattern;
    const [first, last] = pattern.steps;
    const field = html('input', {
      type: 'number',
      step: 0.05,
      value: pattern.threshold,
      'aria-label': translate('threshold')
    });
    listen(field, 'input', () => {
      if (Number.isFinite(field.valueAsNumber)) {
        present = { ...present, threshold: field.valueAsNumber };
        set({ pattern: present });
        say(present);
      }
    });
    fill(
      frame.below,
      html(
        'div',
        { class: 'jp-gatescope-selection' },
        html(
          'label',
          {},
          pattern.threshold < 0
            ? translate('%1 at most ', pattern.channel)
            : translate('%1 at least ', pattern.channel),
          field,
          first === last
            ? translate(' at %step %1, and not just before or after', first)
            : translate(
                ' at %steps %1 to %2, and not just before or after',
                first,
                last
              )
        ),
        found,
        toolButton({
          id: 'clear',
          label: '✕',
          title: translate('Back to the order of before'),
          look: 'quiet',
          run: close
        })
      )
    );
    say(pattern);
  };

  return {
    find({ channel: name, units, steps }) {
      const channel = layer().channels.find(each => each.name === name);
      if (!channel) {
        return;
      }
      const span = [steps[0], steps[steps.length - 1]] as const;
      const threshold = startThreshold(channel, span, units);
      const pattern = { channel: name, steps: span, threshold };
      set({ sort: 'alike', pattern, lines: false });
      show(pattern);
    }
  };
}
