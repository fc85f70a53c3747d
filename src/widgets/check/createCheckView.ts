import type { CheckReport } from '../../trace';
import { createMoment } from '../../scene/createMoment';
import { drawView } from '../../scene/drawView';
import type { Translate } from '../../scene/words/translate';
import { checkView } from '../../views/check/checkView';
import {
  checkedWords,
  comparedChannel,
  reportTable
} from '../../views/check/checkWords';
import { createCursor } from '../base/cursor';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import type { ViewFactory, View, ViewContext } from '../context';
import { describerOf } from '../describe/describerOf';
import { createDrawing } from '../scene/createDrawing';
import { keptOf } from '../scene/definedPage';
import { pagePaper } from '../scene/pagePaper';
import { shownLines } from '../scene/shownLines';
import { channelChips, reportBox } from './reportWords';
import type { Frame } from '../base/frame';
import type { Tool } from '../base/tools';

/** The report of a check: what is wrong, where first, expected and got. */
export const createCheckView: ViewFactory<CheckReport> = (
  element,
  bundle,
  context
) => {
  const { translate } = context;
  let run: AnswerRun | null = null;
  /** A report is of its own numbers: where it is looked at moves no other view. */
  const cursor = createCursor();
  const kept = keptOf(bundle, checkView.name, context);
  const moment = createMoment(checkView, bundle, kept, translate);
  const report = (): CheckReport => moment.now.bundle;
  const unit = (): number => cursor.position.unit ?? report().first?.unit ?? 0;
  const toUnit = (to: number): true => {
    const [, units = 1] = comparedChannel(report())?.expected?.shape ?? [];
    cursor.move({ unit: Math.max(0, Math.min(units - 1, to)) }, moment);
    return true;
  };
  const light = (): void => {
    if (moment.now.lit !== unit()) {
      moment.light(unit());
    }
  };
  const setTools = (): void => base.frame.setTools(run?.tools() ?? []);
  const drawing = createDrawing(checkView.name, moment, {
    picture: () => base.frame.picture,
    to: hit => ({ unit: hit.column }),
    over(hit) {
      if (hit && !cursor.position.pinned) {
        cursor.move({ step: hit.row, unit: hit.column }, moment);
      }
    }
  });
  const { words } = checkView;
  const base: StepView<'check'> = createStepView(element, {
    kind: 'check',
    bundle,
    context: { ...context, cursor },
    title: checkView.title(translate),
    clicks: true,
    pins: null,
    ...drawing.pointer,
    steps: () => ({
      steps: Math.max(1, moment.table.places.count),
      opens: report().first?.step ?? 0
    }),
    take(next) {
      moment.take(next);
      cursor.move({ step: null, unit: null }, moment);
    },
    table: () => reportTable(report(), translate),
    svg: () =>
      drawView(checkView, moment.now, {
        ...pagePaper(base.frame.element),
        row: base.step
      }),
    describer: describerOf(() => {
      light();
      return shownLines(moment, {
        looked: checkView.looked?.(moment.now, base.step),
        place: id => ({ unit: Math.floor(Number(id.slice(4)) / 2) })
      });
    }),
    draw(width) {
      const { frame } = base;
      const { now } = moment;
      drawing.draw(width);
      drawing.host.hidden = drawing.placed?.height === 0;
      fill(
        frame.picture,
        reportBox(report(), translate),
        drawing.host,
        chips(report(), translate)
      );
      frame.setTitle(
        report().title ?? context.exerciseTitle?.() ?? translate('Check')
      );
      frame.setMeta(words.meta?.(now) ?? '');
      frame.setReading(words.reading(now));
      frame.setChanged(checkedWords(report(), translate));
      run ??= createAnswerRun(frame, context, setTools);
      run.show(report());
      run.resize();
      setTools();
    },
    paint(theme) {
      drawing.paint(theme);
      run?.themeChanged();
    },
    lit: () => String(unit()),
    show(step) {
      light();
      drawing.show(step);
    },
    describe(step) {
      light();
      return { spoken: words.spoken?.(moment.now, step) ?? '' };
    },
    dispose: () => run?.dispose(),
    onKey: action =>
      (action === 'nextUnit' && toUnit(unit() + 1)) ||
      (action === 'previousUnit' && toUnit(unit() - 1))
  });
  base.frame.element.classList.add('jp-gatescope-check');
  return base.view;
};

/** The first difference of each channel, where there are channels. */
function chips(report: CheckReport, translate: Translate): HTMLElement[] {
  const list = channelChips(report, translate);
  const title = html(
    'p',
    { class: 'jp-gatescope-chips-title' },
    translate('first difference in each channel')
  );
  return list ? [...(report.status === 'notYet' ? [title] : []), list] : [];
}

/** The run of a right answer, below its report; made when it is asked for. */
interface AnswerRun {
  /** None for a report without a run. */
  tools(): readonly Tool[];
  /** Another report is shown. */
  show(report: CheckReport): void;
  resize(): void;
  themeChanged(): void;
  dispose(): void;
}

/** `changed` is called when the tools are others. */
function createAnswerRun(
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
