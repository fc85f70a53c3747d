import { stepBeside } from '../../trace';
import type {
  Bundle,
  History,
  LayerTrace,
  ModelSummary,
  Trace
} from '../../trace';
import type { View, ViewFactory } from '../context';
import { fill, html, listen, setText } from '../base/dom';
import { formatFixed } from '../base/format';
import { formulaLine } from '../equations/formulaLine';
import { hueOf, letter } from '../base/hue';
import { createPainter } from '../base/painter';
import { stepNow } from '../base/stepNow';
import { spokenLabel } from '../base/timeLabels';
import { toolButton } from '../base/tools';
import { workOut } from '../equations/arithmetic';
import { layerValues } from '../equations/layerValues';
import { colorRange } from '../traceMap/traceChannels';
import { withoutBefore } from '../gates/gatesWords';
import { openingPlace, runSteps } from '../base/openingPlace';
import { parameterRows } from '../summary/parameterRows';

/**
 * What the panel repeats of a shown output: the numbers of one unit at the cursor's step with their
 * arithmetic, and the model with that of its parameters.
 */
export const createReadout: ViewFactory = (element, bundle, context) => {
  const { cursor, translate } = context;
  let present = bundle;
  const title = html('h3', { class: 'jp-gatescope-readout-title' });
  const list = html('div', { class: 'jp-gatescope-readout-list' });
  const formulas = html('div', { class: 'jp-gatescope-readout-formulas' });
  const model = html('div', { class: 'jp-gatescope-readout-model' });
  const back = step(-1, '◂', translate('step back'));
  const forth = step(1, '▸', translate('step on'));
  const head = html(
    'div',
    { class: 'jp-gatescope-readout-head' },
    title,
    html('span', {}, back, forth)
  );
  const root = html(
    'div',
    { class: 'jp-gatescope-readout-panel' },
    head,
    list,
    formulas,
    model
  );
  fill(element, root);

  function step(by: number, sign: string, words: string): HTMLButtonElement {
    const button = toolButton({
      id: by < 0 ? 'previousStep' : 'nextStep',
      label: sign,
      title: words,
      look: 'quiet',
      run: () => {
        const trace = traceOf(present);
        if (trace) {
          const at = stepBeside(trace.time, stepOf(trace), by);
          cursor.move({ step: at }, view);
        }
      }
    });
    button.tabIndex = 0;
    return button;
  }

  const stepOf = (trace: Trace): number =>
    stepNow(cursor, runSteps(trace, layerOf(trace)));
  const layerOf = (trace: Trace): LayerTrace | undefined =>
    trace.layers.find(({ name }) => name === cursor.position.layer) ??
    trace.layers[0];

  /** Rows are made once for a layer; the cursor only changes their numbers. */
  let rowsOf: LayerTrace | null = null;
  let writers: ((step: number, unit: number) => void)[] = [];

  const makeRows = (layer: LayerTrace): void => {
    rowsOf = layer;
    writers = [];
    fill(
      list,
      layer.channels
        .filter(({ role }) => role !== 'gradient' && role !== 'term')
        .map(channel => {
          const [low, high] = colorRange(channel);
          const bar = html('span', { class: 'jp-gatescope-bar' });
          const value = html('b', { class: 'jp-gatescope-value' });
          const track = html(
            'span',
            { class: 'jp-gatescope-track', 'aria-hidden': 'true' },
            bar,
            ...(low < 0 ? [html('span', { class: 'jp-gatescope-zero' })] : [])
          );
          writers.push((at, unit) => {
            const number = channel.array.values[at * layer.units + unit];
            setText(value, formatFixed(number));
            const place = (wanted: number): number =>
              Math.max(0, Math.min(100, ((wanted - low) / (high - low)) * 100));
            const zero = place(Math.max(0, low));
            const end = Number.isFinite(number) ? place(number) : zero;
            bar.style.left = `${Math.min(zero, end)}%`;
            bar.style.width = `${Math.abs(end - zero)}%`;
          });
          return html(
            'div',
            {
              class: 'jp-gatescope-readout-row',
              'data-jp-gatescope-hue': hueOf(channel)
            },
            letter(channel.name, hueOf(channel)),
            html('span', {}, translate(channel.label)),
            track,
            value
          );
        })
    );
  };

  const paint = (): void => {
    const trace = traceOf(present);
    const layer = trace && trace.time.steps > 0 ? layerOf(trace) : undefined;
    head.hidden = !layer;
    list.hidden = !layer;
    formulas.hidden = !layer;
    if (!trace || !layer) {
      return;
    }
    const at = stepOf(trace);
    const unit = Math.max(
      0,
      Math.min(
        layer.units - 1,
        cursor.position.unit ??
          trace.view?.unit ??
          openingPlace(layer, trace.time).unit
      )
    );
    if (rowsOf !== layer) {
      makeRows(layer);
    }
    const label = spokenLabel(trace.time.labels?.[at]);
    setText(
      title,
      translate('Step %1, unit %2', at, unit) +
        (label === '' ? '' : ` · ${label}`)
    );
    for (const write of writers) {
      write(at, unit);
    }
    const values = layerValues(layer, trace.time);
    fill(
      formulas,
      layer.equations
        .filter(({ channel }) =>
          layer.channels.some(
            ({ name, role }) => name === channel && role === 'state'
          )
        )
        .map(equation =>
          html(
            'div',
            {},
            formulaLine(workOut(values, equation, at, unit), layer, {
              letters: false
            })
          )
        ),
      ...withoutBefore(trace, layer, at, translate)
    );
  };

  const drawModel = (): void => {
    const summary = modelOf(present);
    const notes = notesOf(present);
    fill(
      model,
      ...(summary
        ? [
            html('h3', {}, translate('Model')),
            parameterRows(summary, translate)
          ]
        : layersAlone(present)),
      ...notes.map(note => html('p', { class: 'jp-gatescope-second' }, note))
    );
  };

  /** A cell that ran without a model still has parameters to count. */
  const layersAlone = (shown: Bundle): Node[] => {
    const trace = traceOf(shown);
    if (!trace || trace.layers.length === 0) {
      return [];
    }
    return [
      html('h3', {}, translate('Model')),
      parameterRows(
        {
          version: trace.version,
          kind: 'summary',
          id: trace.id,
          layers: trace.layers.map(layer => ({
            name: layer.name,
            type: layer.cellName,
            outputShape: [trace.time.steps, layer.units],
            parameters: layer.parameters,
            trainable: true
          })),
          total: trace.layers.reduce(
            (sum, { parameters }) => sum + parameters.count,
            0
          )
        },
        translate
      )
    ];
  };

  const notesOf = (shown: Bundle): string[] => {
    if (shown.kind === 'trace' && shown.loss) {
      return [
        translate('%1 %2', shown.loss.name, formatFixed(shown.loss.value, 3))
      ];
    }
    if (shown.kind === 'history') {
      return shown.metrics.flatMap(metric => lastNumbers(metric));
    }
    return [];
  };
  const lastNumbers = (metric: History['metrics'][number]): string[] => {
    const last = metric.training.values.length - 1;
    return last < 0
      ? []
      : [
          [
            `${translate(metric.name)} ${formatFixed(metric.training.values[last], 3)}`,
            ...(metric.validation
              ? [
                  `${translate('validation')} ${formatFixed(metric.validation.values[last], 3)}`
                ]
              : [])
          ].join(', ')
        ];
  };

  const painter = createPainter(root, paint);
  const stops = [
    cursor.subscribe(() => painter.schedule()),
    listen<KeyboardEvent>(head, 'keydown', event => {
      const by =
        event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (by !== 0) {
        event.preventDefault();
        (by > 0 ? forth : back).click();
      }
    })
  ];
  const view: View = {
    update(next) {
      present = next;
      rowsOf = null;
      drawModel();
      paint();
    },
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose() {
      painter.dispose();
      for (const stop of stops) {
        stop();
      }
      root.remove();
    }
  };
  drawModel();
  paint();
  return view;
};

/** The run that a bundle shows: of a comparison the first, of a training the last saved one. */
function traceOf(bundle: Bundle): Trace | null {
  switch (bundle.kind) {
    case 'trace':
      return bundle;
    case 'comparison':
      return bundle.traces[0] ?? null;
    case 'history':
      return bundle.snapshots?.at(-1)?.trace ?? null;
    default:
      return null;
  }
}

function modelOf(bundle: Bundle): ModelSummary | null {
  switch (bundle.kind) {
    case 'summary':
      return bundle;
    case 'trace':
    case 'history':
      return bundle.model ?? null;
    default:
      return null;
  }
}
