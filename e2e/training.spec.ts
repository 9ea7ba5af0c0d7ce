import type { Page } from 'playwright/test'
import { violations } from './axe.ts'
import { expect, stranger, test } from './fixtures.ts'
import { choose, count, editor, next, node, openPage, sentence, write } from './page.ts'

/** Fits a line by hand; `rounds` is what the loop runs over. */
const training = (rounds: string): string => `import torch
x = torch.tensor([0.0, 1.0, 2.0, 3.0])
y = torch.tensor([1.0, 3.1, 4.9, 7.2])
w = torch.tensor(0.5, requires_grad=True)
print('before the loop')
${rounds}
    loss = ((w * x - y) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
    w.grad = None
`
const loop = training('for epoch in range(3000):')
const endless = training('while True:')

const tab = (page: Page) => page.getByRole('button', { name: 'Training', exact: true })
const chosen = (page: Page) => page.locator('.training-head').getByLabel(/^Which backward pass/)
const slider = (page: Page) => page.getByRole('slider', { name: 'Backward pass' })
const stop = (page: Page) => page.getByRole('button', { name: 'Stop' })

test('a training loop of 3,000 passes has a curve, and its slider opens any pass, whose link opens it again', async ({
  page,
  browser,
}) => {
  await openPage(page)
  await write(page, loop)
  await expect(node(page, 'loss')).toBeVisible({ timeout: 30_000 })
  await tab(page).click()
  await expect(page.getByRole('img', { name: /3,000 backward passes/ })).toBeVisible()
  await expect(chosen(page)).toHaveValue('1')
  await slider(page).focus()
  await page.keyboard.press('End')
  await expect(chosen(page)).toHaveValue('3000')
  await expect(page.getByLabel('Which backward pass of 3000').first()).toHaveValue('3000')
  await page.keyboard.press('ArrowLeft')
  await expect(chosen(page)).toHaveValue('2999')
  await page.getByLabel('Which backward pass of 3000').last().fill('1370')
  await page.keyboard.press('Enter')
  await expect(page.locator('.running-line')).toHaveCount(0)
  const weight = node(page, 'w').locator('[data-at]').first()
  await expect(page.getByLabel('Which backward pass of 3000').first()).toHaveValue('1370')
  // Until the pass is fetched the picture, and a link to it, are those of the pass before.
  await expect(chosen(page)).toHaveValue('1370')
  await expect(page.locator('.training-told .turn')).toHaveText('epoch = 1369')
  await expect(weight).not.toHaveText('0.5')
  const before = await weight.textContent()

  await page.getByRole('button', { name: 'Share' }).click()
  const url = await page.getByRole('dialog').getByRole('textbox').inputValue()
  const other = await stranger(browser, url)
  await expect(chosen(other.page)).toHaveValue('1370', { timeout: 30_000 })
  await expect(node(other.page, 'w').locator('[data-at]').first()).toHaveText(before ?? '')
  await expect(count(other.page)).toHaveText(/^0 /)
  expect(other.problems).toEqual([])
  await other.context.close()
})

test('a program that never ends is stopped at once: its prints, its losses and its passes stay', async ({ page }) => {
  await openPage(page)
  await write(page, endless)
  await expect(page.locator('.running-line')).toContainText(/pass [\d,]+ ?loss/)
  await tab(page).click()
  await expect(page.getByText(/passes so far/)).toBeVisible()
  await stop(page).click()
  await expect(page.getByRole('alert')).toContainText(/KeyboardInterrupt: stopped by you after/)
  await expect(page.locator('.console pre')).toContainText('before the loop')
  await expect(node(page, 'loss')).toBeVisible()
  await expect(chosen(page)).toHaveValue('1')
})

