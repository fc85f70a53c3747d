import { letterHue } from '../trace';
import { fill, html } from '../widgets/base/dom';
import { formatFixed } from '../scene/words/format';
import { createInputStrip, handValue } from '../widgets/base/inputStrip';
import { BARS, barsHost, barsOf, createPicture } from './lanePicture';
import type { LaneReader } from './laneReader';
import { holdableGates } from './playState';
import type { LaneShown } from './reading';
import { GATE_WORDS, meanOf } from './words';

/** Of the height that a gate has, so much is drawn on. */
const DRAWN = 0.9;
/** A hand that moves less reads, and holds nothing. */
const GRABBED = 0.1;

/**
 * The gates of a network, one below the other: at each step a bar for each unit, as high as it is open. A bar
 * that is grabbed holds the whole gate at the height of the hand.
 */
export function createGates(
  reader: LaneReader,
  hold: (gate: string, value: number) => void
) {
  const names = html('div', { class: 'play-name play-gate-names' });
  const label = createLabels(names);
  const picture = createPicture(reader, 'gates', barsHost());
  let last: LaneShown | null = null;
  /** The gate under the hand, how far down in it that is, and where it began to drag; null once it holds. */
  let row = 0;
  let down = 0;
  let from: number | null = null;
  const downIn = ({ clientY }: PointerEvent): number => {
    const { top, height } = strip.element.getBoundingClientRect();
    return ((clientY - top) / height) * (last?.look.gates.length ?? 1) - row;
  };
  const valueAt = (share: number): number =>
    handValue(1 - share / DRAWN, [0, 1]);
  const strip = createInputStrip({
    title: 'Drag a gate to hold it',
    stepAt(event) {
      const count = last?.look.gates.length ?? 0;
      row = 0;
      row = Math.max(0, Math.min(count - 1, Math.floor(downIn(event))));
      down = downIn(event);
      return count > 0 ? 0 : null;
    },
    values() {
      from = valueAt(down);
      return event => valueAt(downIn(event));
    },
    edit(_, value) {
      if (last && (from === null || Math.abs(value - from) >= GRABBED)) {
        from = null;
        hold(last.look.gates[row], value);
      }
    },
    move: () => undefined
  });
  picture.element.append(strip.element);
  reader.point(strip.element, 'gates');
  return {
    elements: [names, picture.element],
    draw(shown: LaneShown, now: number | null): void {
      last = shown;
      const { look, cell } = shown;
      const { gates, channels } = look;
      names.hidden = picture.element.hidden = gates.length === 0;
      strip.element.hidden = !gates.every(gate =>
        holdableGates(cell).includes(gate)
      );
      picture.element.style.setProperty('--gates', String(gates.length));
      label(shown, now);
      fill(picture.content, ...gates.flatMap((_, at) => barsOfGate(shown, at)));
      picture.show(
        shown,
        `${gates
          .map(
            gate =>
              `${gate} is ${formatFixed(meanOf(channels[gate]))} on average`
          )
          .join(', ')}; arrow keys read a number`
      );
    }
  };
}

/**
 * The gates' names; while the sequence runs, each with a door for each unit, as open as it is at this step.
 *
 * @returns what writes them into `names`
 */
function createLabels(names: HTMLElement) {
  let written = '';
  let doors: HTMLElement[][] = [];
  return ({ look, held }: LaneShown, now: number | null): void => {
    const { gates, units, channels } = look;
    const next = gates.map(gate => {
      const isHeld = held?.gate === gate;
      const count = now === null || isHeld ? 0 : units[gate];
      return { gate, count, value: isHeld ? ` := ${held.value}` : '' };
    });
    // Doors that stay are seen to move.
    if (written !== JSON.stringify(next)) {
      written = JSON.stringify(next);
      doors = next.map(({ count }) =>
        Array.from({ length: count }, () => html('span'))
      );
      fill(
        names,
        ...next.map(({ gate, value }, at) =>
          html(
            'span',
            { 'data-jp-gatescope-hue': letterHue(gate) },
            html(
              'span',
              {},
              html(
                'span',
                { class: 'play-long' },
                `${GATE_WORDS[gate] ?? ''} `
              ),
              gate,
              html('span', { class: 'play-long' }, value)
            ),
            html(
              'span',
              { class: 'play-doors', 'aria-hidden': 'true' },
              doors[at]
            )
          )
        )
      );
    }
    next.forEach(({ gate, count }, at) =>
      doors[at].forEach((door, unit) =>
        door.style.setProperty(
          '--open',
          channels[gate][now! * count + unit].toFixed(2)
        )
      )
    );
  };
}

/** Of each step and unit how far the gate is open, in front of how far it could. */
function barsOfGate(
  { look: { gates, channels }, values }: LaneShown,
  at: number
): SVGElement[] {
  const gate = gates[at];
  const height = BARS.height / gates.length;
  const box = { ...BARS, y: at * height, height: DRAWN * height };
  const room = values.map(() => 1);
  return [
    barsOf(room, letterHue(gate), 'play-room', box),
    barsOf(channels[gate], letterHue(gate), '', box)
  ];
}
