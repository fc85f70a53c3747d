import { createReadout } from '../../../../src/widgets/inspector/createReadout';
import { openView } from '../viewPage';
import { asItIs, type Adapter } from './adapter';
import {
  channelOf,
  drawnRun,
  everyKind,
  isPadded,
  ranAs,
  type Drawn
} from './runs';
import type { Words } from './told';
import { shownAt } from './viewsOfRuns';

/** What the panel repeats of the numbers at the cursor. */
export const panel: Adapter<Drawn> = {
  drawn: drawnRun,
  always: everyKind,
  of(drawn) {
    const ran = ranAs(drawn);
    const { layer, trace, step, unit } = ran;
    return {
      open: (named = asItIs) => openView(createReadout, named(trace)),
      at: { step, unit, layer: layer.name },
      truth(_, { element, texts }) {
        const rows = [...element.querySelectorAll('.jp-gatescope-readout-row')];
        const [head] = texts('.jp-gatescope-readout-title');
        const label = trace.time.labels?.[step];
        expect(head).toBe(
          `Step ${step}, unit ${unit}${label === undefined ? '' : ` · “${label}”`}`
        );
        return {
          screen: rows.map(row => {
            const [name, label, , value] = Array.from(
              row.children,
              ({ textContent }) => textContent ?? ''
            );
            const channel = channelOf(layer, name)!;
            expect(label).toBe(channel.label);
            return [value, [shownAt(ran, layer, name, step, unit)] as Words];
          }),
          sums: isPadded(trace, step)
            ? []
            : texts('.jp-gatescope-readout-formulas > div')
        };
      }
    };
  }
};
