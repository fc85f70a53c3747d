import type { Comparison } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen } from '../base/dom';
import { formatFixed } from '../base/format';
import { createFrame } from '../base/frame';
import { hueOf, letter } from '../base/hue';
import type { KeyAction } from '../base/keys';
import { networkLooks } from '../base/networkLook';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import { readTheme } from '../base/theme';
import { spokenLabel } from '../base/timeLabels';
import { createTooltip } from '../base/tooltip';
import type { Tool } from '../base/tools';
import {
  compareRows,
  comparedLayer,
  firstRows,
  meanAt,
  type CompareOrder
} from './compareRows';
import {
  comparisonNumbers,
  comparisonTable,
  differenceSentence
} from './compareWords';
import { drawComparison, type ComparisonPicture } from './drawComparison';

interface Choice {
  readonly shared: boolean;
  readonly order: CompareOrder;
  /** Ids of the rows that are drawn. */
  readonly rows: readonly string[];
  readonly feature: number;
}

const orders: Readonly<Record<CompareOrder, string>> = {
  mean: 'mean',
  peak: 'peak',
  index: 'index'
};

/**
 * Compare: same data, different cells. Two to four runs side by side with one cursor, shared scales,
 * the arithmetic of their parameters, their loss and their time.
 */
export const createCompareView: ViewFactory<Comparison> = (
  element,
  bundle,
  context
): View => {
  const { cursor, store, settings, translate } = context;
  const view = {};
  let comparison = bundle;
  let all = compareRows(comparison.traces);
  let choice: Choice = store.get<Choice>(bundle.id, 'compare') ?? {
    shared: true,
    order: 'mean',
    rows: firstRows(all),
    feature: 0
  };
  let picture: ComparisonPicture | null = null;
  let width = 0;
  /** The place from the top that the pointer or the keys are on; null for none. */
  let place: number | null = null;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Compare'),
    onKey: action => key(action),
    table: () => comparisonTable(comparison, all, stepNow(), translate),
    csv: () => comparisonNumbers(comparison, all, translate)
  });
  const host = html('div');
  frame.picture.append(host);
  const tooltip = createTooltip(frame.picture);

  const steps = (): number =>
    Math.max(...comparison.traces.map(({ time }) => time.steps));
  const stepNow = (): number => {
    const wanted =
      cursor.position.step ??
      comparison.view?.step ??
      comparison.traces[0].time.marks?.at(-1)?.step ??
      steps() - 1;
    return Math.max(0, Math.min(steps() - 1, wanted));
  };
  const rowsNow = () => {
    const chosen = all.filter(({ id }) => choice.rows.includes(id));
    return chosen.length > 0 ? chosen : all.slice(0, 1);
  };

  const draw = (): void => {
    if (width === 0) {
      return;
    }
    picture = drawComparison({
      comparison,
      rows: rowsNow(),
      shared: choice.shared,
      order: choice.order,
      feature: choice.feature,
      looks: networkLooks(
        comparison.traces.map(trace => ({ cell: comparedLayer(trace).cell }))
      ),
      width,
      narrow: frame.narrow,
      minimumColumnWidth: settings.minimumColumnWidth,
      translate
    });
    fill(host, picture.element);
    picture.paint(readTheme(frame.element));
    const { traces } = comparison;
    const units = comparedLayer(traces[0]).units;
    frame.setMeta(
      [
        ...(comparison.title ? [comparison.title] : []),
        translate('%1 steps', steps()),
        ...(traces.every(trace => comparedLayer(trace).units === units)
          ? [translate('%1 units each', units)]
          : [])
      ].join(' · ')
    );
    frame.setReading(
      translate(
        'one column is one network, one cursor runs through all. Above zero is purple, below orange; an open gate is %1%2',
        readTheme(frame.element).dark ? translate('bright') : translate('dark'),
        choice.shared
          ? translate('; the same scale in every column.')
          : translate('; each network has a scale of its own.')
      )
    );
    frame.setNotice(
      picture.stepsPerPixel > 1
        ? translate(
            'Aggregated: a column of pixels is the mean of %1 steps.',
            picture.stepsPerPixel
          )
        : ''
    );
    frame.setTools(tools());
    shown = '';
    painter.schedule();
  };

  let shown = '';
  const painter = createPainter(frame.element, () => {
    const step = stepNow();
    const state = `${step} ${place}`;
    if (!picture || state === shown) {
      return;
    }
    shown = state;
    picture.moveTo(step, place);
    frame.setChanged(differenceSentence(comparison, all, step, translate));
    const label = spokenLabel(comparison.traces[0].time.labels?.[step]);
    frame.announce(
      `${translate('step %1', step)} ${label}: ${comparison.rows
        .map(({ name }, network) => {
          const numbers = rowsNow().flatMap(({ channels }) => {
            const channel = channels[network];
            const unit =
              place === null ? null : picture?.unitAt(network, place);
            return channel
              ? [
                  unit === null || unit === undefined
                    ? translate(
                        'mean %1 %2',
                        channel.name,
                        formatFixed(meanAt(channel, step))
                      )
                    : translate(
                        'unit %1 %2 %3',
                        unit,
                        channel.name,
                        formatFixed(
                          channel.array.values[
                            step * (channel.array.shape[1] ?? 1) + unit
                          ]
                        )
                      )
                ]
              : [];
          });
          return `${name} ${numbers.join(', ')}`;
        })
        .join('; ')}`
    );
    frame.refreshTable();
  });
  const player = createPlayer(
    settings,
    () => {
      const next = stepNow() + 1;
      cursor.move({ step: Math.min(steps() - 1, next) }, view);
      return next < steps() - 1;
    },
    () => frame.setTools(tools())
  );

  const choose = (next: Partial<Choice>): void => {
    choice = { ...choice, ...next };
    store.set(comparison.id, 'compare', choice);
    place = null;
    tooltip.hide();
    draw();
  };
  const tools = (): Tool[] => [
    {
      id: 'rows',
      label: translate('Channels ▾'),
      title: translate('Which channels stand below each other'),
      menu: () =>
        all.map(({ id, letters, words }) => ({
          label: `${letters.join(' / ')}  ${translate(words)}`,
          checked: choice.rows.includes(id),
          run: () =>
            choose({
              rows: choice.rows.includes(id)
                ? choice.rows.filter(each => each !== id)
                : [...choice.rows, id]
            })
        }))
    },
    {
      id: 'order',
      label: translate('Unit order: %1 ▾', translate(orders[choice.order])),
      title: translate('How the units of each network are ordered'),
      menu: () =>
        (Object.keys(orders) as CompareOrder[]).map(order => ({
          label: translate(orders[order]),
          checked: order === choice.order,
          run: () => choose({ order })
        }))
    },
    ...(comparison.traces[0].input.editable &&
    comparison.traces[0].input.names.length > 1
      ? [
          {
            id: 'feature',
            label: `${comparison.traces[0].input.names[choice.feature] ?? ''} ▾`,
            title: translate('Which feature of the input is drawn'),
            menu: () =>
              comparison.traces[0].input.names.map((name, feature) => ({
                label: name,
                checked: feature === choice.feature,
                run: () => choose({ feature })
              }))
          }
        ]
      : []),
    {
      id: 'shared',
      label: translate('Shared scales'),
      title: translate('One scale for all networks, or each its own'),
      pressed: choice.shared,
      run: () => choose({ shared: !choice.shared })
    }
  ];

  const move = (step: number): void =>
    cursor.move({ step: Math.max(0, Math.min(steps() - 1, step)) }, view);
  const movePlace = (by: number): void => {
    const most = Math.max(
      ...comparison.traces.map(trace => comparedLayer(trace).units)
    );
    place = Math.max(0, Math.min(most - 1, (place ?? -1) + by));
    painter.schedule();
  };
  const key = (action: KeyAction): boolean => {
    switch (action) {
      case 'nextStep':
        move(stepNow() + 1);
        return true;
      case 'previousStep':
        move(stepNow() - 1);
        return true;
      case 'firstStep':
        move(0);
        return true;
      case 'lastStep':
        move(steps() - 1);
        return true;
      case 'nextUnit':
        movePlace(1);
        return true;
      case 'previousUnit':
        movePlace(-1);
        return true;
      case 'play':
        player.toggle();
        return true;
      case 'pin':
        cursor.move({ pinned: !cursor.position.pinned }, view);
        return true;
      case 'leave':
        if (place !== null || cursor.position.pinned) {
          place = null;
          cursor.move({ pinned: false }, view);
          painter.schedule();
          return true;
        }
        return false;
      default:
        return false;
    }
  };

  const explain = (network: number, step: number, y: number): void => {
    if (!picture || frame.narrow) {
      return;
    }
    const unit = place === null ? null : picture.unitAt(network, place);
    const row = comparison.rows[network];
    const label = spokenLabel(comparison.traces[network].time.labels?.[step]);
    tooltip.show(
      [
        html(
          'div',
          {},
          html(
            'b',
            {},
            [
              row.name,
              translate('step %1', step),
              ...(label ? [label] : []),
              ...(unit === null ? [] : [translate('unit %1', unit)])
            ].join(' · ')
          )
        ),
        ...rowsNow().flatMap(({ channels }) => {
          const channel = channels[network];
          if (!channel) {
            return [];
          }
          const width = channel.array.shape[1] ?? 1;
          const value =
            unit === null
              ? meanAt(channel, step)
              : channel.array.values[step * width + unit];
          return [
            html(
              'div',
              {},
              letter(channel.name, hueOf(channel)),
              ` ${channel.label} `,
              html('b', { class: 'jp-gatescope-value' }, formatFixed(value)),
              unit === null ? translate(' mean') : ''
            )
          ];
        })
      ],
      { ...picture.columnOf(network, step), y }
    );
  };
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(host, 'pointermove', event => {
      const found = picture?.at(event.clientX, event.clientY) ?? null;
      if (!found) {
        tooltip.hide();
        return;
      }
      place = found.place;
      painter.schedule();
      if (!cursor.position.pinned) {
        move(found.step);
      }
      if (event.pointerType !== 'touch') {
        explain(
          found.network,
          found.step,
          event.clientY - host.getBoundingClientRect().top
        );
      }
    }),
    listen<PointerEvent>(host, 'pointerleave', event => {
      tooltip.hide();
      if (event.pointerType !== 'touch') {
        place = null;
        painter.schedule();
      }
    }),
    listen<MouseEvent>(host, 'click', event => {
      const found = picture?.at(event.clientX, event.clientY);
      if (found) {
        cursor.move(
          { step: found.step, pinned: !cursor.position.pinned },
          view
        );
      }
    })
  ];

  return {
    update(next) {
      if (next.kind === 'comparison') {
        comparison = next;
        all = compareRows(comparison.traces);
        draw();
        frame.refreshTable();
      }
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(280, frame.picture.clientWidth || next);
      draw();
    },
    themeChanged() {
      picture?.paint(readTheme(frame.element));
    },
    dispose() {
      player.stop();
      painter.dispose();
      removers.forEach(remove => remove());
      frame.dispose();
    }
  };
};
