import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import type { Block } from '../scene/strip/block.ts'
import { comingStrip } from '../scene/strip/coming.ts'
import { stripAt } from '../scene/strip/strip.ts'
import { lessonNamed } from './lecture.ts'

const traceOf = (lesson: string) => run(Object.values(lessonNamed(lesson)!.programs)[0]!).episodes[0]!.trace
const blocks = (strip: ReturnType<typeof comingStrip>): Block[] =>
  strip === null ? [] : [strip.result, ...strip.pieces.filter((piece) => piece.kind === 'block')]
const texts = ({ rows }: Block): string[] => rows?.flat().map(({ text }) => text) ?? []

test.each(['matrix-multiply', 'forward-layers', 'delta-recursion'])(
  'before the first step of %s the first product stands there, its factors filled and its result empty',
  (lesson) => {
    const [result, ...factors] = blocks(comingStrip(traceOf(lesson), 0))
    expect(texts(result!).length).toBeGreaterThan(1)
    expect(new Set(texts(result!))).toEqual(new Set(['']))
    for (const factor of factors) expect(texts(factor)).not.toContain('')
  },
)

test('what is shown of a strip to come is the strip that comes, without its later numbers', () => {
  const trace = traceOf('delta-recursion')
  for (let cursor = 0; cursor < trace.steps.length; cursor++) {
    const coming = blocks(comingStrip(trace, cursor))
    const later = trace.steps.findIndex((_, n) => n >= cursor && stripAt(trace, n + 1) !== null)
    const whole = blocks(later < 0 ? null : stripAt(trace, later + 1))
    expect(coming.map(({ label, shape }) => [label.plain, shape])).toEqual(
      whole.map(({ label, shape }) => [label.plain, shape]),
    )
    coming.forEach((block, i) => {
      texts(block).forEach((text, at) => {
        expect(['', texts(whole[i]!)[at]]).toContain(text)
      })
    })
  }
})
