import type { CheckReport } from '../../trace';
import type { View, ViewContext } from '../context';
import { createCursor } from '../base/cursor';
import { html } from '../base/dom';
import type { Frame } from '../base/frame';
import type { Tool } from '../base/tools';

/** The run of a right answer, below its report; made when it is asked for. */
export interface AnswerRun {
  /** None for a report without a run. */
  tools(): readonly Tool[];
  /** Another report is shown. */
  show(report: CheckReport): void;
  resize(): void;
  themeChanged(): void;
  dispose(): void;
}

/** `changed` is called when the tools are others. */
export function createAnswerRun(
  frame: Frame,
  context: ViewContext,
  changed: () => void
): AnswerRun {
  const { translate } = context;
  const host = html('div', { class: 'jp-gatescope-nested' });
  frame.below.append(host);
  let run: CheckReport['run'];
  let open = false;
  let view: View | null = null;
  const close = (): void => {
    open = false;
    view?.dispose();
    view = null;
  };
  const draw = async (): Promise<void> => {
    const asked = run;
    const { createTraceView } = await import('../trace/createTraceView');
    if (open && view === null && asked && asked === run) {
      // The steps of an exercise's own sequence are those of no other picture.
      const cursor = createCursor();
      view = createTraceView(host, asked, { ...context, cursor });
      view.resize(frame.width);
    }
  };
  return {
    tools: () =>
      run
        ? [
            {
              id: 'gates',
              label: translate('Open in Gates'),
              title: translate('Open in Gates: the run of your answer'),
              pressed: open,
              keep: true,
              run() {
                if (open) {
                  close();
                } else {
                  open = true;
                  void draw();
                }
                changed();
              }
            }
          ]
        : [],
    show(report) {
      if (report.run !== run) {
        close();
        run = report.run;
      }
    },
    resize: () => view?.resize(frame.width),
    themeChanged: () => view?.themeChanged(),
    dispose: close
  };
}
