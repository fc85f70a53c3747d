import type { GradientFlow } from '../../trace';
import type { ViewContext } from '../context';
import { html, listen, setText } from '../base/dom';
import { formatFixed } from '../../scene/words/format';
import { shortenApart } from '../../scene/words/fitText';
import type { NetworkLook } from '../../scene/marks/networkLook';
import {
  isFollowedBack,
  meanFactor,
  radiusAt,
  stepFactors,
  valuesOf,
  type Quantity
} from './flow';
import { isDense, type FlowLayout } from './flowLayout';
import { namesApart } from './namesApart';
import { quantityWords } from './flowScene';
import { commonWay, wayOf } from './way';
import {
  factorWords,
  memoryWords,
  networkName,
  noValues,
  normWords,
  largestRadius
} from './flowWords';

/** The numbers beside the gradient flow, at the step of the cursor. */
export interface FlowRail {
  readonly element: HTMLElement;
  show(step: number): void;
  light(network: number | null): void;
}

export interface FlowRailOptions {
  readonly flow: GradientFlow;
  readonly quantity: Quantity;
  readonly looks: readonly NetworkLook[];
  readonly memory: readonly (number | null)[];
  readonly layout: FlowLayout;
  /** Width of a network's name. */
  readonly measure: (text: string) => number;
  readonly translate: ViewContext['translate'];
  /** The pointer is on a network's numbers; null: on none. */
  readonly point: (network: number | null) => void;
}

/** Beside the picture where there is room, else a table below it. */
export function createFlowRail(options: FlowRailOptions): FlowRail {
  return options.layout.railWidth > 0
    ? besidePicture(options)
    : belowPicture(options);
}

interface Cells {
  readonly norm: HTMLElement;
  readonly mean: HTMLElement;
  readonly factor: HTMLElement;
  readonly radius: HTMLElement;
}

function cells(): Cells {
  return {
    norm: html('span', { class: 'jp-gatescope-value' }),
    mean: html('span', {}),
    factor: html('span', { class: 'jp-gatescope-value' }),
    radius: html('span', { class: 'jp-gatescope-second' })
  };
}

/** Fills the numbers of all networks. */
function fillCells(
  { flow, quantity, translate }: FlowRailOptions,
  all: readonly Cells[],
  factors: readonly Float64Array[],
  step: number
): void {
  flow.networks.forEach((network, index) => {
    const values = valuesOf(network, quantity);
    setText(
      all[index].norm,
      wayOf(flow, network).isPadding(step)
        ? translate('padding')
        : values
          ? normWords(values[step])
          : noValues(quantity, translate)
    );
    setText(
      all[index].mean,
      values && isFollowedBack(quantity)
        ? translate(
            '%1 per %step',
            factorWords(meanFactor(values, wayOf(flow, network), step))
          )
        : '–'
    );
    setText(all[index].factor, factorWords(factors[index][step]));
    const radius = isFollowedBack(quantity)
      ? radiusAt(flow, network, step)
      : NaN;
    setText(
      all[index].radius,
      Number.isNaN(radius) ? '' : `ρ(J) ${formatFixed(radius)}`
    );
  });
}

/** A network's memory in words; a dash where there is none to tell. */
function memoryAt(
  { flow, quantity, memory, translate }: FlowRailOptions,
  index: number
): string {
  const network = flow.networks[index];
  return valuesOf(network, quantity) && isFollowedBack(quantity)
    ? memoryWords(memory[index], wayOf(flow, network).length, translate)
    : '–';
}

