import type { Trace, ViewOptions } from '../../trace';
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

/** The views of one run, in the order of their list. */
export const traceViews: Readonly<Record<TraceViewName, TraceViewEntry>> = {
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
  influence: {
    label: 'Influence of the input',
    // By numbers, or by the embeddings of tokens.
    fits: ({ live, input, outputs }) =>
      live !== undefined &&
      (input.editable || input.embedding !== undefined) &&
      outputs.length > 0,
    load: async () =>
      (await import('../influence/createInfluenceView')).createInfluenceView
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
