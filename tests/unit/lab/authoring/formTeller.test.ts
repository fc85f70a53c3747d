/** @jest-environment jsdom */
import { createAuthoringSection } from '../../../../src/lab/authoring/authoringSection';
import type { AuthoringDesk } from '../../../../src/lab/authoring/authoringDesk';
import type { AuthoringSubject } from '../../../../src/lab/authoring/authoringSubject';
import type { TrialResult } from '../../../../src/lab/authoring/trials';
import { setFields } from '../../../../src/lab/authoring/exerciseEdits';
import { applyEdits } from '../../../../src/lab/authoring/edits';
import { authoringFaults } from '../../../../src/lab/authoring/authoringFaults';
import { lessonParts } from '../../../../src/exercises/metadata';
import { untranslated } from '../../../../src/scene/words/translate';
import { cell, open } from './notebook';

// Its own making of a notebook cell warns of itself.
beforeAll(() => void jest.spyOn(console, 'warn').mockImplementation());
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  document.body.replaceChildren();
  jest.useRealTimers();
});

/** The section on the page, over a notebook with one exercise, and what a screen reader hears of it. */
function sectionOf(hints: readonly string[] = []) {
  const { shared, read, make } = open([cell('mine', '')]);
  const answer = make({ kind: 'number', title: 'Left', selected: 'mine' });
  const exercise = () => lessonParts(read()).exercises[0];
  let results: readonly TrialResult[] | null = [];
  const desk = {
    drafts: new Map(),
    cells: read,
    faults: () => authoringFaults(read()),
    exerciseAt: () => exercise(),
    picking: null,
    canUndo: false,
    results: () => results,
    set: (of, fields) => {
      applyEdits(shared, setFields(of, fields, read()));
      refresh();
    },
    toggleNeed: () => undefined
  } as Partial<AuthoringDesk> as AuthoringDesk;
  applyEdits(shared, setFields(exercise(), { hints: [...hints] }, read()));
  const { section, show } = createAuthoringSection(untranslated);
  document.body.append(section.element);
  const subject = {
    desk,
    cell: answer,
    lines: () => null,
    goTo: () => undefined
  } satisfies AuthoringSubject;
  const refresh = () => show(subject);
  refresh();
  const { element } = section;
  const find = (tool: string) =>
    element.querySelector<HTMLElement>(`[data-tool="${tool}"]`)!;
  return {
    find,
    element,
    exercise,
    press: (tool: string, key: string) => {
      find(tool).focus();
      const event = new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        cancelable: true
      });
      find(tool).dispatchEvent(event);
      return event.defaultPrevented;
    },
    write: (tool: string, value: string) => {
      const field = find(tool) as HTMLInputElement;
      field.focus();
      field.value = value;
      field.dispatchEvent(new Event('change'));
    },
    tried: (now: readonly TrialResult[] | null) => {
      results = now;
      refresh();
    },
    heard: () => {
      jest.runOnlyPendingTimers();
      jest.runOnlyPendingTimers();
      const live = element.querySelector('.jp-gatescope-hidden')!;
      const words = live.textContent;
      live.textContent = '';
      return words;
    }
  };
}

const passes: TrialResult = {
  trial: { kind: 'mistakes', source: '' },
  asMeant: false,
  report: {
    status: 'passed',
    message: 'Passed',
    points: 1,
    maxPoints: 1
  } as unknown as TrialResult['report'],
  fault: null
};

describe('the form of an exercise, heard', () => {
  it('says where it stands at F2 from any field and button, and next time the next thing', () => {
    const { element, press, heard } = sectionOf(['Look again.']);
    const tools = Array.from(
      element.querySelectorAll<HTMLElement>('[data-tool]:not(:disabled)'),
      ({ dataset }) => dataset['tool']!
    );
    expect(tools.length).toBeGreaterThan(10);
    const said = new Set<string | null>();
    for (const tool of tools) {
      expect(press(tool, 'F2')).toBe(true);
      said.add(heard());
    }
    expect([...said]).toEqual([
      'Nothing is missing: it can be given out.',
      expect.stringMatching(/^Left \(.+\)\.$/),
      expect.stringMatching(
        /^Points: 1 in 1 test; Hints, each a little more open: 1; Notebook cells that it needs: \d; Wrong answers, and what is said of them: 0\.$/
      ),
      'That was all. From the beginning: Nothing is missing: it can be given out.'
    ]);
    // The words stand in the form, too.
    for (const words of [
      'Nothing is missing: it can',
      'open: 1',
      'in 1 test'
    ]) {
      expect(
        element.querySelector('.jp-gatescope-section-body')!.textContent
      ).toContain(words);
    }
  });

  it('leaves the letter D to the fields, and takes it everywhere else', () => {
    const { press, heard } = sectionOf();
    expect(press('title', 'd')).toBe(false);
    expect(press('hint-add', 'd')).toBe(true);
    expect(heard()).toContain('Nothing is missing');
  });

  it('says what a trial came to while somebody is in the form, and at the key again', () => {
    const { press, tried, find, heard } = sectionOf();
    find('try-solution').focus();
    tried(null);
    expect(heard()).toBe('Trying…');
    tried([passes]);
    const words = '✗ A wrong answer passes: . What the student reads: Passed.';
    expect(heard()).toBe(words);
    press('try-solution', 'F2');
    heard();
    press('try-solution', 'F2');
    expect(heard()).toBe(words);
    // A trial that another part of the page began is not talked about.
    find('try-solution').blur();
    tried(null);
    expect(heard()).toBe('');
  });

  it('says that a new row is not kept until it is whole', () => {
    const { press, find, write, exercise, heard } = sectionOf();
    find('hint-add').focus();
    find('hint-add').click();
    expect(document.activeElement).toBe(find('hint-1-hint'));
    expect(heard()).toBe('Hint 1 is not kept yet: it is empty.');
    press('hint-1-hint', 'F2');
    expect(heard()).toBe('Hint 1 is not kept yet: it is empty.');
    write('hint-1-hint', 'Multiply.');
    expect(exercise().hints).toEqual(['Multiply.']);
    expect(heard()).toMatch(/Hints, each a little more open: 1;/);
  });

  it('keeps the focus in the list when a row goes: on the next one, the last one, then what adds', () => {
    const { find, exercise, heard } = sectionOf(['one', 'two', 'three']);
    const remove = (tool: string) => {
      find(tool).focus();
      find(tool).click();
      const said = heard();
      return [
        (document.activeElement as HTMLElement).dataset['tool'],
        exercise().hints.join(' '),
        /open: (\d)/.exec(said ?? '')?.[1]
      ];
    };
    expect(remove('hint-2-remove')).toEqual([
      'hint-2-remove',
      'one three',
      '2'
    ]);
    expect(find('hint-2-remove').getAttribute('aria-label')).toBe(
      'Remove hint 2'
    );
    expect(remove('hint-2-remove')).toEqual(['hint-1-remove', 'one', '1']);
    expect(remove('hint-1-remove')).toEqual(['hint-add', '', '0']);
  });
});
