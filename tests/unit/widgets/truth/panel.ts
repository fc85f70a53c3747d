import { createReadout } from '../../../../src/widgets/inspector/createReadout';
import { openView } from '../viewPage';
import { asItIs, type Adapter, type Walked } from './adapter';
import {
  drawnNetwork,
  everyNetwork,
  ranNetwork,
  type DrawnNetwork
} from './networks';
import {
  channelOf,
  drawnRun,
  everyKind,
  isPadded,
  ranAs,
  type Drawn,
  type Ran
} from './runs';
import type { Words } from './told';
import { shownAt } from './viewsOfRuns';

/** What the panel repeats of the numbers at the cursor. */
function repeated(ran: Ran): Walked {
  const { layer, trace, labels, step, unit } = ran;
  return {
    open: (named = asItIs) => openView(createReadout, named(trace)),
    at: { step, unit, layer: layer.name },
    truth(_, { element, texts }) {
      const rows = [...element.querySelectorAll('.jp-gatescope-readout-row')];
      const [head] = texts('.jp-gatescope-readout-title');
      const { name } = trace.time;
      const label = labels?.[step];
      expect(head).toBe(
        `${name[0].toUpperCase()}${name.slice(1)} ${step}, unit ${unit}${label === undefined ? '' : ` · “${label}”`}`
      );
      return {
        screen: rows.map(row => {
          const [channel, words, , value] = Array.from(
            row.children,
            ({ textContent }) => textContent ?? ''
          );
          expect(words).toBe(channelOf(layer, channel)!.label);
          return [value, [shownAt(ran, layer, channel, step, unit)] as Words];
        }),
        sums: isPadded(trace, step)
          ? []
          : texts('.jp-gatescope-readout-formulas > div')
      };
    }
  };
}

export const panels = {
  'the panel': {
    drawn: drawnRun,
    always: everyKind,
    of: drawn => repeated(ranAs(drawn))
  } satisfies Adapter<Drawn>,
  'the panel, of several': {
    drawn: drawnNetwork,
    always: everyNetwork,
    of: drawn => repeated(ranNetwork(drawn))
  } satisfies Adapter<DrawnNetwork>
};
