import type { LayerTrace, Trace } from '../../trace';
import { html, listen, svg } from '../base/dom';
import type { Theme } from '../base/theme';
import type { Translate } from '../../scene/words/translate';
import {
  jointExtent,
  layoutRiver,
  stepsAStream
} from '../../views/river/layoutRiver';
import { colorPlace, type RiverScene } from './drawRiver';
import { riverOf, type River } from '../../views/river/streams';

const WIDTH = 150;
const HEIGHT = 64;
/** So many units are drawn at once. */
export const MOST_UNITS = 64;

export interface UnitsPicture {
  readonly element: HTMLElement;
  paint(theme: Theme): void;
}

/** A small river for each unit, all on one scale; a click chooses a unit. */
export function drawUnits(
  trace: Trace,
  layer: LayerTrace,
  input: RiverScene['input'],
  choose: (unit: number) => void,
  translate: Translate
): UnitsPicture | null {
  const rivers: River[] = [];
  for (let unit = 0; unit < Math.min(layer.units, MOST_UNITS); unit += 1) {
    const river = riverOf(trace, layer, unit);
    if (!river) {
      return null;
    }
    rivers.push(river);
  }
  const box = { x: 2, y: 2, width: WIDTH - 4, height: HEIGHT - 4 };
  const extent = jointExtent(rivers, stepsAStream(trace.time.steps, box.width));
  const painters: ((theme: Theme) => void)[] = [];
  const element = html(
    'div',
    { class: 'jp-gatescope-river-units' },
    rivers.map((river, unit) => {
      const layout = layoutRiver(river, box, { extent, rise: 2, least: 0.75 });
      const paths = layout.streams.map(({ from, path }) => {
        const drawn = svg('path', {
          class: 'jp-gatescope-river-stream',
          d: path
        });
        painters.push(theme => {
          drawn.style.fill = theme.inputs.css(
            colorPlace(river, { input }, from)
          );
        });
        return drawn;
      });
      const small = html(
        'div',
        {},
        html(
          'div',
          { class: 'jp-gatescope-river-unit' },
          translate('Unit %1', unit)
        ),
        svg(
          'svg',
          {
            width: WIDTH,
            height: HEIGHT,
            viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
            'aria-hidden': 'true'
          },
          paths.reverse(),
          layout.rest.path === ''
            ? []
            : svg('path', {
                class: 'jp-gatescope-river-rest',
                d: layout.rest.path
              }),
          svg('path', {
            class: 'jp-gatescope-river-bed',
            d: `M${box.x} ${layout.bed}H${box.x + box.width}`
          })
        )
      );
      listen(small, 'click', () => choose(unit));
      return small;
    })
  );
  return { element, paint: theme => painters.forEach(each => each(theme)) };
}
