import { expect, type Page } from '@playwright/test';

/** A reader who has keys and ears: what is pressed is counted, what is said is kept. */
export class Hands {
  private constructor(private readonly page: Page) {}

  /** Begins to listen to every region of the page that a screen reader is told of. */
  static async on({ page }: { readonly page: Page }): Promise<Hands> {
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      new MutationObserver(changes => {
        for (const { target } of changes) {
          const element =
            target instanceof Element ? target : target.parentElement;
          const live = element?.closest(
            '.jp-gatescope-hidden[role="status"], [role="alert"]'
          );
          const words = live?.textContent ?? '';
          if (words !== '' && heard.at(-1) !== words) {
            heard.push(words);
          }
        }
      }).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true
      });
    });
    return new Hands(page);
  }

  /** How many keys were pressed since the last task began. */
  keys = 0;
  private from = 0;

  /** A new task: keys and words count from here. */
  async begin(): Promise<void> {
    this.keys = 0;
    this.from = (await this.all()).length;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.keys += 1;
      await this.page.keyboard.press(key);
    }
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }

  /** Waits for words that are said in this task; returns the whole saying. */
  async hear(words: string | RegExp): Promise<string> {
    let found: string | undefined;
    const fits = (said: string): boolean =>
      typeof words === 'string' ? said.includes(words) : words.test(said);
    await expect
      .poll(
        async () => {
          const said = (await this.all()).slice(this.from);
          found = said.findLast(fits);
          return found === undefined ? said : 'heard';
        },
        { message: `nothing said fits ${String(words)}` }
      )
      .toBe('heard');
    return found ?? '';
  }

  private async all(): Promise<readonly string[]> {
    return this.page.evaluate(
      () => (window as unknown as { heard: string[] }).heard
    );
  }
}
