import {
  afterCheck,
  answered,
  dayOf,
  dueCards,
  lessonProgress,
  newCard,
  noProgress,
  readProgress,
  withLesson
} from '../../../../src/exercises/metadata';

describe('the schedule of flashcards', () => {
  it('asks again after 1, 2, 4, 8 and 16 days while the answers are right', () => {
    let card = newCard(100);
    const waits = [1, 2, 3, 4, 5, 6].map(() => {
      const before = card.due;
      card = answered(card, true, before);
      return card.due - before;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 16]);
  });

  it('asks again the same day after a wrong answer', () => {
    expect(answered({ box: 4, due: 100 }, false, 103)).toEqual({
      box: 0,
      due: 103
    });
  });

  it('begins with the cards known least, then those waiting longest', () => {
    const states = {
      known: { box: 3, due: 90 },
      late: { box: 1, due: 90 },
      later: { box: 1, due: 95 },
      resting: { box: 0, due: 101 }
    };
    expect(
      dueCards(['resting', 'known', 'later', 'late', 'new'], states, 100)
    ).toEqual(['new', 'late', 'later', 'known']);
  });

  it('counts days in UTC', () => {
    expect(dayOf(Date.UTC(1970, 0, 2, 23, 59))).toBe(1);
  });

  it('treats a card called like a part of every object as new', () => {
    expect(dueCards(['toString'], {}, 7)).toEqual(['toString']);
  });
});

describe('the progress file', () => {
  const check = { status: 'notYet' as const, points: 1, maxPoints: 3 };

  it('is read back as written', () => {
    const progress = withLesson(noProgress, '03', lesson => ({
      ...lesson,
      exercises: { step: afterCheck(undefined, check) },
      predictions: { decay: { confidence: 'certain', quality: 'off' } },
      flashcards: { f: { box: 2, due: 20000 } }
    }));
    const back = readProgress(JSON.parse(JSON.stringify(progress)));
    expect(back).toEqual(progress);
    expect(lessonProgress(back, '03').exercises.step.attempts).toBe(1);
    expect(lessonProgress(back, 'constructor').exercises).toEqual({});
  });

  it('of before predictions were scored is read, and a strange score named', () => {
    const file = (decay: unknown) => ({
      version: 1,
      lessons: { '03': { predictions: { decay } } }
    });
    expect(readProgress(file(true)).lessons['03'].predictions).toEqual({
      decay: {}
    });
    expect(() => readProgress(file({ quality: 'splendid' }))).toThrow(
      'predictions.decay.quality: expected one of right, near, off'
    );
  });

  it('of a newer version is refused, so that it is not overwritten', () => {
    expect(() => readProgress({ version: 2, lessons: {} })).toThrow(
      'gatescope-progress.json: version: expected 1, got 2'
    );
  });

  it('says which number is wrong', () => {
    expect(() =>
      readProgress({
        version: 1,
        lessons: { '03': { flashcards: { f: { box: 9, due: 1 } } } }
      })
    ).toThrow(
      'lessons.03.flashcards.f.box: expected a whole number below 6, got 9'
    );
  });

  it('keeps the best result and counts the attempts', () => {
    const passed = { status: 'passed' as const, points: 3, maxPoints: 3 };
    let now = afterCheck(undefined, check);
    now = afterCheck(now, { ...check, points: 0 });
    expect(now).toEqual({ ...check, attempts: 2 });
    now = afterCheck(now, passed);
    now = afterCheck(now, check);
    expect(now).toEqual({ ...passed, attempts: 4 });
  });

  it('does not count a check that did not run', () => {
    const stopped = { status: 'didNotRun' as const, points: 0, maxPoints: 3 };
    expect(afterCheck(undefined, stopped).attempts).toBe(0);
    expect(afterCheck({ ...check, attempts: 1 }, stopped)).toEqual({
      ...check,
      attempts: 1
    });
  });
});
