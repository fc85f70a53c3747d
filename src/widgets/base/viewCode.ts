import type { BundleHeader, MethodParameters } from '../../trace';
import type { ViewContext } from '../context';
import { copyText, type Sayings } from './copyText';
import type { MenuItem } from './menu';

/** Kinds whose steps and units are those of a run, so that `show` can be told them. */
const OF_STEPS: ReadonlySet<string> = new Set([
  'trace',
  'comparison',
  'gradientFlow',
  'attention'
]);

/** What a view is asked to show, as it stands: the parameters of its line of code. */
export function codeRequest(
  bundle: Pick<BundleHeader, 'id' | 'kind'>,
  {
    cursor,
    views,
    sequences
  }: Pick<ViewContext, 'cursor' | 'views' | 'sequences'>
): MethodParameters['code'] {
  const { step, unit } = cursor.position;
  const hasSteps = OF_STEPS.has(bundle.kind) || views !== undefined;
  return {
    id: views?.of ?? bundle.id,
    ...(views && { view: views.present as MethodParameters['code']['view'] }),
    ...(hasSteps && step !== null && { step }),
    ...(hasSteps && unit !== null && { unit }),
    ...(sequences && sequences.present > 0 && { sequence: sequences.present })
  };
}

/**
 * Copies the line that makes this view with what it shows now. The kernel knows by which name; there
 * is no such line of a saved picture that nobody computed here.
 */
export function codeItem(
  bundle: BundleHeader,
  context: ViewContext,
  frame: Sayings & { readonly isLive: () => boolean }
): MenuItem[] {
  const { link, translate } = context;
  if (bundle.live === undefined || bundle.language === 'python') {
    return [];
  }
  const copy = async (): Promise<void> => {
    const { code } = await link.request('code', codeRequest(bundle, context));
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
  return [
    {
      label: translate('Copy code'),
      disabled: !frame.isLive(),
      run: () =>
        void copy().catch((reason: unknown) =>
          frame.warn(reason instanceof Error ? reason.message : String(reason))
        )
    }
  ];
}
