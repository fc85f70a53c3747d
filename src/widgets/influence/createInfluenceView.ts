import type { NumericArray, Trace } from '../../trace';
import { createInputField } from '../base/inputField';
import { stepWords } from '../../scene/words/stepWords';
import type { ViewContext, ViewFactory } from '../context';
import { createDefinedView, type HandsOn } from '../scene/createDefinedView';
import type { Hands } from '../scene/definedPage';
import {
  inputAt,
  inputLabel,
  runAndSequence,
  readsTokens,
  tried,
  type InfluenceNow,
  type TriedInput
} from '../../views/influence/influence';
import {
  influenceView,
  type InfluenceData
} from '../../views/influence/influenceView';

export const createInfluenceView: ViewFactory<Trace> = createDefinedView(
  influenceView,
  testedByHand
);

/** A field for the input at the cursor: what is typed is put in, and the network run again. */
function testedByHand({
  now,
  base,
  context,
  know,
  note
}: Hands<'trace', InfluenceNow, InfluenceData>): HandsOn {
  const { translate } = context;
  const edit = async (step: number, value: number | string): Promise<void> => {
    const { bundle, chosen, data } = now();
    if (data === null) {
      return;
    }
    try {
      const found = await triedEdit(context, bundle, chosen, {
        step,
        value,
        gradient: data.gradient
      });
      const present = now().data;
      if (present?.gradient === data.gradient) {
        know({ ...present, tries: [...present.tries, found] });
      }
    } catch (reason) {
      note(reason instanceof Error ? reason.message : String(reason));
    }
  };
  const put = (step: number, value: number | string): void =>
    void edit(step, value);
  const field = createInputField({
    translate,
    edit: put,
    ...(readsTokens(base.bundle) && { replace: put }),
    leave: () => base.frame.picture.focus()
  });
  return {
    below: [field.element],
    keys: {
      edit() {
        field.focus();
        return true;
      }
    },
    show(step) {
      const { bundle, chosen } = now();
      field.show({
        step,
        label: inputLabel(bundle, chosen),
        value: inputAt(bundle, step, chosen.feature),
        where: stepWords(bundle.time, step, translate)
      });
    },
    dispose: () => field.dispose()
  };
}

/** Another number or token put in, beside the edits that the run was shown with; the network run again, beside what the gradient predicts of it. */
async function triedEdit(
  { link, translate }: Pick<ViewContext, 'link' | 'translate'>,
  trace: Trace,
  now: InfluenceNow,
  {
    step,
    gradient,
    value
  }: {
    readonly step: number;
    readonly gradient: NumericArray;
    readonly value: number | string;
  }
): Promise<TriedInput> {
  const { feature, output, answer } = now;
  const asked = { ...now, step };
  const place = runAndSequence(trace);
  const put = async (number: number, of: number): Promise<Trace> => {
    const { trace: after } = await link.request('recompute', {
      ...place,
      edits: [...trace.edits, { step, feature: of, value: number }],
      clamps: trace.clamps
    });
    return after;
  };
  if (typeof value === 'number') {
    const after = await put(value, feature);
    return tried(trace, after, gradient, { ...asked, to: value });
  }
  const { replacement } = await link.request('influence', {
    ...place,
    output,
    step: answer,
    replacement: { step, token: value }
  });
  if (!replacement) {
    throw new Error(
      translate('The kernel does not know the token “%1”.', value)
    );
  }
  const { id, token: to, predicted } = replacement;
  const after = await put(id, 0);
  return tried(trace, after, gradient, { ...asked, to, predicted });
}
