import { viewNames, type Trace, type ViewOptions } from '../../trace';
import type { AnyView } from '../../scene/view';
import { untranslated } from '../../scene/words/translate';
import { runViews } from '../../views/runViews';
import type { ViewFactory } from '../context';
import { hasGradients } from '../../views/map/traceChannels';

interface TraceViewEntry {
  readonly label: string;
  /** What it is called where the run has no gates. */
  readonly ungated?: string;
  /** Whether the trace has what the view draws. */
  readonly fits: (trace: Trace) => boolean;
  readonly load: () => Promise<ViewFactory<Trace>>;
}

/**
 * Every name by which `show` can ask for a view of a run, and the weights that it ran with: those have
 * a bundle of their own, so a notebook asks for them by `weightsByGate(run)`.
 */
export type TraceViewName = NonNullable<ViewOptions['view']> | 'weights';

type DefinedName = keyof typeof runViews;

/** Of definitions that have hands of their own: the page with these. */
const withInteractions: Partial<Record<DefinedName, TraceViewEntry['load']>> = {
  influence: async () =>
    (await import('../influence/createInfluenceView')).createInfluenceView
};

/** The other views, made by hand. */
const made: Readonly<
  Record<Exclude<TraceViewName, DefinedName>, TraceViewEntry>
> = {
  gates: {
    label: 'Gates',
    ungated: 'States',
    fits: () => true,
    load: async () => (await import('../gates/createGatesView')).createGatesView
  },
  cell: {
    label: 'Cell, wired',
    fits: () => true,
    load: async () => (await import('../cell/createCellView')).createCellView
  },
  unrolled: {
    label: 'Unrolled',
    fits: () => true,
    load: async () =>
      (await import('../unrolled/createUnrolledView')).createUnrolledView
  },
  river: {
    label: 'River',
    fits: () => true,
    load: async () => (await import('../river/createRiverView')).createRiverView
  },
  gradients: {
    label: 'Gradient flow',
    fits: trace => trace.live !== undefined || trace.layers.some(hasGradients),
    load: async () =>
      (await import('../gradientFlow/createTraceFlowView')).createTraceFlowView
  },
  whatIf: {
    label: 'What if',
    fits: trace => trace.live !== undefined,
    load: async () =>
      (await import('../whatIf/createWhatIfView')).createWhatIfView
  },
  weights: {
    label: 'Weights',
    // A trace holds no weights. Python knows by gate those of the layers of its frameworks alone.
    fits: ({ live, language, layers }) =>
      live !== undefined &&
      (language !== 'python' || layers.some(({ cell }) => cell !== 'custom')),
    load: async () =>
      (await import('../weights/createTraceWeightsView')).createTraceWeightsView
  }
};

/** The page of a definition; what that does not have is asked of a living run. */
const pageOf = (name: DefinedName): TraceViewEntry => {
  const definition: AnyView<'trace'> = runViews[name];
  const { title, data, fits } = definition;
  return {
    label: title(untranslated),
    fits: trace =>
      (data === undefined || trace.live !== undefined) &&
      (fits?.(trace) ?? true),
    load:
      withInteractions[name] ??
      (async () => {
        const { createDefinedView } =
          await import('../scene/createDefinedView');
        return definition.as(view => createDefinedView(view));
      })
  };
};

const isDefined = (name: TraceViewName): name is DefinedName =>
  Object.hasOwn(runViews, name);

/** The views of one run, in the order of their list. */
export const traceViews = Object.fromEntries(
  [...viewNames, 'weights' as const].map(name => [
    name,
    isDefined(name) ? pageOf(name) : made[name]
  ])
) as Readonly<Record<TraceViewName, TraceViewEntry>>;
