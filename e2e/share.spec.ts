import type { FrameLocator, Page } from 'playwright/test'
import { violations } from './axe.ts'
import { expect, stranger, test } from './fixtures.ts'
import { choose, count, editor, leave, next, node, openPage } from './page.ts'

const dialog = (page: Page) => page.getByRole('dialog', { name: /A link to exactly/ })
const beam = (page: Page) => page.getByRole('dialog', { name: 'The link as a QR code' })
const lesson = (page: Page | FrameLocator) => page.getByRole('region', { name: 'Lesson' })

async function share(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(dialog(page)).toBeVisible()
}

/** Makes a class link with the boxes of these names checked. */
async function classLink(page: Page, names: readonly string[]): Promise<string> {
  await share(page)
  await dialog(page).getByText('Class link', { exact: true }).click()
  for (const name of names) await dialog(page).getByLabel(name, { exact: true }).check()
  const url = await dialog(page).getByLabel('Link', { exact: true }).inputValue()
  await page.keyboard.press('Escape')
  return url
}

async function openLesson(page: Page): Promise<void> {
  await page.keyboard.press('c')
  await page.getByRole('button', { name: /Backprop on a path/ }).click()
  await expect(count(page)).toHaveText('0 / 13')
}

const queryOf = (url: string): string => new URL(url).search

test('a class link hides and locks for mouse and keys, survives a reload, and links made there do the same', async ({
  page,
  browser,
}) => {
  await openPage(page)
  await choose(page, 'Sigmoid neuron (delta rule)')
  await page.keyboard.press('ArrowRight')
  const names = [
    'List of lessons',
    'Magnification, mode',
    'Table',
    'Tabs but Formula',
    'Jumps, playing',
    'Program text',
    'Numbers of leaves',
  ]
  const url = await classLink(page, names)
  expect(queryOf(url)).toBe('?hide=lessons,levels,table,details,steps&lock=program,numbers')
  const other = await stranger(browser, url)
  const there = other.page
  for (const visit of ['first', 'after a reload']) {
    await expect(count(there), visit).toHaveText(/^1 /)
    for (const name of [
      'Lessons',
      'Scalars',
      'Table',
      'Matrices',
      'Last step',
      'Play',
      'Undo',
      'Reset',
      'Keep it as my work',
    ])
      await expect(there.getByRole('button', { name, exact: true }), name).toHaveCount(0)
    for (const name of ['Examples', 'Mode']) await expect(there.getByLabel(name)).toBeHidden()
    await expect(there.getByRole('slider', { name: 'Step' })).toBeHidden()
    await expect(there.getByRole('button', { name: 'Formula', exact: true })).toBeVisible()
    expect(await there.locator('[data-editable]').count()).toBe(0)
    await there.reload()
  }
  await expect(count(there)).toHaveText(/^1 /)
  const text = await editor(there).textContent()
  const picture = await there.locator('.node').count()
  // the keys of what is gone
  for (const key of [
    'l',
    'c',
    'q',
    'k',
    'End',
    'Shift+ArrowRight',
    'Control+ArrowRight',
    'r',
    'Control+z',
    'Control+y',
  ])
    await there.keyboard.press(key)
  await expect(there.getByRole('dialog')).toHaveCount(0)
  await expect(count(there)).toHaveText(/^1 /)
  expect(await there.locator('.node').count()).toBe(picture)
  // the text, and a number of the picture
  await editor(there).click()
  await there.keyboard.type('x')
  await there.keyboard.press('Backspace')
  await there.keyboard.press('Control+z')
  const weight = there.locator('.node[data-kind="parameter"]').first()
  const number = weight.locator('[data-read="value"] [data-at]').first()
  const before = await number.textContent()
  await number.hover()
  await there.mouse.down()
  await there.mouse.move(900, 300, { steps: 4 })
  await there.mouse.up()
  await weight.focus()
  await there.keyboard.press('7')
  await expect(there.locator('.number-field')).toHaveCount(0)
  expect([await editor(there).textContent(), await number.textContent()]).toEqual([text, before])
  // what is left works, and a link made here is one of the same class
  await there.locator('.app').click({ position: { x: 640, y: 60 }, force: true })
  const at = Number((await count(there).textContent())?.split('/')[0])
  await next(there).click()
  await expect(count(there)).toHaveText(new RegExp(`^${at + 1} `))
  await share(there)
  expect(queryOf(await dialog(there).getByLabel('Link', { exact: true }).inputValue())).toBe(queryOf(url))
  expect(queryOf(there.url())).toBe(queryOf(url))
  expect(other.problems).toEqual([])
  await other.context.close()
})

