import { expect, test } from 'vitest'
import { embedCode } from './embedCode.ts'

test('no text leaves its attribute', () => {
  const hostile = [
    '"',
    "'",
    '<',
    '>',
    '&quot;',
    '&amp;lt;',
    '"><script>alert(1)</script>',
    '" onload="alert(1)',
    '\u2028',
  ]
  for (const text of hostile) {
    const page = new DOMParser().parseFromString(embedCode(`https://gradwalk.example/?x=${text}#1`, text), 'text/html')
    const frame = page.body.firstElementChild
    expect(page.body.children).toHaveLength(1)
    expect(frame?.getAttribute('src')).toBe(`https://gradwalk.example/?x=${text}#1`)
    expect(frame?.getAttribute('title')).toBe(text)
    expect(frame?.getAttributeNames()).toEqual([
      'src',
      'title',
      'width',
      'height',
      'style',
      'loading',
      'sandbox',
      'allow',
    ])
  }
})
