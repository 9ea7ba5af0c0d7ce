import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import links from './fixtures/links.json'
import { decodeLink, encodeLink } from './link.ts'
import { linkDefaults } from './link-schema.ts'

// Links that were once given out. The file only grows: a link that does not open any more is a broken promise.
test.each(links)('the link made on $made opens to the same program, step and numbers: $link', (kept) => {
  const { link, source, cursor, selected, present, numbers } = kept
  const decoded = decodeLink(link)
  expect(decoded).toEqual({ kind: 'ok', state: { ...linkDefaults, source, cursor, selected, present } })
  const result = run(source)
  expect(result.error).toBeNull()
  expect(result.episodes[cursor.episode]?.trace.steps.length).toBeGreaterThanOrEqual(cursor.step)
  const now = result.variables.map(({ name, value, grad }) => [
    name,
    { value: [...value.data], grad: grad === null ? null : [...grad.data] },
  ])
  expect(Object.fromEntries(now)).toEqual(numbers)
})

test('the corpus holds links of the format that is made today', () => {
  expect(
    links.some(
      ({ link, source, cursor, selected, present }) =>
        encodeLink({ ...linkDefaults, source, cursor, selected, present }) === link,
    ),
  ).toBe(true)
})
