import type {
  BundleHeader,
  MethodParameters,
  ViewChoice as Choice
} from '../../trace';
import type { LinkStatus, ViewContext } from '../context';
import type { Translate } from '../../scene/words/translate';
import { copyText, type Sayings } from './copyText';
import type { MenuItem } from './menu';

/** Kinds whose steps and units are those of a run, so that `show` can be told them. */
const OF_STEPS: ReadonlySet<string> = new Set([
  'trace',
  'comparison',
  'gradientFlow',
  'attention'
]);

/** What a view has been set to that its line of code can say, besides the place of the cursor. */
export type ViewChoice = Omit<Choice, 'step' | 'unit'>;

/** What a view is asked to show, as it stands: the parameters of its line of code. */
export function codeRequest(
  bundle: Pick<BundleHeader, 'id' | 'kind' | 'view' | 'title' | 'howToRead'>,
  {
    cursor,
    views,
    sequences
  }: Pick<ViewContext, 'cursor' | 'views' | 'sequences'>,
  choice: ViewChoice = {}
): MethodParameters['code'] {
  // Until the reader moves, a view stands where its notebook had it open.
  const step = cursor.position.step ?? bundle.view?.step;
  const unit = cursor.position.unit ?? bundle.view?.unit;
  const { title, howToRead } = views?.words ?? bundle;
  const hasSteps = OF_STEPS.has(bundle.kind) || views !== undefined;
  return {
    id: views?.of ?? bundle.id,
    ...(title !== undefined && { title }),
    ...(howToRead !== undefined && { howToRead }),
    ...(views && { view: views.present as MethodParameters['code']['view'] }),
    ...(hasSteps && step !== undefined && { step }),
    ...(hasSteps && unit !== undefined && { unit }),
    ...(sequences && sequences.present > 0 && { sequence: sequences.present }),
    ...choice
  };
}

/** What the item has to know of the view that it is in. */
export interface CodeFrame extends Sayings {
  readonly status: () => LinkStatus;
  readonly choice: () => ViewChoice;
}

/**
 * Copies the line that makes this view with what it shows now. The kernel knows by which name; of a saved
 * picture that nobody computed here there is no such line, and the item says so.
 */
export function codeItem(
  bundle: BundleHeader,
  context: ViewContext,
  frame: CodeFrame
): MenuItem {
  const { link, translate } = context;
  const copy = async (): Promise<void> => {
    const { code } = await link.request(
      'code',
      codeRequest(bundle, context, frame.choice())
    );
    if (code === '') {
      frame.warn(
        translate(
          'No variable of the notebook holds what is shown here. Give it a name, and its code can be copied.'
        )
      );
    } else {
      copyText(code, frame, translate);
    }
  };
  const off = whyNoCode(bundle, frame.status(), translate);
  return {
    label: translate('Copy code'),
    ...(off !== null && { off }),
    run: () =>
      void copy().catch((reason: unknown) =>
        frame.warn(reason instanceof Error ? reason.message : String(reason))
      )
  };
}

/** Why no code can be asked for; null where it can. */
function whyNoCode(
  { live }: BundleHeader,
  status: LinkStatus,
  translate: Translate
): string | null {
  if (live === undefined) {
    return translate(
      'No line of code makes this picture: no kernel holds what it shows.'
    );
  }
  switch (status.state) {
    case 'live':
    case 'stale':
      return null;
    case 'connecting':
      return translate('The kernel has not answered yet.');
    case 'notLive':
      return status.reason;
  }
}
