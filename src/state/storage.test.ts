import { expect, test, vi } from 'vitest'
import { debounced, openStorage, type Work } from './storage.ts'

const work: Work = {
  source: 'x',
  original: 'x',
  cursor: { episode: 0, step: 3 },
  theme: 'dark',
  present: false,
  letterKeys: true,
  selected: null,
}

const shelf = (items = new Map<string, string>()) => ({
  items,
  getItem: (key: string) => items.get(key) ?? null,
  setItem: (key: string, value: string) => void items.set(key, value),
})

test('what is written is read', () => {
  const backing = shelf()
  expect(openStorage(backing).read()).toEqual({ work: null, note: null })
  expect(openStorage(backing).write(work)).toBeNull()
  expect(openStorage(backing).read()).toEqual({ work, note: null })
})

test.each(['garbage', '{}', '{"version":1,"source":5}', 'null'])(
  'a record that cannot be read (%s) is set aside and reported',
  (text) => {
    const backing = shelf(new Map([['gradwalk.work', text]]))
    expect(openStorage(backing).read().note).toContain('set aside')
    expect(backing.items.get('gradwalk.set-aside')).toBe(text)
  },
)

test('what another tab wrote since is not overwritten silently', () => {
  const backing = shelf()
  const [one, two] = [openStorage(backing), openStorage(backing)]
  one.read()
  two.read()
  expect(one.write(work)).toBeNull()
  expect(two.write({ ...work, source: 'y' })).toContain('Another tab')
  expect(openStorage(backing).read().work?.source).toBe('x')
})

test('a full or forbidden storage is said once, and nothing throws', () => {
  const full = openStorage({
    getItem: () => null,
    setItem: () => {
      throw new Error('full')
    },
  })
  expect(full.write(work)).toContain('does not let the page keep')
  expect(full.write(work)).toBeNull()
  const forbidden = openStorage({
    getItem: () => {
      throw new Error('no')
    },
    setItem: () => undefined,
  })
  expect(forbidden.read()).toEqual({ work: null, note: null })
  expect(openStorage(null).write(work)).toBeNull()
})

test('a debounced call is made once, late, or at once when flushed', () => {
  vi.useFakeTimers()
  const call = vi.fn()
  const ask = debounced(call, 250)
  ask()
  ask()
  expect(call).not.toHaveBeenCalled()
  vi.advanceTimersByTime(250)
  expect(call).toHaveBeenCalledTimes(1)
  ask()
  ask.flush()
  ask.flush()
  expect(call).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})
