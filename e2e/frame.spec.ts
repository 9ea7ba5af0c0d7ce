import { expect, profileTest as test } from './fixtures.ts'

test.use({ serviceWorkers: 'allow' })

test('in a sandboxed frame, without storage, workers and an origin, programs run and steps are taken', async ({
  page,
  baseURL,
}) => {
  const course = `<iframe sandbox="allow-scripts" src="${baseURL}" title="app" width="1200" height="680"></iframe>`
  await page.route('**/course', (route) => route.fulfill({ contentType: 'text/html', body: course }))
  await page.goto('./course')
  const app = page.frameLocator('iframe')
  const node = (name: string) => app.getByRole('button', { name: new RegExp(`^${name}, `) })
  await expect(node('a')).toBeVisible()
  const allowed = await page.frames()[1]?.evaluate(() => {
    const uses = [() => localStorage, () => navigator.serviceWorker, () => new Worker('./sw.js')]
    return uses.filter((use) => {
      try {
        return use() !== undefined
      } catch {
        return false
      }
    }).length
  })
  expect(allowed, 'none of the three is allowed here').toBe(0)
  await app.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(app.locator('.count')).toHaveText(/^1 /)
  await app.getByLabel('Examples').selectOption({ label: 'A network over four samples (XNOR)' })
  await expect(app.locator('.count')).toHaveText(/^0 /)
  await app.getByRole('button', { name: 'Scalars' }).click()
  await expect.poll(() => app.locator('.node, .fold-group').count()).toBeGreaterThan(50)
  await app.getByRole('button', { name: 'Next', exact: true }).click()
  await expect(app.locator('.count')).toHaveText(/^1 /)
  await expect(app.locator('.detail .katex').first()).toBeVisible()
  await app.getByRole('navigation', { name: 'Details of the step' }).getByRole('button', { name: 'Check' }).click()
  await expect(app.locator('.check-panel .lamp')).toContainText('agree')
})
