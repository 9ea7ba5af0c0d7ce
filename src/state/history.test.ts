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