test('a loop that does nothing is stopped by Esc, and an edit takes the place of one that runs', async ({ page }) => {
  await openPage(page)
  await write(page, 'while True: pass\n')
  await expect(page.locator('.running-line')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alert')).toContainText('stopped by you after')
  await write(page, 'while True: x = 1\n')
  await expect(stop(page)).toBeVisible()
  await write(page, 'import torch\nq = torch.tensor(2.0, requires_grad=True)\n(q * q).backward()\n')
  await expect(node(page, 'q')).toBeVisible()
  await expect(page.locator('.running-line')).toHaveCount(0)
  await expect(sentence(page)).toContainText('Ready')
})

const seeded = `import torch
torch.manual_seed(3)
x = torch.tensor([0.0, 1.0, 2.0, 3.0])
w = torch.randn(1, requires_grad=True)
lr = 0.01
for epoch in range(400):
    loss = ((w * x - 2 * x) ** 2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
    w.grad = None
`

test('the training runs again while its learning rate is dragged, undo takes the drag back, and keys choose the seed', async ({
  page,
}) => {
  await openPage(page)
  await write(page, seeded)
  await tab(page).click()
  await expect(page.getByRole('img', { name: /400 backward passes/ })).toBeVisible()
  const curve = page.locator('.loss-curve .loss')
  const before = (await curve.getAttribute('d')) ?? ''
  const legend = page.locator('.loss-legend')
  const rate = page.getByRole('slider', { name: 'lr, learning rate' })
  const box = await rate.boundingBox()
  if (box === null) throw new Error('the slider is not on the page')
  const middle = box.y + box.height / 2
  await page.mouse.move(box.x + box.width / 2, middle)
  await page.mouse.down()
  for (const part of [0.52, 0.55, 0.58, 0.6]) await page.mouse.move(box.x + box.width * part, middle)
  await expect(legend).toContainText('lr = 0.01')
  const frame = await page.locator('.loss-curve').boundingBox()
  const told = await legend.boundingBox()
  expect((told?.y ?? 0) + (told?.height ?? 0), 'the legend covers nothing').toBeLessThanOrEqual(frame?.y ?? 0)
  await expect(curve).not.toHaveAttribute('d', before)
  await expect(page.locator('.loss-curve .before')).toHaveCount(1)
  for (const part of [0.56, 0.5, 0.4, 0.3]) await page.mouse.move(box.x + box.width * part, middle)
  await page.mouse.up()
  const value = (await rate.getAttribute('aria-valuetext')) ?? ''
  expect(Number(value)).toBeLessThan(0.005)
  await expect(editor(page)).toContainText(`lr = ${value}`)
  await expect(legend).toContainText(`lr = ${value}`)
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(editor(page)).toContainText('lr = 0.01')
  await expect(curve).toHaveAttribute('d', before)
  await expect(legend).toHaveCount(0)

  await page.getByRole('slider', { name: 'seed' }).focus()
  for (const key of ['ArrowRight', 'ArrowUp', 'PageUp', 'ArrowLeft']) await page.keyboard.press(key)
  await expect(editor(page)).toContainText('torch.manual_seed(14)')
  await expect(legend).toContainText('seed = 14')
  await expect(count(page), 'its keys make no steps').toHaveText(/^0 /)
  await page.getByRole('textbox', { name: 'seed, as a number' }).fill('42')
  await page.keyboard.press('Enter')
  await expect(editor(page)).toContainText('torch.manual_seed(42)')
})

test('what is no number stays in its field with a sentence, what PyTorch refuses it refuses itself, and ↺ goes back to what was typed', async ({
  page,
}) => {
  await openPage(page)
  await write(
    page,
    seeded.replace('w -= lr * w.grad', 'opt.step()').replace('for', 'opt = torch.optim.SGD([w], lr=lr)\nfor'),
  )
  await tab(page).click()
  await expect(page.getByRole('img', { name: /400 backward passes/ })).toBeVisible()
  const field = page.getByRole('textbox', { name: 'lr, learning rate, as a number' })
  const back = page.getByRole('button', { name: /: back to/ })
  const refused = page.locator('.hyperparameter .refused')
  await expect(back, 'nothing was slid').toHaveCount(0)
  await field.fill('banana')
  await field.press('Enter')
  await expect(field).toHaveValue('banana')
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(refused).toHaveText('Write a number, such as 0.01. Esc brings 0.01 back.')
  await field.blur()
  await expect(field).toHaveValue('banana')
  await field.press('Escape')
  await expect(field).toHaveValue('0.01')
  await expect(refused).toHaveCount(0)
  const epochs = page.getByRole('textbox', { name: 'epochs, as a number' })
  await epochs.fill('0')
  await epochs.press('Enter')
  await expect(refused).toHaveText('Write a whole number, 1 or more. Esc brings 400 back.')
  await epochs.fill('300')
  await epochs.press('Enter')
  await expect(refused).toHaveCount(0)
  await expect(page.getByRole('img', { name: /300 backward passes/ })).toBeVisible()
  await field.fill('0')
  await field.press('Enter')
  await expect(editor(page)).toContainText('lr = 0.0')
  await field.fill('-1')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Invalid learning rate: -1.0')
  await page.getByRole('button', { name: 'lr, learning rate: back to 0.01' }).click()
  await page.getByRole('button', { name: 'epochs: back to 400' }).click()
  await expect(editor(page)).toContainText('range(400)')
  await expect(back).toHaveCount(0)
})

for (const [width, height] of [
  [1280, 720],
  [1920, 1080],
  [390, 844],
] as const)
  test(`the knob of the slider is below its pass, ${width} × ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openPage(page)
    if (width < 700) await page.getByRole('button', { name: 'Program', exact: true }).click()
    await write(page, seeded)
    if (width < 700) await page.getByRole('button', { name: 'Formula', exact: true }).click()
    await tab(page).click()
    await slider(page).focus()
    for (const key of ['Home', 'PageUp', 'PageUp', 'ArrowRight', 'End']) {
      await page.keyboard.press(key)
      await expect(page.locator('.loss-curve .chosen')).toHaveCount(1)
      const away = () =>
        page.evaluate(() => {
          const range = document.querySelector<HTMLInputElement>('.pass-slider')
          const line = document.querySelector('.loss-curve .chosen .line')
          if (range === null || line === null) return Number.NaN
          const { left, width: long } = range.getBoundingClientRect()
          const part = (range.valueAsNumber - Number(range.min)) / (Number(range.max) - Number(range.min))
          return Math.abs(left + 8 + part * (long - 16) - line.getBoundingClientRect().left)
        })
      await expect.poll(away).toBeLessThan(1)
    }
  })

test('the help is told in full after the training was open', async ({ page }) => {
  await openPage(page)
  await write(page, seeded)
  await tab(page).click()
  await expect(page.locator('.loss-curve')).toBeVisible()
  await page.getByRole('button', { name: 'Help' }).click()
  const dialog = page.getByRole('dialog', { name: 'How to read and drive this page' })
  const frame = await dialog.boundingBox()
  for (const told of ['Next (or →) makes the next step', 'flow from left to right', 'Of a training loop']) {
    const box = await dialog.getByText(told).boundingBox()
    expect(box?.x ?? 0, told).toBeGreaterThan((frame?.x ?? 0) + 10)
    expect(box?.width ?? 0, told).toBeGreaterThan(200)
  }
})

test('until the next program has made its first pass, the curve of the one before stays', async ({ page }) => {
  await openPage(page)
  await write(page, seeded)
  await tab(page).click()
  const curve = page.getByRole('img', { name: /400 backward passes/ })
  await expect(curve).toBeVisible()
  const tall = (await page.locator('.detail').boundingBox())?.height
  await write(page, `while True: pass\n${seeded}`)
  await expect(page.locator('.running-line')).toBeVisible()
  await expect(curve).toBeVisible()
  expect((await page.locator('.detail').boundingBox())?.height).toBe(tall)
  await write(page, 'import torch\nq = torch.tensor(2.0)\n')
  await expect(page.getByText('Nothing is computed yet')).toBeVisible()
})

test('the lecture’s regression opens with its curve and its sliders', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Regression: 10,000 epochs')
  await expect(page.getByRole('img', { name: /10,000 backward passes/ })).toBeVisible({ timeout: 30_000 })
  const numbers = page.getByRole('group', { name: 'Hyperparameters' })
  await expect(numbers.getByRole('slider')).toHaveCount(4)
  const lr = page.getByRole('textbox', { name: 'lr, learning rate, as a number' })
  await lr.fill('banana')
  await lr.press('Enter')
  await expect(numbers.getByRole('alert')).toBeVisible()
  expect(await numbers.evaluate((each) => each.scrollHeight - each.clientHeight), 'all four are in sight').toBe(0)
  await lr.press('Escape')
  await page.getByRole('slider', { name: 'hidden units' }).press('ArrowRight')
  await expect(page.locator('.loss-legend')).toContainText('hidden units = 9')
  expect(await violations(page, { include: ['.training'] })).toEqual([])
  await page.getByRole('textbox', { name: 'epochs, as a number' }).fill('2000')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: /2,000 backward passes/ })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'epochs: back to 10_000' }).click()
  await expect(editor(page)).toContainText('range(10_000)')
})

test('one walks from a pass that was kept into one that was not, and back', async ({ page }) => {
  await openPage(page)
  await choose(page, 'Regression: 10,000 epochs')
  const pass = page.getByRole('textbox', { name: 'Which backward pass of 10000' }).last()
  await pass.fill('4')
  await pass.press('Enter')
  await page.getByRole('button', { name: 'Last step' }).click()
  const end = await count(page).textContent()
  await next(page).click()
  await expect(pass).toHaveValue('5')
  await expect(count(page)).toHaveText(/^0 /)
  await page.keyboard.press('ArrowLeft')
  await expect(pass).toHaveValue('4')
  await expect(count(page)).toHaveText(end ?? '')
})
