import { expect, test } from 'vitest'
import type { Trace } from '../core/trace.ts'
import { run } from '../lang/interpret.ts'
import type { Row } from '../scene/card.ts'
import { cardAt } from '../scene/card.ts'
import { ladderOf } from '../scene/ladder.ts'
import { marksAt } from '../scene/marks.ts'
import { pictureOf } from '../scene/picture.ts'
import { plainSentence, sentenceAt } from '../scene/sentence.ts'
import { plainName, symbolsOf } from '../scene/symbols.ts'
import { examples } from './examples.ts'

const line = ({ label, parts }: Row): string =>
  `    ${label === '' ? '' : `[${label}] `}${parts.map((part) => part.plain).join(' = ')}`

/** Everything that is said and written about a program, step by step, as text. */
function told(trace: Trace): string {
  const symbols = symbolsOf(trace.graph)
  const steps = Array.from({ length: trace.steps.length + 1 }, (_, cursor) => {
    const card = cardAt(trace, cursor)
    return [
      `${cursor}  ${plainSentence(sentenceAt(trace, cursor))}`,
      ...card.rows.map(line),
      ...(card.note === null ? [] : [`    (${card.note})`]),
    ].join('\n')
  })
  const chains = trace.graph.nodes.flatMap((_, index) => {
    const ladder = ladderOf(trace, index)
    if (ladder === null) return []
    const rungs = ladder.rungs.flatMap((rung) => [
      line(rung),
      ...(rung.reason === null ? [] : [`    (${rung.reason})`]),
    ])
    return [`${ladder.asked.plain} = ?`, ...rungs, ...(ladder.note === null ? [] : [`    (${ladder.note})`])]
  })
  const places = pictureOf(trace, null).layout.positions.map(
    ({ x, y }, i) => `${plainName(symbols, i)} at ${Math.round(x)}, ${Math.round(y)}`,
  )
  return [...steps, ...chains, places.join('; ')].join('\n')
}

test.each(examples)('$title, told step by step', async ({ id, source }) => {
  const text = run(source)
    .episodes.map((episode) => told(episode.trace))
    .join('\n\n')
  await expect(`${text}\n`).toMatchFileSnapshot(`./fixtures/told/${id}.txt`)
})

test('nothing on a picture is NaN, undefined or −0, at any step of any example', () => {
  for (const { source } of examples)
    for (const { trace } of run(source).episodes) {
      expect(told(trace)).not.toMatch(/NaN|undefined|[−-]0(?![.\d])|object/)
      for (let cursor = 0; cursor <= trace.steps.length; cursor++)
        for (const mark of marksAt(trace, cursor).nodes)
          expect(`${mark.value} ${mark.gradient}`).not.toMatch(/NaN|undefined|−0(?![.\d])/)
    }
})

test('a picture keeps its places when only numbers change', () => {
  for (const { source } of examples) {
    const [before, after] = [
      source,
      source.replaceAll(/(\d)\.(\d)/g, (_, p: string, q: string) => `${(Number(p) + 3) % 10}.${q}`),
    ].map((text) => pictureOf(run(text).episodes[0]!.trace, null))
    expect(after).toBe(before)
  }
})
