import { expect, test } from './fixtures.ts'
import { editor, node, openPage, write } from './page.ts'

const program = `import torch
w = torch.tensor([3.0, 4.0], requires_grad=True)
for i in range(2):
    print("round", i)
loss = (w * w).sum()
loss.backward()
print(w.grad)
`

test('names are suggested behind a dot, told of, taken with Tab, and Escape closes before it leaves', async ({
  page,
}) => {
  await openPage(page)
  await write(page, program)
  await expect(node(page, 'loss')).toBeVisible()
  await page.keyboard.type('y = w.re')
  const list = page.getByRole('listbox', { name: 'Completions' })
  await expect(list.getByRole('option', { name: /^relu method/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  await expect(editor(page)).toBeFocused()
  await page.keyboard.type('l')
  await expect(list).toBeVisible()
  await expect(page.locator('.cm-completionInfo')).toContainText(
    'docs.pytorch.org/docs/stable/generated/torch.Tensor.relu.html',
  )
  await page.waitForTimeout(100)
  await page.keyboard.press('Tab')
  await expect(editor(page)).toContainText('y = w.relu')
  await expect(list, 'what was taken is written out').toHaveCount(0)
  await page.keyboard.type('().sum(')
  await expect(page.locator('.help-call')).toContainText('sum(dim=None')
  await expect(page.locator('.help-call strong')).toHaveText('dim=None')
  await page.keyboard.press('Escape')
  await expect(page.locator('.help-call')).toHaveCount(0)
})

test('the list closes when a name is written out, and comes back with a longer one or when asked', async ({ page }) => {
  await openPage(page)
  await write(page, program)
  await page.keyboard.type('y = w.su')
  const list = page.getByRole('listbox', { name: 'Completions' })
  await expect(list).toBeVisible()
  await page.keyboard.type('m')
  await expect(list).toHaveCount(0)
  await page.keyboard.press('Control+Space')
  await expect(list).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('m')
  await expect(list).toHaveCount(0)
  await page.keyboard.type('()\nlo')
  await expect(list).toBeVisible()
  await page.keyboard.type('ss')
  await expect(list, 'the program’s own names too').toHaveCount(0)
})

test('what a name is comes with the pointer and with F1, without a request', async ({ page }) => {
  await openPage(page)
  await write(page, program)
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ArrowDown')
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('F1')
  const card = page.locator('.help-card')
  await expect(card).toContainText('tensor(data, *, dtype=None, requires_grad=False)')
  await expect(card.getByRole('link')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
  await page.getByText('backward', { exact: true }).hover()
  await expect(card).toContainText('Computes the gradient')
})

test('what is printed and the line that prints it light up together', async ({ page }) => {
  await openPage(page)
  await write(page, program)
  const output = page.getByRole('listbox', { name: 'What the program printed' })
  const pieces = output.getByRole('option')
  await expect(pieces).toHaveText(['round 0\n', 'round 1\n', 'tensor([6., 8.])\n'])
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('prints 3 lines')
  await pieces.nth(1).hover()
  await expect(page.locator('.cm-line.linked')).toHaveText('    print("round", i)')
  await expect(output.locator('[data-lit="true"]')).toHaveCount(2)
  await page.mouse.move(640, 60)
  await expect(page.locator('.cm-line.linked')).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.press('ArrowUp')
  await expect(output.locator('[data-lit="true"]')).toHaveText(['tensor([6., 8.])\n'])
  await output.focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('.cm-line.linked')).toHaveText('    print("round", i)')
})

test('of 20,000 printed lines few are in the page, and the last is reached', async ({ page }) => {
  await openPage(page)
  await write(page, 'for i in range(20000):\n    print("line", i)\n')
  const output = page.getByRole('listbox', { name: 'What the program printed' })
  await expect(page.getByRole('region', { name: 'Output' })).toContainText('prints 20,000 lines')
  expect(await output.getByRole('option').count()).toBeLessThan(500)
  await output.focus()
  await page.keyboard.press('End')
  await expect(output.getByText('line 19999')).toBeInViewport()
  expect(await output.getByRole('option').count()).toBeLessThan(500)
})

test('the program is copied with checks of its numbers', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openPage(page)
  await write(page, program)
  await expect(node(page, 'loss')).toBeVisible()
  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  await page.getByRole('button', { name: 'Runnable PyTorch, with checks' }).click()
  await expect(page.getByText(/^Copied: Runnable PyTorch, with \d+ checks$/)).toBeVisible()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied.startsWith(program)).toBe(true)
  expect(copied).toContain(
    'assert torch.allclose(w.grad, torch.tensor([6.0, 8.0], dtype=torch.float32), rtol=1e-4, atol=1e-6)',
  )
})
