import '../../nodeMachine';
import {
  createReads,
  rememberedReading
} from '../../../../../src/kernel/core/collect/createReads';

/** A reading that counts how often it reads. */
function counted(says: (source: string) => string) {
  const asked: string[] = [];
  const read = rememberedReading(
    source => {
      asked.push(source);
      return says(source);
    },
    () => 'unread'
  );
  return { asked, read: (source: string) => read(source, createReads()) };
}

it('reads a text once, however often and by whomever it is asked for', () => {
  const { asked, read } = counted(source => source.toUpperCase());

  expect(['a', 'b', 'a', 'a'].map(read)).toEqual(['A', 'B', 'A', 'A']);
  expect(asked).toEqual(['a', 'b']);
});

it('tries a text again that it could not read', () => {
  let isDeep = true;
  const { asked, read } = counted(source => {
    if (isDeep) {
      throw new RangeError('too deep');
    }
    return source;
  });

  expect(read('a')).toBe('unread');
  isDeep = false;
  expect(read('a')).toBe('a');
  expect(asked).toEqual(['a', 'a']);
});

it('keeps no text that is long, and no more than a class has', () => {
  const { asked, read } = counted(source => source.slice(0, 3));
  const long = 'x'.repeat(10_001);
  read(long);
  read(long);
  expect(asked).toHaveLength(2);

  const many = Array.from({ length: 2_501 }, (_, at) => `text ${at}`);
  many.forEach(read);
  asked.length = 0;
  read(many[0]);
  read(many[2_500]);
  expect(asked).toEqual([many[0]]);
});
