import { expect, test } from 'vitest'
import { drawnText, inSight, lineCount, pagesOf } from './output.ts'

const print = (text: string) => ({ line: 1, text })

test('a short output is one page, and its lines are counted as they are seen', () => {
  expect(pagesOf([])).toEqual([])
  expect(pagesOf([print('a\n'), print('b '), print('c\n')])).toEqual([{ from: 0, to: 3, lines: 2 }])
  expect(lineCount(pagesOf([print('a\n'), print('b')]))).toBe(2)
  expect(lineCount(pagesOf([print('[[1.],\n [2.]]\n')]))).toBe(2)
})

test('a long output has pages that end with a line and hold every print once', () => {
  const prints = Array.from({ length: 1000 }, (_, i) => print(i % 3 === 2 ? 'end\n' : 'x '))
  const pages = pagesOf(prints)
  expect(pages.length).toBeGreaterThan(3)
  expect(pages.map(({ from }) => from)).toEqual([0, ...pages.slice(0, -1).map(({ to }) => to)])
  expect(pages.at(-1)?.to).toBe(1000)
  for (const { to } of pages.slice(0, -1)) expect(prints[to - 1]?.text).toBe('end\n')
  expect(lineCount(pages)).toBe(334)
})

test('prints that never end their line are pages too', () => {
  expect(pagesOf(Array.from({ length: 1001 }, () => print('.'))).map(({ to }) => to)).toEqual([400, 800, 1001])
})

test('only pages in sight and their neighbours are drawn, and the rest keeps its height', () => {
  const heights = Array.from({ length: 100 }, () => 1000)
  expect(inSight(heights, 0, 300)).toEqual({ first: 0, end: 2, before: 0, behind: 98_000 })
  expect(inSight(heights, 50_500, 300)).toEqual({ first: 49, end: 52, before: 49_000, behind: 48_000 })
  expect(inSight(heights, 1e9, 300)).toMatchObject({ end: 100, behind: 0 })
  expect(inSight([], 0, 300)).toEqual({ first: 0, end: 0, before: 0, behind: 0 })
})

test('a very long text says what is left out', () => {
  expect(drawnText('a'.repeat(20_000))).toHaveLength(20_000)
  expect(drawnText('a'.repeat(21_000))).toMatch(/a… and 1,000 more characters\n$/)
})
