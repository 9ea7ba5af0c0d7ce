import { expect, profileTest as test } from './fixtures.ts'

test.use({ serviceWorkers: 'allow' })

test('the page opens and draws something', async ({ page }) => {
  await page.goto('./')
  await expect(page).toHaveTitle(/Gradwalk/)
  await expect(page.locator('#root > *').first()).toBeVisible()
})

test('the page, its scripts and missing files come with their headers', async ({ request }) => {
  const page = await request.get('./')
  expect(page.headers()).toMatchObject({
    'content-security-policy': expect.stringContaining(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'",
    ),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  })
  const [, script = ''] = /src="\.\/(assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
  expect((await request.get(script)).headers()).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
    'access-control-allow-origin': '*',
    'cache-control': expect.stringContaining('immutable'),
  })
  const missing = await request.get('assets/missing.js')
  expect(missing.status()).toBe(404)
  expect(missing.headers()['content-type']).not.toContain('html')
})

test('what the policy forbids is noticed', async ({ page, problems }) => {
  await page.goto('./')
  await page.evaluate(() => {
    document.body.append(
      Object.assign(document.createElement('script'), { textContent: 'document.title = "injected"' }),
    )
  })
  await expect.poll(() => problems.join('\n')).toContain('policy violation: script-src-elem blocked inline')
  await expect(page).not.toHaveTitle('injected')
  problems.splice(0)
})

test('an error in the page is noticed', async ({ page, problems }) => {
  await page.goto('./')
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted')
    })
  })
  await expect.poll(() => problems.join('\n')).toContain('page error: Error: planted')
  problems.splice(0)
})
