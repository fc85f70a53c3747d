import { createRecomputer } from '../../../../src/widgets/base/recomputer';

const turn = () => new Promise(resolve => setTimeout(resolve));

describe('recomputing', () => {
  it('asks one question at a time and only the newest of those that waited', async () => {
    const asked: number[] = [];
    const open: (() => void)[] = [];
    let wanted = 0;
    const answers: number[] = [];
    const recomputer = createRecomputer({
      request() {
        const mine = wanted;
        return new Promise<number>(resolve => {
          asked.push(mine);
          open.push(() => resolve(mine));
        });
      },
      answered: answer => answers.push(answer),
      failed: message => {
        throw new Error(message);
      }
    });
    for (wanted = 1; wanted <= 3; wanted += 1) {
      recomputer.ask();
    }
    wanted = 3;
    expect(asked).toEqual([1]);
    open[0]();
    await turn();
    expect(asked).toEqual([1, 3]);
    open[1]();
    await turn();
    expect(answers).toEqual([1, 3]);
    expect(asked).toHaveLength(2);
  });

  it('drops an answer that nobody waits for', async () => {
    const answers: unknown[] = [];
    const recomputer = createRecomputer({
      request: () => Promise.resolve('late'),
      answered: answer => answers.push(answer),
      failed: () => undefined
    });
    recomputer.ask();
    recomputer.forget();
    await turn();
    expect(answers).toEqual([]);
  });

  it('says what the kernel said when it refuses, and goes on', async () => {
    const failures: string[] = [];
    const recomputer = createRecomputer({
      request: () => Promise.reject(new Error('no such run')),
      answered: () => undefined,
      failed: message => failures.push(message)
    });
    recomputer.ask();
    await turn();
    recomputer.ask();
    await turn();
    expect(failures).toEqual(['no such run', 'no such run']);
  });
});
