import type { Trace } from '../../trace';
import type { ViewFactory } from '../context';

interface TraceViewEntry {
  readonly label: string;
  /** Whether the trace has what the view draws. */
  readonly fits: (trace: Trace) => boolean;
  readonly load: () => Promise<ViewFactory<Trace>>;
}

/** The views of one run, in the order of their list. */
export const traceViews: Readonly<Record<string, TraceViewEntry>> = {
  gates: {
    label: 'Gates',
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
  whatIf: {
    label: 'What if',
    fits: trace => trace.live !== undefined,
    load: async () =>
      (await import('../whatIf/createWhatIfView')).createWhatIfView
  }
};
