import axe from 'axe-core'
import type { Page } from 'playwright/test'

/** What axe looks at, by selectors, and for what it does not look: the whole page, and for all, where nothing else is said. */
interface Part {
  readonly include?: string[]
  readonly exclude?: string[]
  readonly without?: string[]
}

const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds in a page, or in a part of it. Axe stays in the page as long as the document does. */
export async function violations(
  page: Page,
  { include = ['html'], exclude = [], without = [] }: Part = {},
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async ({ include, exclude, runOnly, rules }) => {
      const { violations } = await axe.run({ include, exclude }, { runOnly, rules, resultTypes: ['violations'] })
      return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
    },
    { include, exclude, runOnly, rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])) },
  )
}
