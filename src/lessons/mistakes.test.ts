import { expect, test } from 'vitest'
import { checkGradients } from '../core/check.ts'
import { applies, firstWrong, mutated } from '../core/mutants/mutant.ts'
import { mutants } from '../core/mutants/mutants.ts'
import { item } from '../core/tensor.ts'
import { run } from '../lang/interpret.ts'
import { cardAt } from '../scene/card.ts'
import { localDerivative, subjectOf, upstreamOf } from '../scene/formula.ts'
import { ladderOf } from '../scene/ladder.ts'
import { marksAt } from '../scene/marks.ts'
import { plainSentence, sentenceAt } from '../scene/sentence.ts'
import { tableAt } from '../scene/table.ts'
import { examples } from './examples.ts'

const cases = examples.flatMap(({ id, source }) =>
  run(source).episodes.flatMap(({ trace }, pass) =>
    mutants
      .filter((mutant) => applies(trace, mutant))
      .map((mutant) => [`${mutant.id} in ${id}, pass ${pass + 1}`, trace, mutant] as const),
  ),
)

test('each of the ten mistakes can be made in an example', () => {
  expect(new Set(cases.map(([, , mutant]) => mutant.id)).size).toBe(10)
})

test.each(cases)('%s: what is written follows the mistake, and the first wrong step is one', (_, trace, mutant) => {
  const wrong = mutated(trace, mutant)
  const subject = subjectOf(wrong)
  for (let cursor = 0; cursor <= wrong.steps.length; cursor++) {
    cardAt(wrong, cursor)
    marksAt(wrong, cursor)
    tableAt(wrong, cursor, 100)
    expect(plainSentence(sentenceAt(wrong, cursor))).not.toContain('undefined')
  }
  for (let node = 0; node < wrong.graph.nodes.length; node++) ladderOf(wrong, node)
  for (const step of wrong.steps) {
    if (step.kind !== 'contribution') continue
    const edge = { user: step.from, slot: step.slot }
    const local = localDerivative(subject, edge)
    if (local !== null) expect(item(upstreamOf(subject, edge)!) * item(local.value)).toBeCloseTo(item(step.amount), 4)
  }
  const first = firstWrong(trace, mutant)!
  expect(wrong.steps.slice(0, first.inMutant).length).toBe(first.inMutant)
  expect(first.inTruth).not.toBeNull()
})

test.each(cases)('%s: central differences find it', (_, trace, mutant) => {
  expect(checkGradients(trace).lamp).not.toBe('red')
  expect(checkGradients(mutated(trace, mutant)).lamp).toBe('red')
})
