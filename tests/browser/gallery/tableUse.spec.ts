import { expect, test } from './gallery';

test('the table of a run is chosen, sorted and turned by keys alone, and its parts are said', async ({
  open,
  page
}) => {
  await open('review');
  await page.locator('.jp-gatescope-picture').first().focus();
  await page.keyboard.press('t');
  const table = page.locator('.jp-gatescope-table').first();
  await expect(table).toBeFocused();
  const spoken = page.locator('.jp-gatescope-hidden[role="status"]').first();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(table.locator('thead th').first()).toHaveText('unit');
  await table.getByRole('button', { name: 'mean f', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(spoken).toContainText('sorted by mean f, the highest first');
  const means = await table.locator('tbody tr').evaluateAll(rows =>
    rows.map(row => {
      const heads = [...row.closest('table')!.querySelectorAll('thead th')];
      const at = heads.findIndex(({ textContent }) =>
        textContent?.startsWith('mean f')
      );
      return Number(row.children[at].textContent);
    })
  );
  expect(means).toEqual([...means].sort((a, b) => b - a));
  await table.getByRole('button', { name: 'All units', exact: true }).click();
  await expect(table.locator('caption')).toContainText('columns 1 to 24');
  await page.locator('[data-tool="table-after"]').focus();
  await page.keyboard.press('Enter');
  await expect(spoken).toContainText('columns 25 to');
  await expect(page.locator('[data-tool="table-after"]')).toBeFocused();
});