function besidePicture(options: FlowRailOptions): FlowRail {
  const { flow, quantity, looks, layout, translate } = options;
  const { networks } = flow;
  const factors = networks.map(network => stepFactors(flow, network, quantity));
  const all = networks.map(cells);
  const { names, column } = namesBeside(options);
  const isFollowed = isFollowedBack(quantity);
  const way = commonWay(flow);
  const at = html('span', {});
  const count = html('span', {});
  const row = (
    index: number,
    value: Node,
    more: Node | string = ''
  ): HTMLElement => {
    const element = html(
      'div',
      { class: 'jp-gatescope-flow-row', 'data-network': index },
      networkName(networks[index].name, looks[index], names[index]),
      value,
      more
    );
    listen(element, 'pointerenter', () => options.point(index));
    listen(element, 'pointerleave', () => options.point(null));
    return element;
  };
  const group = (
    head: readonly (string | Node)[],
    rows: readonly HTMLElement[],
    look = ''
  ): HTMLElement =>
    html(
      'div',
      { class: `jp-gatescope-flow-group ${look}` },
      html('div', { class: 'jp-gatescope-flow-head' }, head),
      ...rows
    );
  const placed = (y: number, element: HTMLElement): HTMLElement => {
    element.classList.add('jp-gatescope-flow-placed');
    element.style.top = `${y}px`;
    return element;
  };
  const element = html(
    'div',
    { class: 'jp-gatescope-flow-rail' },
    html(
      'div',
      { class: 'jp-gatescope-flow-groups' },
      group(
        [at, html('span', {}, quantityWords(quantity, networks))],
        networks.map((_, index) => row(index, all[index].norm)),
        'jp-gatescope-flow-norms'
      ),
      ...(isFollowed
        ? [
            group(
              [count],
              networks.map((_, index) => row(index, all[index].mean))
            )
          ]
        : []),
      group(
        [translate('spectral radius of U')],
        networks.map((network, index) => {
          const { words, all: every } = largestRadius(network);
          return row(index, html('span', { title: every }, words));
        })
      )
    ),
    ...layout.memory.map((y, index) =>
      placed(
        y - 4,
        row(
          index,
          html(
            'span',
            { class: 'jp-gatescope-value' },
            memoryAt(options, index)
          )
        )
      )
    ),
    ...layout.strips.map((y, index) =>
      placed(
        y + layout.stripHeight / 2 - 9,
        row(index, all[index].factor, all[index].radius)
      )
    )
  );
  element.style.left = `${layout.railLeft}px`;
  element.style.width = `${layout.railWidth}px`;
  element.style.setProperty('--jp-gatescope-names', `${column}px`);
  element.classList.toggle('jp-gatescope-flow-dense', isDense(networks.length));
  const factorsOver = (steps = 0): string =>
    steps > 1
      ? translate('%1 %steps, mean factor', steps)
      : steps === 1
        ? translate('1 %step, mean factor')
        : translate('mean factor');
  return {
    element,
    show(step) {
      setText(at, translate('at %step %1', step));
      setText(count, factorsOver(way?.back(step)));
      fillCells(options, all, factors, step);
    },
    light: network => lightRows(element, network)
  };
}

/** What the networks are called beside the picture, and the width that it takes. */
function namesBeside({ flow, layout, measure }: FlowRailOptions): {
  readonly names: readonly string[];
  readonly column: number;
} {
  const whole = flow.networks.map(({ name }) => name);
  const widest = (names: readonly string[]) =>
    Math.max(...names.map(measure)) + 4;
  // A name is whole where it leaves room for the numbers; else it is what tells it from the others.
  const names =
    widest(whole) <= layout.railWidth / 2 ? whole : namesApart(whole);
  const column = Math.max(62, Math.min(layout.railWidth / 2, widest(names)));
  return { names: shortenApart(names, column - 4, measure), column };
}

function belowPicture(options: FlowRailOptions): FlowRail {
  const { flow, quantity, looks, translate } = options;
  const { networks } = flow;
  const factors = networks.map(network => stepFactors(flow, network, quantity));
  const all = networks.map(cells);
  // The title says what all have in common; a phone's row has no room to say it again.
  const whole = networks.map(({ name }) => name);
  const room = options.layout.plotWidth / 3;
  const names =
    Math.max(...whole.map(options.measure)) > room
      ? shortenApart(namesApart(whole), room, options.measure)
      : whole;
  const at = html('th', { scope: 'col' });
  const element = html(
    'table',
    { class: 'jp-gatescope-flow-table' },
    html(
      'thead',
      {},
      html(
        'tr',
        {},
        html('th', { scope: 'col' }),
        at,
        html('th', { scope: 'col' }, translate('mean')),
        html('th', { scope: 'col' }, 'ρ'),
        html('th', { scope: 'col' }, translate('memory'))
      )
    ),
    html(
      'tbody',
      {},
      networks.map((network, index) => {
        const name = html(
          'th',
          { scope: 'row' },
          networkName(network.name, looks[index], names[index])
        );
        return html(
          'tr',
          { 'data-network': index },
          name,
          html('td', {}, all[index].norm),
          html('td', {}, all[index].mean),
          html('td', {}, formatFixed(largestRadius(network).value)),
          html('td', {}, memoryAt(options, index))
        );
      })
    )
  );
  return {
    element,
    show(step) {
      setText(at, translate('at %step %1', step));
      fillCells(options, all, factors, step);
      all.forEach(({ mean }) =>
        setText(mean, (mean.textContent ?? '').replace(/ .*$/, ''))
      );
    },
    light: network => lightRows(element, network)
  };
}

function lightRows(element: HTMLElement, network: number | null): void {
  element
    .querySelectorAll('[data-network]')
    .forEach(row =>
      row.classList.toggle(
        'jp-gatescope-faint',
        network !== null && row.getAttribute('data-network') !== String(network)
      )
    );
}
