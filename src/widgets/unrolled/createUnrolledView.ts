import type { Trace } from '../../trace';
import type { Hit } from '../../scene/scene';
import { spokenRow } from '../../scene/table';
import { chainEnds, chainOf } from '../../views/unrolled/chainMarks';
import { chainRows, chainStates } from '../../views/unrolled/chainRows';
import { stepOfRow } from '../../views/unrolled/shareColumns';
import type { unrolledChoices } from '../../views/unrolled/unrolledChoices';
import { unrolledNow } from '../../views/unrolled/unrolledNow';
import {
  chainQuantities,
  originWords,
  SHARES,
  unrolledView
} from '../../views/unrolled/unrolledView';
import { pieceNodes } from '../base/pieces';
import type { View, ViewFactory } from '../context';
import { createRunView, type RunView } from '../run/createRunView';
import { attributeAt, followTerms } from '../run/followTerms';
import { createDrawing } from '../scene/createDrawing';

type UnrolledRun = RunView<keyof typeof unrolledChoices, null>;

/** The page of the unrolled chain: its bars are asked for their arithmetic. */
export const createUnrolledView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const { name } = unrolledView;
  let width = 0;
  /** The share that is asked by keys, by its row. */
  let asked: number | null = null;
  const now = () => unrolledNow(run.moment.now);
  const ask = (row: number | null): void => {
    asked = row;
    drawing.tell(row === null ? null : { panel: SHARES, row });
  };
  const stepAt = ({ row, panel: { id } }: Hit): number | null => {
    const { shares } = now();
    return id === SHARES ? shares && stepOfRow(shares, row) : row;
  };
  const run: UnrolledRun = createRunView(element, unrolledView, {
    ...{ bundle, context },
    draw(_, next) {
      width = next;
    },
    show() {
      drawing.draw(width);
      const [first, last] = chainEnds(chainOf(width, now()), now());
      const { steps } = now().trace.time;
      return [
        first === last
          ? translate('%step %1 of %2', first, steps)
          : translate('%steps %1 to %2 of %3', first, last, steps)
      ];
    },
    light({ channel }) {
      light(drawing.host, channel);
      return '';
    },
    answer: () => pieceNodes(originWords(now())),
    quantities: () => chainQuantities(now()),
    channels() {
      const { layer } = run.place;
      return [
        ...new Set([
          ...chainRows(layer).map(({ channel }) => channel),
          ...chainStates(layer).map(({ name }) => name)
        ])
      ];
    },
    pointer: {
      clicks: true,
      at(event) {
        const hit = drawing.pointer.at?.(event);
        const step = hit ? stepAt(hit) : null;
        return step === null ? null : { step };
      },
      over: (_, event) =>
        drawing.pointer.over?.(drawing.pointer.at?.(event) ?? null, event)
    },
    onKey(action) {
      switch (action) {
        case 'extendLeft':
        case 'extendRight':
          walk(action === 'extendRight' ? 1 : -1);
          return true;
        case 'leave': {
          const was = asked !== null;
          ask(null);
          return was;
        }
        default:
          return false;
      }
    }
  });
  /** Asks the share of the cursor's step, or of the one beside that which is asked. */
  const walk = (by: 1 | -1): void => {
    const count = now().shares?.steps.length ?? 0;
    const row = asked === null ? count : asked + by;
    if (row > 0 && row <= count) {
      ask(row);
      run.base.frame.announce(spokenRow(run.moment.table, row, translate));
    }
  };
  const { frame, view } = run.base;
  const drawing = createDrawing(name, run.moment, {
    picture: () => frame.picture,
    over(hit) {
      asked = hit?.panel.id === SHARES ? hit.row : null;
    }
  });
  frame.picture.append(drawing.host);
  followTerms(
    frame.picture,
    {
      litAt(target) {
        const channel = attributeAt(target, 'data-channel');
        return channel === null ? null : { channel, term: null };
      },
      // A click goes to a step, and pins nothing.
      click: () => true
    },
    context,
    () => run.place.layer.name,
    run.mover
  );
  return view;
};

/** Lights the rows and the wires of a channel. */
function light(host: HTMLElement, channel: string | null): void {
  for (const each of host.querySelectorAll('[data-channel]')) {
    each.classList.toggle(
      'jp-gatescope-lit',
      channel !== null && each.getAttribute('data-channel') === channel
    );
  }
}
