import type { Oddity } from './collectAnswer';

/** What is said of where an answer stood, to its student or to the teacher. */
export function toldOf(
  oddities: readonly Oddity[],
  reader: 'student' | 'teacher'
): string[] {
  return oddities.map(oddity => words(oddity)[reader]);
}

function words(
  oddity: Oddity
): Readonly<Record<'student' | 'teacher', string>> {
  switch (oddity.kind) {
    case 'copies':
      return {
        student: `Your notebook has ${oddity.count} copies of this answer. The last one in which something is written counts.`,
        teacher: `its answer is there ${oddity.count} times; the last one that is written counts`
      };
    case 'elsewhere':
      return {
        student:
          'Your answer is in another notebook cell, and was taken from there.',
        teacher:
          "its answer is in a notebook cell of the student's own, and was taken there"
      };
    case 'markdown':
      return {
        student: 'Your answer is in a cell of text, and was read as code.',
        teacher: 'its answer was turned into text, and was read as code'
      };
    case 'given': {
      const names = oddity.names.join(', ');
      return {
        student: `Your notebook declares ${names} in a cell of its own, and so does what is given: here the given one counts.`,
        teacher: `a notebook cell of the student's own declares ${names}, too; the given one counts`
      };
    }
  }
}
