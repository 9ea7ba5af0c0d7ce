import { expect, test } from './fixtures.ts'
import { choose, count, editor, next, node, openPage, position, sentence, write } from './page.ts'

const small = `import torch
w = torch.tensor(3.0, requires_grad=True)
loss = w * w
loss.backward()
print(w.grad)
`

test('an edit of the program makes the new picture, and undo brings the old one back', async ({ page }) => {
  await openPage(page)
  await write(page, small)
  await expect(node(page, 'loss')).toBeVisible()
  await expect(node(page, 'a')).toHaveCount(0)
  await expect(page.locator('.console pre')).toHaveText('tensor(6.)')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(node(page, 'a')).toBeVisible()
  await page.getByRole('button', { name: 'Redo' }).click()
  await expect(node(page, 'loss')).toBeVisible()
})

test('a leaf is changed by dragging its number: the program follows, all is computed anew, one undo takes the drag back', async ({
  page,
}) => {
  await openPage(page)
  await choose(page, 'Legend: p = w·x')
  await page.keyboard.press('End')
  await expect(node(page, 'x')).toHaveAccessibleName(/gradient 3/)
  const number = node(page, 'w').locator('[data-editable]')
  const box = (await number.boundingBox())!
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 50, box.y + box.height / 2, { steps: 10 })
  await page.mouse.up()
  await expect(number).toHaveText('4')
  await expect(editor(page)).toContainText('w = torch.tensor(4.0, requires_grad=True)')
  await expect(node(page, 'x')).toHaveAccessibleName(/gradient 4/)
  await expect(node(page, 'p')).toHaveAccessibleName(/value 8/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(editor(page)).toContainText('w = torch.tensor(3.0, requires_grad=True)')
  await page.getByRole('button', { name: 'Redo' }).click()
  await page.getByRole('button', { name: 'Reset' }).click()
  await expect(node(page, 'x')).toHaveAccessibleName(/gradient 3/)
})

test('a leaf is changed by typing, from the keyboard; a text that is no number is refused', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Backprop with many features')
  await node(page, 'W').focus()
  await page.keyboard.press('Enter')
  const field = page.locator('.number-field')
  await field.fill('one')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await field.fill('-1.5')
  await page.keyboard.press('Tab')
  await field.fill('2')
  await page.keyboard.press('Enter')
  await expect(editor(page)).toContainText('W = torch.tensor([[-1.5, 2.0], [2.0, 2.0]], requires_grad=True)')
  await expect(node(page, 'W')).toHaveAccessibleName(/value −1.5/)
})

test('a broken program says what, where and what to do, keeps the last good picture, and is mended', async ({
  page,
}) => {
  await openPage(page)
  await write(page, small.replace('w * w', 'w * v'))
  await expect(page.getByRole('alert')).toContainText("NameError: name 'v' is not defined (line 3)")
  await expect(page.getByRole('alert')).toContainText('The picture shows the last program that ran.')
  await expect(node(page, 'a')).toBeVisible()
  await write(page, small)
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(node(page, 'loss')).toBeVisible()
})

test('an endless loop is stopped with a message, and the page stays alive', async ({ page }) => {
  await openPage(page)
  await write(page, 'import torch\nwhile True:\n    pass\n')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await next(page).click()
  await expect(count(page)).toHaveText(/^1 /)
  await expect(page.getByRole('alert')).toContainText('TimeoutError')
  await expect(page.getByRole('alert')).toContainText('line 2')
  await write(page, small)
  await expect(node(page, 'loss')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('the line that made the current node is marked', async ({ page }) => {
  await openPage(page)
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.cm-line').filter({ hasText: 'a = w1 * x' })).toHaveClass(/current/)
})

test('an empty program says what to write', async ({ page }) => {
  await openPage(page)
  await write(page, '# nothing yet\n')
  await expect(page.getByText('Nothing is computed yet.')).toBeVisible()
})

test('a long chain is folded into rounds, stepped and listed', async ({ page }) => {
  await openPage(page)
  await write(
    page,
    'import torch\nx = torch.tensor(0.5, requires_grad=True)\ny = x\nfor i in range(3000):\n    y = y * 1.0001 + 0.0001\ny.backward()\nprint(f"{x.grad.item():.4f}")\n',
  )
  await expect(page.locator('.console pre')).toHaveText('1.3499')
  await expect(page.locator('.fold-group').first()).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await next(page).focus()
  await page.keyboard.press('End')
  const [at, total] = await position(page)
  expect([at, total]).toEqual([12_001, 12_001])
  await expect(sentence(page)).toContainText('x')
})
