import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canRedo, canUndo, historyOf, push, redo, undo } from './history.ts'

test('undo and redo go back and forth, exactly', () => {
  const edited = push(push(historyOf('a'), 'b', null, 0), 'c', null, 10)
  expect(undo(edited).present).toBe('b')
  expect(undo(undo(edited)).present).toBe('a')
  expect(redo(undo(edited)).present).toBe('c')
  expect(undo(undo(undo(edited))).present).toBe('a')
  expect([canUndo(historyOf('a')), canRedo(edited)]).toEqual([false, false])
})

test('a burst of one key is one entry; a pause, another key or an undo begins a new one', () => {
  const typed = push(push(push(historyOf(''), 'a', 'typing', 0), 'ab', 'typing', 300), 'abc', 'typing', 600)
  expect(undo(typed).present).toBe('')
  expect(undo(push(typed, 'abcd', 'typing', 5000)).present).toBe('abc')
  expect(undo(push(typed, 'x', 'drag 1', 700)).present).toBe('abc')
  expect(undo(push(undo(typed), 'z', 'typing', 700)).present).toBe('')
})

test('a change after an undo forgets what was undone', () => {
  expect(canRedo(push(undo(push(historyOf(1), 2, null, 0)), 3, null, 0))).toBe(false)
})

test('the past is capped', () => {
  let history = historyOf(0)
  for (let i = 1; i <= 500; i++) history = push(history, i, null, i)
  expect(history.past).toHaveLength(200)
})

test('a gesture that pauses is one entry when it says so', () => {
  const dragged = push(push(historyOf(3), 4, 'drag 1', 0, Infinity), 5, 'drag 1', 60_000, Infinity)
  expect(undo(dragged).present).toBe(3)
})

test('changes that add up to none leave no entry, and the next one of the gesture can be undone', () => {
  const back = push(push(historyOf(3), 4, 'drag', 0), 3, 'drag', 10)
  expect([canUndo(back), back.present]).toEqual([false, 3])
  expect(undo(push(back, 5, 'drag', 20)).present).toBe(3)
})

test('undoing all and redoing all, in any mixture, goes through the same states', () => {
  const changes = fc.array(fc.record({ value: fc.nat(5), key: fc.constantFrom(null, 'a', 'b'), wait: fc.nat(1500) }))
  fc.assert(
    fc.property(changes, fc.nat(30), (list, steps) => {
      let now = 0
      const made = list.reduce((history, { value, key, wait }) => {
        now += wait
        return push(history, value, key, now)
      }, historyOf(0))
      let history = made
      for (let n = 0; n < steps; n++) history = undo(history)
      expect([...history.past, history.present, ...history.future]).toEqual([...made.past, made.present])
      for (let n = 0; n < steps; n++) history = redo(history)
      expect({ ...history, merge: null }).toEqual({ ...made, merge: null })
    }),
    { seed: 1 },
  )
})

test('no history is changed in place', () => {
  const frozen = <T extends object>(value: T): T => Object.freeze(value)
  const history = frozen({ ...historyOf('a'), past: frozen(['0']), future: frozen(['z']) })
  expect(() => [push(history, 'b', 'k', 0), undo(history), redo(history)]).not.toThrow()
})
