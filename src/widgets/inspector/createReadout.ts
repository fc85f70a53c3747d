import { asRead } from '../../trace';
import type { Bundle, LayerTrace, Trace } from '../../trace';
import type { View, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { stepsWritten } from '../../views/attention/attention';
import { stepLines } from '../../views/attention/attentionWords';
import { asCompared, openingStep } from '../../views/compare/compareView';
import { fill, html, listen, setText } from '../base/dom';
import { openingPlace, runSteps } from '../base/openingPlace';
import { createPainter } from '../base/painter';
import { createStepWalk } from '../base/stepWalk';
import { spokenLabel } from '../../scene/words/timeLabels';
import { toolButton } from '../base/tools';
import { stateLine } from '../equations/stateLine';
import { layerValues } from '../../views/equations/layerValues';
import { withoutBefore } from '../gates/gatesWords';
import { readoutModel, traceOf } from './readoutModel';
import { createReadoutRows } from './readoutRows';

/**
 * What the panel repeats of a shown output: the numbers of one unit at the cursor's step with their
 * arithmetic, and the model with that of its parameters; of attention, where it looked at that step.
 */
export const createReadout: ViewFactory = (element, bundle, context) => {
  const { cursor, translate } = context;
  let present = bundle;
  const title = html('h3', { class: 'jp-gatescope-readout-title' });
  const rows = createReadoutRows(translate);
  const formulas = html('div', { class: 'jp-gatescope-readout-formulas' });
  const model = html('div', { class: 'jp-gatescope-readout-model' });
  const layerOf = (trace: Trace): LayerTrace | undefined =>
    trace.layers.find(({ name }) => name === cursor.position.layer) ??
    trace.layers[0];
  /** The run, while it has steps. */
  const run = (): Trace | null => {
    const trace = traceOf(present);
    return trace && trace.time.steps > 0 ? trace : null;
  };
  const hasSteps = (): boolean =>
    run() !== null || present.kind === 'attention';
  const walk = createStepWalk(
    cursor,
    () => {
      const trace = run();
      return trace
        ? {
            ...runSteps(trace, layerOf(trace)),
            // Of several networks the picture opens where they differ.
            ...(present.kind === 'comparison' && {
              opens: openingStep(asCompared(present), translate)
            })
          }
        : present.kind === 'attention'
          ? stepsWritten(present)
          : { steps: 0, opens: 0 };
    },
    () => view
  );
  const { head, buttons } = readoutHead(
    title,
    action => hasSteps() && walk.key(action),
    translate
  );
  const root = html(
    'div',
    { class: 'jp-gatescope-readout-panel' },
    head,
    rows.element,
    formulas,
    model
  );
  fill(element, root);

  const paint = (): void => {
    const trace = run();
    const layer = trace ? layerOf(trace) : undefined;
    head.hidden = formulas.hidden = !hasSteps();
    rows.element.hidden = !layer;
    const { step } = walk;
    if (present.kind === 'attention') {
      setText(title, translate('%Step %1', step));
      const lines = stepLines(present, step, translate);
      fill(formulas, ...lines.map(each => html('p', {}, each)));
      return;
    }
    if (!trace || !layer) {
      return;
    }
    const unit = Math.max(
      0,
      Math.min(
        layer.units - 1,
        cursor.position.unit ??
          trace.view?.unit ??
          openingPlace(layer, trace.time).unit
      )
    );
    const label = spokenLabel(asRead(trace, layer).time.labels?.[step]);
    setText(
      title,
      translate('%Step %1, unit %2', step, unit) +
        (label === '' ? '' : ` · ${label}`) +
        // Beside others, whose numbers these are.
        (present.kind === 'comparison' && present.rows.length > 1
          ? ` · ${present.rows[0].name}`
          : '')
    );
    rows.show(layer, trace.time, step, unit);
    fill(
      formulas,
      ...stateFormulas(trace, layer, step, unit, translate),
      ...withoutBefore(trace, layer, step, translate)
    );
  };

  const painter = createPainter(root, paint);
  const stops = [
    cursor.subscribe(() => painter.schedule()),
    listen<KeyboardEvent>(head, 'keydown', event => {
      const button = buttons[event.key];
      if (button) {
        event.preventDefault();
        button.click();
      }
    })
  ];
  const show = (next: Bundle): void => {
    present = next;
    rows.clear();
    fill(model, ...readoutModel(next, translate));
    paint();
  };
  const view: View = {
    update: show,
    resize: () => undefined,
    themeChanged: () => undefined,
    dispose() {
      painter.dispose();
      stops.forEach(stop => stop());
      root.remove();
    }
  };
  show(bundle);
  return view;
};

/** The title, and the buttons that take a step, by the keys that press them. */
function readoutHead(
  title: HTMLElement,
  take: (action: 'previousStep' | 'nextStep') => unknown,
  translate: Translate
): {
  readonly head: HTMLElement;
  readonly buttons: Readonly<Record<string, HTMLButtonElement | undefined>>;
} {
  const step = (
    id: 'previousStep' | 'nextStep',
    label: string,
    words: string
  ): HTMLButtonElement => {
    const button = toolButton({
      id,
      label,
      title: words,
      look: 'quiet',
      run: () => void take(id)
    });
    button.tabIndex = 0;
    return button;
  };
  const back = step('previousStep', '◂', translate('%step back'));
  const on = step('nextStep', '▸', translate('%step on'));
  return {
    head: html(
      'div',
      { class: 'jp-gatescope-readout-head' },
      title,
      html('span', {}, back, on)
    ),
    buttons: { ArrowLeft: back, ArrowRight: on }
  };
}

/** How each state comes about, with the numbers of a step. */
function stateFormulas(
  trace: Trace,
  layer: LayerTrace,
  step: number,
  unit: number,
  translate: Translate
): HTMLElement[] {
  const values = layerValues(layer, trace.time);
  return layer.equations
    .flatMap(({ channel }) =>
      layer.channels.filter(
        ({ name, role }) => name === channel && role === 'state'
      )
    )
    .map(channel =>
      html(
        'div',
        {},
        stateLine(trace, values, channel, { step, unit }, translate, {
          letters: false
        })
      )
    );
}
