import { expect, test } from './fixtures.ts'
import { node, openPage, write } from './page.ts'

const program =
  'import torch\nx = torch.tensor([[1.0, 2.0], [3.0, 4.0]])\nW = torch.tensor([[5.0, 6.0], [7.0, 8.0]], requires_grad=True)\nh = x @ W\nJ = h.sum()\nJ.backward()\n'

test('an entry of the strip and the same entry in the graph light up together, with the wire, by pointer and by keyboard', async ({
  page,
}) => {
  await openPage(page)
  await page.keyboard.press('Home')
  await write(page, program)
  await expect(node(page, 'h')).toBeVisible()
  await page.locator('.next').focus()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Matrices', exact: true }).click()
  const strip = page.getByRole('region', { name: 'Matrices' })
  const left = strip.locator('.block').nth(1).locator('.block-grid > span > *')
  await expect(left).toHaveText(['1', '2', '3', '4'])

  // from the strip to the graph
  await left.nth(2).hover()
  await expect(node(page, 'x').locator('.entry-over')).toHaveCount(1)
  await expect(page.locator('.entry-over')).toHaveCount(1)
  const wires = page.locator('.edge[data-chosen="true"]')
  await expect(wires).toHaveCount(1)
  const [entry, mark] = [
    await node(page, 'x').locator('[data-at="2"]').first().boundingBox(),
    await page.locator('.entry-over').boundingBox(),
  ]
  expect(Math.abs(entry!.y + entry!.height / 2 - mark!.y - mark!.height / 2)).toBeLessThan(6)
  expect(Math.abs(entry!.x + entry!.width / 2 - mark!.x - mark!.width / 2)).toBeLessThan(6)

  // from the graph to the strip
  await node(page, 'W').locator('[data-at="1"]').first().hover()
  const over = strip.locator('[data-over="true"]')
  await expect(over).toHaveText(['6'])
  await expect(wires).toHaveCount(0)

  // by keyboard
  await strip.getByRole('button', { name: 'h, entry 3: 50' }).focus()
  await expect(node(page, 'h').locator('.entry-over')).toHaveCount(1)
  await expect(wires).toHaveCount(2)
})

test('a gradient’s entry that is chosen among tensors is chosen among scalars too', async ({ page }) => {
  await openPage(page)
  await write(page, program)
  await expect(node(page, 'h')).toBeVisible()
  await page.locator('.next').focus()
  await page.keyboard.press('End')
  await node(page, 'W').locator('.entries.gradient [data-at="3"]').click()
  await page.mouse.move(0, 0)
  await expect(node(page, 'W').locator('.entry-over')).toHaveCount(2)
  await page.getByRole('button', { name: 'Scalars', exact: true }).click()
  await expect(page.locator('.node[data-selected="true"]')).toHaveAttribute('aria-label', /value 8/)
  await page.getByRole('button', { name: 'Tensors', exact: true }).click()
  await expect(node(page, 'W').locator('.entry-over')).toHaveCount(2)
})