test('hidden panels are off the screen and out of the tab order', async ({ page }) => {
  await page.goto('./?hide=header,program,formula,sentence,nonsense')
  await expect(node(page, 'a')).toBeVisible()
  for (const part of ['.header', '.program', '.detail', '.sentence']) await expect(page.locator(part)).toBeHidden()
  const walk = await page.getByRole('region', { name: 'Walk' }).boundingBox()
  expect(walk).toMatchObject({ x: 0, y: 0, width: 1280 })
  const seen = new Set<string>()
  for (let n = 0; n < 25; n++) {
    await page.keyboard.press('Tab')
    seen.add(
      await page.evaluate(
        () => document.activeElement?.closest('.header, .program, .detail, .sentence')?.className ?? '',
      ),
    )
  }
  expect([...seen]).toEqual([''])
})

test('a locked lesson is walked to its end and cannot be left; its numbers stay free where they are', async ({
  page,
}) => {
  await openPage(page)
  await openLesson(page)
  const url = await classLink(page, ['This lesson'])
  await leave(page)
  await page.goto(url)
  await expect(lesson(page).getByRole('heading')).toContainText('A single road')
  await expect(page.getByRole('button', { name: 'Leave the lesson' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Lessons' })).toHaveCount(0)
  await expect(page.getByLabel('Examples')).toHaveCount(0)
  await expect(page.locator('.notice')).toHaveCount(0)
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page
    .getByRole('button', { name: /^Beat \d+ of/ })
    .last()
    .click()
  await expect(page.getByRole('region', { name: 'Walk' })).toHaveAttribute('aria-busy', 'false')
  const end = await lesson(page).getByRole('heading').textContent()
  for (let press = 0; press < 20; press++) {
    await page.keyboard.press('ArrowRight')
    if ((await lesson(page).locator('.waits').count()) > 0) await page.keyboard.press('1')
  }
  await expect(lesson(page).getByRole('heading')).toHaveText(end ?? '')
  await expect(page.locator('[data-editable]').first()).toBeVisible()
})

test('one’s own work is not arranged by a class link', async ({ page }) => {
  await openPage(page)
  const url = await classLink(page, ['Table', 'Magnification'])
  await leave(page)
  await page.goto(url)
  await expect(page.getByRole('button', { name: 'Table', exact: true })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Scalars' })).toBeDisabled()
  await page.getByRole('button', { name: /Back to my work|Leave it/ }).click()
  await expect(page.getByRole('button', { name: 'Table', exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Scalars' })).toBeEnabled()
  expect(queryOf(page.url())).toBe('')
})

test('the embed code pasted into a course page stands at the same beat in a sandboxed frame', async ({
  page,
  context,
}) => {
  await openPage(page)
  await openLesson(page)
  for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowRight')
  const heading = await lesson(page).getByRole('heading').textContent()
  const at = await count(page).textContent()
  await share(page)
  await dialog(page).getByText('Class link', { exact: true }).click()
  await dialog(page).getByLabel('This lesson').check()
  await dialog(page).getByText('Embed in a page', { exact: true }).click()
  const code = await dialog(page).getByLabel('HTML').inputValue()
  const course = await context.newPage()
  const body = `<!doctype html><title>Course</title><h1>Week 5</h1>${code}<p style="height: 2000px"><a href="#end">After</a></p>`
  await course.route('**/course', (route) => route.fulfill({ contentType: 'text/html', body }))
  await course.goto(new URL('course', page.url()).href)
  const app = course.frameLocator('iframe')
  await expect(lesson(app).getByRole('heading')).toHaveText(heading ?? '')
  await expect(app.locator('.count')).toHaveText(at ?? '')
  await expect(app.locator('.notice')).toHaveCount(0)
  await expect(app.getByRole('button', { name: 'Leave the lesson' })).toHaveCount(0)

  // the wheel scrolls the course, until the picture is pressed or Ctrl is held
  const picture = app.locator('.graph-view svg[role="group"]')
  const content = picture.locator('> g')
  const place = (await picture.boundingBox())!
  await course.mouse.move(place.x + place.width - 30, place.y + place.height / 2)
  const scroll = () => course.evaluate(() => scrollY)
  const before = await content.getAttribute('transform')
  await course.mouse.wheel(0, 60)
  await expect.poll(scroll).toBe(60)
  await expect(content).toHaveAttribute('transform', before ?? '')
  await course.keyboard.down('Control')
  await course.mouse.wheel(0, -40)
  await course.keyboard.up('Control')
  await expect(content).not.toHaveAttribute('transform', before ?? '')
  const zoomed = await content.getAttribute('transform')
  await course.mouse.down()
  await course.mouse.up()
  await course.mouse.wheel(0, -40)
  await expect(content).not.toHaveAttribute('transform', zoomed ?? '')
  expect(await scroll()).toBe(60)

  // Tab leads through the frame and out of it again, also through the program
  await app.getByRole('button', { name: 'Program', exact: true }).click()
  await app.getByRole('textbox', { name: 'PyTorch program' }).click()
  for (let press = 0; press < 60; press++) {
    await course.keyboard.press('Tab')
    if (await course.evaluate(() => document.activeElement?.textContent === 'After')) break
  }
  expect(await course.evaluate(() => document.activeElement?.textContent)).toBe('After')

  // and a tab of one's own stands there too
  const link = app.getByRole('link', { name: 'Open in a tab' })
  await link.focus()
  await expect(link).toHaveAttribute('href', /#\d/)
  const [tab] = await Promise.all([context.waitForEvent('page'), link.click()])
  await expect(lesson(tab).getByRole('heading')).toHaveText(heading ?? '')
  await expect(tab.getByRole('button', { name: 'Leave the lesson' })).toHaveCount(0)
  expect(await tab.evaluate(() => typeof localStorage)).toBe('object')
})

test('U fills the screen with the code of this very beat while presenting, and any key closes it', async ({ page }) => {
  await openPage(page)
  await openLesson(page)
  await page.keyboard.press('p')
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowRight')
  const at = await count(page).textContent()
  await page.keyboard.press('u')
  await expect(beam(page)).toBeVisible()
  const code = await beam(page).getByRole('img', { name: 'QR code of the link' }).boundingBox()
  expect(code?.height).toBeGreaterThan(0.85 * 720)
  expect((code?.y ?? -1) + (code?.height ?? 0)).toBeLessThanOrEqual(720)
  await page.keyboard.press('PageDown')
  await expect(beam(page)).toHaveCount(0)
  await expect(count(page)).toHaveText(at ?? '')
  await page.keyboard.press('u')
  await beam(page).click({ position: { x: 20, y: 20 } })
  await expect(beam(page)).toHaveCount(0)
  await page.keyboard.press('u')
  await expect(beam(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(beam(page)).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(count(page)).not.toHaveText(at ?? '')
})

test('without letter keys the code is reached from the dialog, and without Share from nowhere', async ({ page }) => {
  await openPage(page)
  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  await page.keyboard.press('u')
  await expect(beam(page)).toHaveCount(0)
  await share(page)
  await dialog(page).getByRole('button', { name: 'Full screen' }).click()
  await expect(beam(page)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(beam(page)).toHaveCount(0)
  await expect(dialog(page).getByRole('button', { name: 'Full screen' })).toBeFocused()
  await page.goto('./?hide=share')
  await expect(node(page, 'a')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Share' })).toHaveCount(0)
})

test('a link too long for a code says what to do', async ({ page }) => {
  await openPage(page)
  const numbers = Array.from({ length: 1500 }, (_, n) => ((n * 7919) % 10007) / 8).join(', ')
  await editor(page).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(
    `import torch\nw = torch.tensor(2.0, requires_grad=True)\nx = [${numbers}]\nJ = w * w\nJ.backward()\n`,
  )
  await expect(node(page, 'J')).toBeVisible()
  await page.locator('.next').focus()
  await page.keyboard.press('u')
  await expect(beam(page)).toContainText('too long for a QR code')
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the dialog, its sections and the code, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await openPage(page)
    await share(page)
    const check = async (where: string): Promise<void> => expect(await violations(page), where).toEqual([])
    await check('dialog')
    for (const section of ['Class link', 'Embed in a page']) {
      await dialog(page).getByText(section, { exact: true }).click()
      await check(section)
    }
    await dialog(page).getByRole('button', { name: 'Full screen' }).click()
    await expect(beam(page)).toBeVisible()
    await check('code')
    await page.goto('./?hide=details,levels&lock=program,numbers,level')
    await expect(node(page, 'a')).toBeVisible()
    await check('class link')
  })
