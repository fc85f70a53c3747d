import type { Trace } from '../../trace';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html, listen } from '../base/dom';
import { createInputField } from '../base/inputField';
import type { KeyAction } from '../base/keys';
import { labelFont, textMeasure } from '../base/measure';
import { runSteps } from '../base/openingPlace';
import { stepWords } from '../base/stepWords';
import type { Tool } from '../base/tools';
import type { Translate, View, ViewFactory } from '../context';
import { describerOf } from '../describe/describerOf';
import { drawInfluence, type InfluencePicture } from './drawInfluence';
import {
  answerBeside,
  answeredSteps,
  inputAt,
  isRead,
  ofFeature,
  readsTokens
} from './influence';
import { createInfluenceState, type InfluenceState } from './influenceState';
import {
  changeWords,
  featureNames,
  gradientName,
  influenceTable,
  inputLabel,
  labelOf,
  readingWords,
  spokenInfluence
} from './influenceWords';
import { formatNumber } from '../base/format';
import type { ShownLines } from '../describe/line';

/**
 * What one answer hangs on: its derivative by the input at each step. It is a claim about causes, so it
 * can be put to the test: a number of the input is typed over, or a token replaced or left out, and what
 * the gradient predicts stands beside what the network, run again, then answers.
 */
export const createInfluenceView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  const host = html('div', { class: 'jp-gatescope-flow-host' });
  const isTokens = readsTokens(bundle);
  let picture: InfluencePicture | null = null;
  const state = createInfluenceState(bundle, context, {
    trace: () => base.bundle,
    note: text => base.frame.setNotice(text),
    changed() {
      base.draw();
      base.frame.refreshTable();
    }
  });

  const keys: Partial<Record<KeyAction, () => boolean>> = {
    nextUnit: () => state.beside(1),
    previousUnit: () => state.beside(-1),
    nextChannel: () => state.chooseFeature(state.now.feature + 1),
    previousChannel: () => state.chooseFeature(state.now.feature - 1),
    extendDown: () => state.chooseOutput(state.now.output + 1),
    extendUp: () => state.chooseOutput(state.now.output - 1),
    edit() {
      field.focus();
      return true;
    }
  };

  const base: StepView<'trace'> = createStepView(element, {
    kind: 'trace',
    bundle,
    context,
    title: translate('Influence of the input'),
    host,
    steps: trace => runSteps(trace, trace.layers[0]),
    choice: () => state.choice,
    take: () => state.forget(),
    table: () =>
      influenceTable(
        base.bundle,
        state.now,
        state.gradient,
        state.tries,
        translate
      ),
    describer: describerOf(() => linesOf(base.bundle, state, translate)),
    onStatus: () => state.ask(),
    onKey: action => keys[action]?.() ?? false,
    draw(width) {
      const { frame, bundle: trace } = base;
      picture = drawn(trace, state, host, width, translate);
      fill(host, picture.element, picture.badge);
      host.style.height = `${picture.height}px`;
      frame.setReading(readingWords(trace, translate));
      frame.setTools(choiceTools(trace, state, translate));
    },
    lit: () => JSON.stringify([state.now, state.tries.length]),
    show(step) {
      const where = stepWords(base.bundle.time, step, translate);
      picture?.cursor.moveTo(step, where, [picture.heightOf(step)]);
      field.show({
        step,
        label: inputLabel(base.bundle, state.now),
        value: inputAt(base.bundle, step, state.now.feature),
        where
      });
    },
    describe(step) {
      const last = state.tries.at(-1);
      const change = changeWords(base.bundle, state.now, last, translate);
      return {
        changed: change,
        spoken:
          last?.step === step
            ? change
            : spokenInfluence(
                base.bundle,
                state.now,
                state.gradient,
                step,
                translate
              )
      };
    },
    at(event) {
      const { left, top } = host.getBoundingClientRect();
      const step = picture?.steps.stepAt(event.clientX - left) ?? null;
      return step === null || picture?.isAnswers(event.clientY - top)
        ? null
        : { step };
    },
    dispose() {
      state.dispose();
      field.dispose();
      stop();
    }
  });
  const edit = (step: number, value: number | string): void =>
    void state.edit(step, value);
  const field = createInputField({
    translate,
    edit,
    ...(isTokens && { replace: edit }),
    leave: () => base.frame.picture.focus()
  });
  base.frame.below.append(field.element);
  const stop = listen<PointerEvent>(host, 'click', event => {
    const { left, top } = host.getBoundingClientRect();
    const step = picture?.steps.stepAt(event.clientX - left) ?? null;
    if (step !== null && picture?.isAnswers(event.clientY - top)) {
      state.chooseAnswer(
        answerBeside(answeredSteps(base.bundle, state.now.output), step, 0)
      );
    }
  });
  state.ask();
  return base.view;
};

/** The answers above, and below what each step of the input does to the chosen one. */
function drawn(
  trace: Trace,
  { now, gradient }: InfluenceState,
  host: HTMLElement,
  width: number,
  translate: Translate
): InfluencePicture {
  const { time, outputs } = trace;
  const { answer, feature, output } = now;
  return drawInfluence({
    width,
    measure: textMeasure(labelFont(host)),
    labels: time.labels,
    answers: outputs[output].values.values,
    answerName: labelOf(outputs[output].name, outputs[output].unit),
    answer,
    gradient: gradient && ofFeature(gradient, feature),
    gradientName: gradientName(trace, now, translate)
  });
}

/** What can be looked at: another output, another feature. */
const choiceTools = (
  trace: Trace,
  state: InfluenceState,
  translate: Translate
): Tool[] => [
  ...outputTools(trace, state, translate),
  ...featureTools(trace, state, translate)
];

/** Which output's answers are drawn above, where there are several. */
function outputTools(
  { outputs }: Trace,
  { now, chooseOutput }: InfluenceState,
  translate: Translate
): Tool[] {
  return outputs.length < 2
    ? []
    : [
        {
          id: 'output',
          label: `${outputs[now.output].name} ▾`,
          title: translate('Which output (Shift + ↑ ↓)'),
          menu: () =>
            outputs.map(({ name }, at) => ({
              label: name,
              checked: at === now.output,
              run: () => void chooseOutput(at)
            }))
        }
      ];
}

/** Which feature of the input is looked at, or number of a token, where there are several. */
function featureTools(
  trace: Trace,
  { now, chooseFeature }: InfluenceState,
  translate: Translate
): Tool[] {
  const names = featureNames(trace, translate);
  return names.length < 2
    ? []
    : [
        {
          id: 'feature',
          label: `${names[now.feature]} ▾`,
          title: translate('Which input (PgUp, PgDn)'),
          menu: () =>
            names.map((name, at) => ({
              label: name,
              checked: at === now.feature,
              run: () => void chooseFeature(at)
            }))
        }
      ];
}

/** What each step does to the answer that is looked at, as a line that can be described. */
function linesOf(
  trace: Trace,
  { now, gradient }: Pick<InfluenceState, 'now' | 'gradient'>,
  translate: Translate
): ShownLines {
  const name = gradientName(trace, now, translate);
  const values = gradient && ofFeature(gradient, now.feature);
  const read = values && isRead(trace, now.answer, values);
  return {
    time: trace.time,
    lines: values
      ? [
          {
            name,
            group: name,
            values: values.map((value, step) => (read?.(step) ? value : NaN)),
            write: formatNumber,
            place: {}
          }
        ]
      : [],
    here: 0,
    of: [trace, gradient, name]
  };
}
