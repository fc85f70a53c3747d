import fc from 'fast-check';
import { bytesOf } from '../../../../src/engine/base/webAssembly';

it('builds of one program come back from the text that holds a block of each in turn', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), {
        minLength: 1,
        maxLength: 3
      }),
      fc.integer({ min: 1, max: 12 }),
      (builds, block) => {
        const longest = Math.max(...builds.map(({ length }) => length));
        let digits = '';
        for (let at = 0; at < longest; at += block) {
          for (const build of builds) {
            digits += Buffer.from(build.subarray(at, at + block)).toString(
              'hex'
            );
          }
        }
        const lengths = builds.map(({ length }) => length);
        builds.forEach((build, at) =>
          expect(bytesOf({ block, lengths, digits }, at)).toEqual(build)
        );
      }
    )
  );
});
