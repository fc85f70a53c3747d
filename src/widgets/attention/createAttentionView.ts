import type { Attention } from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen } from '../base/dom';
import { formatFixed } from '../base/format';
import { createFrame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { textMeasure } from '../base/measure';
import { createPainter } from '../base/painter';
import { createPlayer } from '../base/player';
import type { DataTable } from '../base/table';
import { stepKey } from '../base/stepKeys';
import { readTheme } from '../base/theme';
import { firstMistake, weightAt } from './alignment';
import { drawDecoding, type DecodingPicture } from './drawDecoding';

/** Two decodings stand side by side from this width on. */
const BESIDE_FROM = 640;
const GAP = 28;

/**
 * Attention: where did the decoder look? One alignment matrix a decoding (teacher-forced and
 * free-running), a row for each written token, and the weights of one row as bars.
 */
export const createAttentionView: ViewFactory<Attention> = (
  element,
  bundle,
  context
): View => {
  const { cursor, settings, translate } = context;
  const view = {};
  let attention = bundle;
  let pictures: readonly DecodingPicture[] = [];
  let width = 0;
  let source: number | null = null;

  const frame = createFrame(element, {
    bundle,
    context,
    title: translate('Attention'),
    onKey: action => key(action),
    table: () => table()
  });
  const host = html('div', { class: 'jp-gatescope-attention-host' });
  frame.picture.append(host);

  const steps = (): number =>
    Math.max(...attention.decodings.map(({ target }) => target.length));
  const stepNow = (): number => {
    const wanted = cursor.position.step ?? attention.view?.step ?? 0;
    return Math.max(0, Math.min(steps() - 1, wanted));
  };

  const table = (): DataTable => ({
    caption: translate('Attention weights (%1)', attention.score),
    columns: [
      translate('decoding'),
      translate('step'),
      translate('written'),
      translate('expected'),
      translate('probability'),
      ...attention.source
    ],
    rows: attention.decodings.flatMap(decoding =>
      decoding.target.map((token, step) => [
        decoding.name,
        step,
        token,
        decoding.expected?.[step] ?? '–',
        decoding.probabilities?.values[step] ?? '–',
        ...attention.source.map((_, index) => weightAt(decoding, step, index))
      ])
    )
  });

  const draw = (): void => {
    if (width === 0) {
      return;
    }
    const beside = width >= BESIDE_FROM && attention.decodings.length > 1;
    const each = beside
      ? (width - GAP * (attention.decodings.length - 1)) /
        attention.decodings.length
      : width;
    const measure = textMeasure(
      `12px ${getComputedStyle(frame.element).fontFamily}`
    );
    pictures = attention.decodings.map(decoding =>
      drawDecoding({
        attention,
        decoding,
        width: Math.min(each, 620),
        narrow: frame.narrow,
        measure,
        translate
      })
    );
    fill(
      host,
      pictures.map(picture => picture.element)
    );
    host.classList.toggle('jp-gatescope-attention-beside', beside);
    const theme = readTheme(frame.element);
    pictures.forEach(picture => picture.paint(theme));
    frame.setMeta(
      [
        ...(attention.title ? [attention.title] : []),
        translate('%1 score', attention.score),
        translate('%1 source tokens', attention.source.length)
      ].join(' · ')
    );
    frame.setReading(
      translate(
        'a row is a token that was written, a column one that was read; %1 is more of the look. Each row adds up to 1.',
        theme.dark ? translate('brighter') : translate('darker')
      )
    );
    frame.setChanged(difference());
    frame.setTools([
      {
        id: 'play',
        label: player.playing ? translate('■ Stop') : translate('▶ Play'),
        title: translate('Play the steps (Space)'),
        run: () => player.toggle()
      }
    ]);
    shown = '';
    painter.schedule();
  };

  /** Where each decoding goes wrong for the first time. */
  const difference = () =>
    attention.decodings
      .filter(({ expected }) => expected)
      .flatMap((decoding, index) => {
        const mistake = firstMistake(decoding);
        return [
          ...(index > 0 ? [' '] : []),
          html('b', {}, `${decoding.name}:`),
          ' ',
          mistake === null
            ? translate('every token as expected.')
            : translate(
                'wrong for the first time at step %1, “%2” in place of “%3”.',
                mistake,
                decoding.target[mistake] ?? '∅',
                decoding.expected?.[mistake] ?? '∅'
              )
        ];
      });

  let shown = '';
  const painter = createPainter(frame.element, () => {
    const step = stepNow();
    const state = `${step} ${source}`;
    if (state === shown) {
      return;
    }
    shown = state;
    pictures.forEach(picture => picture.mark(step, source));
    frame.announce(
      `${translate('step %1', step)}: ${attention.decodings
        .map(decoding => {
          const at = source;
          const token = decoding.target[step];
          return token === undefined
            ? translate('%1: none', decoding.name)
            : at === null
              ? `${decoding.name} “${token}”`
              : `${decoding.name} “${token}” ← “${attention.source[at]}” ${formatFixed(weightAt(decoding, step, at))}`;
        })
        .join('; ')}`
    );
  });
  const move = (step: number): boolean => {
    const next = Math.max(0, Math.min(steps() - 1, step));
    cursor.move({ step: next }, view);
    return next < steps() - 1;
  };
  const player = createPlayer(
    settings,
    () => move(stepNow() + 1),
    () => draw()
  );

  const key = (action: KeyAction): boolean => {
    const last = attention.source.length - 1;
    switch (action) {
      case 'nextUnit':
      case 'previousUnit':
        source = Math.max(
          0,
          Math.min(last, (source ?? -1) + (action === 'nextUnit' ? 1 : -1))
        );
        painter.schedule();
        return true;
      case 'play':
        player.toggle();
        return true;
      default: {
        const held = action === 'leave' && source !== null;
        if (held) {
          source = null;
          painter.schedule();
        }
        return (
          stepKey(action, {
            cursor,
            view,
            step: stepNow(),
            last: steps() - 1
          }) || held
        );
      }
    }
  };

  const under = (event: MouseEvent) => {
    for (const picture of pictures) {
      const found = picture.at(event.clientX, event.clientY);
      if (found) {
        return found;
      }
    }
    return null;
  };
  const removers = [
    cursor.subscribe(() => painter.schedule()),
    listen<PointerEvent>(host, 'pointermove', event => {
      const found = under(event);
      source = found?.source ?? null;
      painter.schedule();
      if (found && !cursor.position.pinned) {
        move(found.step);
      }
    }),
    listen(host, 'pointerleave', () => {
      source = null;
      painter.schedule();
    }),
    listen<MouseEvent>(host, 'click', event => {
      const found = under(event);
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
      if (next.kind === 'attention') {
        attention = next;
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
      const theme = readTheme(frame.element);
      pictures.forEach(picture => picture.paint(theme));
    },
    dispose() {
      player.stop();
      painter.dispose();
      removers.forEach(remove => remove());
      frame.dispose();
    }
  };
};
