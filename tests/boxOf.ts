import { expect, type Locator } from '@playwright/test';

/** Where an element is on the page, waited for: a view that draws anew puts another in its place. */
export async function boxOf(locator: Locator): Promise<Box> {
  let box: Box | null = null;
  await expect
    .poll(async () => {
      box = await locator.boundingBox();
      return box === null;
    })
    .toBe(false);
  return box!;
}

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;
