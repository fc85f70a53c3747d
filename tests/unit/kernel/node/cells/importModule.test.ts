import { importModule } from '../../../../../src/kernel/node/cells/importModule';

test('what fails to load for another reason than its kind says so', async () => {
  const load = () => {
    throw new Error('no such module');
  };
  await expect(importModule('x', load, require)).rejects.toThrow(
    'no such module'
  );
});
