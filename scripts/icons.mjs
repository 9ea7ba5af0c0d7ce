// `npm run icons`: draws the app's icons for home screens from public/favicon.svg. Run it when the mark has changed; the icons are kept with
// the sources, so that neither the build nor `npm start` needs a browser.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { browserFlags, needBrowser } from './browser.mjs'
import { root } from './processes.mjs'

/** A system may cut a maskable icon down to a circle of four fifths of its width, so its mark is smaller, on a ground without corners. */
const icons = [
  { name: 'icon-192.png', size: 192, maskable: false },
  { name: 'icon-512.png', size: 512, maskable: false },
  { name: 'icon-maskable.png', size: 512, maskable: true },
]

const mark = readFileSync(join(root, 'public', 'favicon.svg'))
const source = `data:image/svg+xml;base64,${mark.toString('base64')}`
const browser = await chromium.launch({ executablePath: await needBrowser(), args: browserFlags })
try {
  for (const { name, size, maskable } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const ground = maskable ? 'background: #ffffff; padding: 11%' : 'padding: 0'
    await page.setContent(
      `<body style="margin: 0"><div style="${ground}; box-sizing: border-box; width: 100vw; height: 100vh">` +
        `<img src="${source}" alt="" style="display: block; width: 100%; height: 100%"></div></body>`,
    )
    await page.locator('img').evaluate((/** @type {HTMLImageElement} */ image) => image.decode())
    writeFileSync(join(root, 'public', name), await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
