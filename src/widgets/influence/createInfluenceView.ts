import type { NumericArray, Trace } from '../../trace';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html, listen } from '../base/dom';
import { createInputField } from '../base/inputField';
import type { KeyAction } from '../base/keys';
import { labelFont, textMeasure } from '../base/measure';
import { runSteps } from '../base/openingPlace';
import { createRecomputer } from '../base/recomputer';
import type { View, ViewFactory } from '../context';
import { drawInfluence, type InfluencePicture } from './drawInfluence';
import {
  answerBeside,
  answeredSteps,
  inputAt,
  ofFeature,
  tried,
  type Tried
} from './influence';
import {
  changeWords,
  gradientName,
  influenceTable,
  labelOf,
  spokenInfluence
} from './influenceWords';

/**
 * What one answer hangs on: its derivative by the input at each step. It is a claim about causes, so it
 * can be put to the test: a number of the input is typed over, and what the gradient predicts stands
 * beside what the network, run again, then answers.
 */
export const createInfluenceView: ViewFactory<Trace> = (
  element,
  bundle,
  context
): View => {
  const { link, translate } = context;
  const host = html('div', { class: 'jp-gatescope-flow-host' });
  const output = 0;
  let feature = 0;
  let answer = answeredSteps(bundle, output).at(-1) ?? 0;
  let gradient: NumericArray | null = null;
  let picture: InfluencePicture | null = null;
  let tries: readonly Tried[] = [];
  let disposed = false;

  const now = () => ({ feature, answer, output });
  const refused = (reason: unknown): void =>
    base.frame.setNotice(
      reason instanceof Error ? reason.message : String(reason)
    );
  const asking = createRecomputer({
    async request() {
      const step = answer;
      const found = await link.request('influence', {
        id: base.bundle.id,
        output,
        step
      });
      return { ...found, step };
    },
    answered({ gradient: found, step }) {
      if (step === answer) {
        gradient = found;
        base.frame.setNotice('');
        base.draw();
        base.frame.refreshTable();
      }
    },
    failed: refused
  });
  const ask = (): void => {
    if (link.status(base.bundle.id).state === 'live') {
      asking.ask();
    } else if (gradient === null) {
      base.frame.setNotice(
        translate('Not live: run the notebook cell to see the gradient.')
      );
    }
  };
  const chooseAnswer = (step: number): true => {
    if (step !== answer) {
      answer = step;
      gradient = null;
      tries = [];
      base.draw();
      ask();
    }
    return true;
  };
  const chooseFeature = (next: number): true => {
    feature = Math.max(0, Math.min(base.bundle.input.names.length - 1, next));
    base.draw();
    return true;
  };
  const beside = (by: number): true =>
    chooseAnswer(answerBeside(answeredSteps(base.bundle, output), answer, by));

  /** The edit alone, beside those that the run was shown with. */
  const edit = async (step: number, value: number): Promise<void> => {
    const { bundle: trace } = base;
    const { batch, edits, clamps, id } = trace;
    const asked = { ...now(), step, value };
    const known = gradient;
    if (known === null) {
      return;
    }
    try {
      const { trace: after } = await link.request('recompute', {
        id,
        ...(batch && { sequence: batch.sequence }),
        edits: [...edits, { step, feature: asked.feature, value }],
        clamps
      });
      if (!disposed && known === gradient) {
        tries = [...tries, tried(trace, after, known, asked)];
        base.frame.setNotice('');
        base.draw();
        base.frame.refreshTable();
      }
    } catch (reason) {
      if (!disposed) {
        refused(reason);
      }
    }
  };

  const keys: Partial<Record<KeyAction, () => boolean>> = {
    nextUnit: () => beside(1),
    previousUnit: () => beside(-1),
    nextChannel: () => chooseFeature(feature + 1),
    previousChannel: () => chooseFeature(feature - 1),
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
    take() {
      gradient = null;
      tries = [];
      ask();
    },
    table: () => influenceTable(base.bundle, now(), gradient, tries, translate),
    onStatus: () => ask(),
    onKey: action => keys[action]?.() ?? false,
    draw(width) {
      const { frame, bundle: trace } = base;
      const { time, input, outputs } = trace;
      picture = drawInfluence({
        width,
        measure: textMeasure(labelFont(host)),
        labels: time.labels,
        answers: outputs[output].values.values,
        answerName: labelOf(outputs[output].name, outputs[output].unit),
        answer,
        gradient: gradient && ofFeature(gradient, feature),
        gradientName: gradientName(trace, now(), translate)
      });
      fill(host, picture.element, picture.badge);
      host.style.height = `${picture.height}px`;
      frame.setReading(
        translate(
          'Choose an answer above: click it, or ↑ ↓. Below stands by how much it would change for one more of the input at each step. Then test it: I, and another number for that input.'
        )
      );
      frame.setTools(
        input.names.length < 2
          ? []
          : [
              {
                id: 'feature',
                label: `${input.names[feature]} ▾`,
                title: translate('Which input (PgUp, PgDn)'),
                menu: () =>
                  input.names.map((name, at) => ({
                    label: name,
                    checked: at === feature,
                    run: () => void chooseFeature(at)
                  }))
              }
            ]
      );
    },
    lit: () => `${answer} ${feature} ${tries.length}`,
    show(step) {
      const { time, input } = base.bundle;
      picture?.cursor.moveTo(step, time.labels?.[step] ?? String(step), [
        picture.heightOf(step)
      ]);
      field.show({
        step,
        label: labelOf(input.names[feature], input.unit),
        value: inputAt(base.bundle, step, feature)
      });
    },
    describe(step) {
      const last = tries.at(-1);
      return {
        changed: last ? changeWords(base.bundle, now(), last, translate) : '',
        spoken:
          last?.step === step
            ? changeWords(base.bundle, now(), last, translate)
            : spokenInfluence(base.bundle, now(), gradient, step, translate)
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
      disposed = true;
      asking.forget();
      field.dispose();
      stop();
    }
  });
  const field = createInputField({
    translate,
    edit: (step, value) => void edit(step, value),
    leave: () => base.frame.picture.focus()
  });
  base.frame.below.append(field.element);
  const stop = listen<PointerEvent>(host, 'click', event => {
    const { left, top } = host.getBoundingClientRect();
    const step = picture?.steps.stepAt(event.clientX - left) ?? null;
    if (step !== null && picture?.isAnswers(event.clientY - top)) {
      chooseAnswer(answerBeside(answeredSteps(base.bundle, output), step, 0));
    }
  });
  ask();
  return base.view;
};
