/** @jest-environment jsdom */
import '../browserParts';
import { Signal } from '@lumino/signaling';
import { AnswerFooter } from '../../../../src/lab/exercises/answerFooter';
import type { CheckState } from '../../../../src/lab/session/checkStates';
import type { ExerciseDesk } from '../../../../src/lab/exercises/exerciseDesk';
import type { ExerciseProgress } from '../../../../src/exercises/metadata';
import type { CheckReport } from '../../../../src/trace';
import { untranslated } from '../../../../src/scene/words/translate';

const refused: CheckState = { state: 'refused', message: 'No kernel.' };
const passed = {
  state: 'checked',
  edited: true,
  report: { status: 'passed' } as unknown as CheckReport
} as CheckState;

/** A footer, and the way to bring its exercise into another state. */
function footer(state: CheckState) {
  let present = state;
  let hints: readonly string[] = [];
  let progress: ExerciseProgress | undefined;
  const owner = {};
  const changed = new Signal<object, string>(owner);
  const desk = {
    changed,
    find: () => ({
      title: 'Write the step',
      hints: ['Start small.', 'Use σ.']
    }),
    state: () => present,
    hints: () => hints
  } as unknown as ExerciseDesk;
  const widget = new AnswerFooter({
    exercise: 'step',
    desk,
    translate: untranslated,
    context: () => {
      throw new Error('no report is drawn here');
    },
    progress: () => progress,
    goToLine: () => undefined,
    next: () => null
  });
  document.body.append(widget.node);
  const said = widget.node.querySelector('[role="status"]')!;
  return {
    widget,
    said,
    become(next: CheckState) {
      present = next;
      changed.emit('step');
    },
    read(next: ExerciseProgress) {
      progress = next;
      widget.progressRead();
    },
    show(next: readonly string[]) {
      hints = next;
      changed.emit('step');
    }
  };
}

describe('what becomes of a check', () => {
  it('is said in a region that stays on the page while all else is drawn anew', async () => {
    const { widget, said, become } = footer({ state: 'unchecked' });
    const removed: Node[] = [];
    const watch = new MutationObserver(changes =>
      changes.forEach(change => removed.push(...change.removedNodes))
    );
    watch.observe(widget.node, { childList: true, subtree: true });
    become(refused);
    expect(said.textContent).toBe('! No kernel.');
    become(passed);
    expect(said.textContent).toBe('The answer has changed since the check.');
    await Promise.resolve();
    watch.disconnect();
    expect(removed.length).toBeGreaterThan(0);
    expect(removed.some(node => node.contains(said))).toBe(false);
    expect(said.isConnected).toBe(true);
    expect(widget.node.querySelectorAll('[role="status"]')).toHaveLength(1);
    widget.dispose();
  });

  it('gives way to a hint when one is asked for, and comes back with the next check', () => {
    const { widget, said, show, become } = footer({ state: 'unchecked' });
    show(['Start small.']);
    expect(said.textContent).toBe('Hint: Start small.');
    show(['Start small.', 'Use σ.']);
    expect(said.textContent).toBe('Hint: Use σ.');
    become(refused);
    expect(said.textContent).toBe('! No kernel.');
    widget.dispose();
  });

  it('is not called out when a notebook is opened in which it stood already', () => {
    const { widget, said } = footer(refused);
    expect(said.textContent).toBe('');
    expect(widget.node.textContent).toContain('! No kernel.');
    widget.dispose();
  });

  it('stands there also where what was kept of it is read after the footer was drawn', () => {
    const { widget, said, read, become } = footer({ state: 'unchecked' });
    read({ status: 'notYet', points: 1, maxPoints: 3, attempts: 2 });
    expect(widget.node.textContent).toContain('Best so far: 1 of 3 points');
    expect(said.textContent).toBe('');
    become(refused);
    expect(said.textContent).toBe('! No kernel.');
    widget.dispose();
  });
});
