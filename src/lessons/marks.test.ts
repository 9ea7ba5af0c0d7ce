import { expect, test } from 'vitest'
import { run } from '../lang/interpret.ts'
import { type Marks, marksAt } from '../scene/marks.ts'
import { examples } from './examples.ts'

test.each(examples)(
  '$title: marks that share with those before say the same, and share what did not change',
  ({ source }) => {
    for (const { trace } of run(source).episodes) {
      let last: Marks | null = null
      for (let cursor = 0; cursor <= trace.steps.length; cursor++) {
        const marks: Marks = marksAt(trace, cursor, null, last)
        expect(marks).toEqual(marksAt(trace, cursor))
        const changed = marks.nodes.filter((mark, node) => last !== null && mark !== last.nodes[node]).length
        // the step's node, the one that gives, both of the step before, and at the seed the leaves that get no gradient
        if (trace.steps[cursor - 1]?.kind !== 'seed') expect(changed).toBeLessThanOrEqual(6)
        last = marks
      }
    }
  },
)
