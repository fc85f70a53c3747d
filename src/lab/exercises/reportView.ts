import type { CheckReport } from '../../trace';
import type { View, ViewContext } from '../../widgets/context';
import type { CheckState } from '../session/checkStates';

/** The picture of a check's report; empty while there is none. */
export interface ReportView {
  show(state: CheckState): void;
  themeChanged(): void;
  dispose(): void;
}

/** Draws the report of a check into an element and follows the element's width. */
export function createReportView(
  host: HTMLElement,
  context: () => ViewContext
): ReportView {
  let shown: CheckReport | null = null;
  let view: View | null = null;
  const observer = new ResizeObserver(entries => {
    const width = entries.at(-1)?.contentRect.width ?? 0;
    if (width > 0) {
      view?.resize(width);
    }
  });
  host.classList.add('jp-gatescope-report');
  observer.observe(host);

  const clear = (): void => {
    view?.dispose();
    view = null;
    host.replaceChildren();
  };

  async function draw(report: CheckReport): Promise<void> {
    const { createView } = await import('../renderer/drawing');
    const factory = await createView('check');
    if (shown !== report) {
      return;
    }
    clear();
    view = factory(host, report, context());
    if (host.clientWidth > 0) {
      view.resize(host.clientWidth);
    }
  }

  return {
    show(state) {
      const report = state.state === 'checked' ? state.report : null;
      host.classList.toggle(
        'jp-gatescope-report-former',
        state.state === 'checked' && state.edited
      );
      if (report === shown) {
        return;
      }
      shown = report;
      if (report === null) {
        clear();
      } else {
        void draw(report);
      }
    },
    themeChanged: () => view?.themeChanged(),
    dispose() {
      shown = null;
      observer.disconnect();
      clear();
    }
  };
}
