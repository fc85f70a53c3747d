import { MessageLoop } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { html, setText } from '../../widgets/base/dom';
import { toolButton } from '../../widgets/base/tools';
import type { ViewContext } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { keepFocus } from '../keepFocus';
import type { AuthoringSubject } from '../authoring/authoringSubject';
import { createAuthoringSection } from '../authoring/authoringSection';
import type { CardSubject } from './cardSection';
import { createCardSection } from './cardSection';
import type { ExerciseSubject } from './exerciseSection';
import { createExerciseSection } from './exerciseSection';
import type { Follower, FollowedOutput, Subject } from './follower';
import type { LessonSubject } from './lessonSection';
import { createLessonSection } from './lessonSection';
import { createTraceSection } from './traceSection';

/** What the panel shows besides the output: the work that the notebook asks for. */
export interface InspectorWork {
  readonly exercise: ExerciseSubject | null;
  readonly lesson: LessonSubject | null;
  readonly cards: CardSubject | null;
  /** Null for students. */
  readonly authoring: AuthoringSubject | null;
}

export interface InspectorPanelOptions {
  readonly follower: Follower;
  readonly translate: Translate;
  /** What the readout of a shown output is given. */
  readonly contextOf: (shown: FollowedOutput) => ViewContext;
  readonly workOf: (subject: Subject) => InspectorWork;
  /** Emits when `workOf` gives something else for the same subject. */
  readonly workChanged: ISignal<object, void>;
  readonly themeChanged?: ISignal<unknown, unknown>;
}

/** Pixels; also the style sheet's. */
const MINIMUM_WIDTH = 300;

/** The panel beside the notebook. */
export class InspectorPanel extends Widget {
  constructor(private readonly options: InspectorPanelOptions) {
    super();
    const { follower, translate, workChanged, themeChanged } = options;
    this.addClass('jp-gatescope-panel');
    this.addClass('jp-gatescope-inspector');
    this.trace = createTraceSection(translate);
    this.authoring = createAuthoringSection(translate);
    this.exercise = createExerciseSection(translate);
    this.lesson = createLessonSection(translate);
    this.cards = createCardSection(translate);
    this.node.append(
      html(
        'header',
        { class: 'jp-gatescope-inspector-header' },
        html(
          'h2',
          { class: 'jp-gatescope-inspector-title' },
          translate('gatescope')
        ),
        this.follows,
        this.pin
      ),
      this.trace.element,
      this.authoring.section.element,
      this.exercise.section.element,
      this.lesson.section.element,
      this.cards.section.element
    );
    follower.changed.connect(this.onSubject, this);
    workChanged.connect(this.onWork, this);
    themeChanged?.connect(this.onTheme, this);
    this.onSubject();
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    Signal.clearData(this);
    this.trace.dispose();
    this.exercise.dispose();
    this.options.follower.dispose();
    super.dispose();
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    const width = this.trace.element.clientWidth;
    if (width > 0) {
      this.trace.resize(width);
    }
  }

  protected override onAfterShow(): void {
    this.trace.resize(this.trace.element.clientWidth);
    this.widenOnce();
  }

  /**
   * A side area opens as narrow as it may be. The first time, this panel asks for the width that its
   * readout is made for; after that the width is the reader's.
   */
  private widenOnce(): void {
    if (this.widened) {
      return;
    }
    this.widened = true;
    if (this.node.clientWidth > MINIMUM_WIDTH) {
      return;
    }
    const fit = (): void => {
      if (this.parent !== null) {
        MessageLoop.sendMessage(this.parent, Widget.Msg.FitRequest);
      }
    };
    this.addClass('jp-gatescope-opening');
    fit();
    requestAnimationFrame(() => {
      if (!this.isDisposed) {
        this.removeClass('jp-gatescope-opening');
        fit();
      }
    });
  }

  private onSubject(): void {
    const { subject } = this.options.follower;
    const { shown } = subject;
    this.drawHeader(subject);
    this.trace.show(
      shown === null
        ? null
        : {
            bundle: shown.bundle,
            fault: shown.fault,
            context: this.options.contextOf(shown)
          }
    );
    this.onWork();
  }

  private onWork(): void {
    const { exercise, lesson, cards, authoring } = this.options.workOf(
      this.options.follower.subject
    );
    this.authoring.show(authoring);
    this.exercise.show(exercise);
    this.lesson.show(lesson);
    this.cards.show(cards);
  }

  private onTheme(): void {
    this.trace.themeChanged();
    this.exercise.themeChanged();
  }

  private drawHeader({ shown, pinned }: Subject): void {
    const { translate, follower } = this.options;
    this.follows.dataset['state'] = pinned ? 'pinned' : 'live';
    setText(
      this.follows,
      shown === null
        ? ''
        : pinned
          ? translate('pinned to cell %1', shown.label)
          : translate('follows cell %1', shown.label)
    );
    const button = toolButton({
      id: 'pin',
      label: pinned ? translate('Unpin') : translate('Pin'),
      title: pinned
        ? translate('Follow the active notebook cell again')
        : translate('Stay with this notebook cell'),
      look: 'quiet',
      disabled: shown === null && !pinned,
      run: () => follower.setPinned(!pinned)
    });
    button.tabIndex = 0;
    keepFocus(this.pin, () => this.pin.replaceChildren(button));
  }

  private widened = false;
  /** Not a live region: it changes at every step through the notebook, which says where one is. */
  private readonly follows = html('span', { class: 'jp-gatescope-follows' });
  private readonly pin = html('span');
  private readonly trace: ReturnType<typeof createTraceSection>;
  private readonly authoring: ReturnType<typeof createAuthoringSection>;
  private readonly exercise: ReturnType<typeof createExerciseSection>;
  private readonly lesson: ReturnType<typeof createLessonSection>;
  private readonly cards: ReturnType<typeof createCardSection>;
}
