import { expect, test, vi } from 'vitest'
import { programConventions } from '../scene/conventions.ts'
import { debounced, openStorage, type Work } from './storage.ts'

const key = 'gradwalk.work'

const work: Work = {
  source: 'x',
  original: 'x',
  past: [],
  cursor: { episode: 0, step: 3 },
  theme: 'dark',
  present: false,
  slow: true,
  letterKeys: true,
  selected: null,
  level: 'tensor',
  entry: null,
  conventions: programConventions,
  ownConventions: null,
  detail: 'formula',
  sample: null,
  moving: null,
  mistake: null,
  quiz: null,
  lesson: null,
  open: null,
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

test('an arrangement of the screen that cannot be falls back without losing the work, and one that was not kept has defaults', () => {
  const { detail: _, open: __, sample: ___, conventions: ____, ownConventions: _____, ...old } = work
  expect(openStorage(shelf(new Map([[key, JSON.stringify({ version: 1, ...old })]]))).read().work).toEqual(work)
  const broken = { version: 1, ...work, detail: 'nowhere', open: [-1], sample: {}, conventions: 5, ownConventions: 5 }
  expect(openStorage(shelf(new Map([[key, JSON.stringify(broken)]]))).read().work).toEqual(work)
})

test('keys that this version does not know are no obstacle', () => {
  const backing = shelf(new Map([[key, JSON.stringify({ version: 1, revision: 4, ...work })]]))
  const storage = openStorage(backing)
  expect(storage.read()).toEqual({ work, note: null })
  expect(storage.write({ ...work, source: 'y' })).toBeNull()
})

test.each(['garbage', '{}', '{"version":1,"source":5}', 'null', '[]', '{"__proto__":{"version":1}}', ''])(
  'a record that cannot be read (%s) is set aside and reported, and the work is kept again',
  (text) => {
    const backing = shelf(new Map([[key, text]]))
    const storage = openStorage(backing)
    expect(storage.read()).toMatchObject({ work: null, note: expect.stringContaining('set aside') })
    expect(backing.items.get('gradwalk.set-aside')).toBe(text)
    expect(storage.write(work)).toBeNull()
    expect(openStorage(backing).read().work).toEqual(work)
  },
)

test('a record set aside stays when another one is', () => {
  const backing = shelf()
  for (const text of ['first', 'second', 'first']) {
    backing.items.set(key, text)
    openStorage(backing).read()
  }
  expect(backing.items.get('gradwalk.set-aside')).toBe('first')
  expect(backing.items.get('gradwalk.set-aside.2')).toBe('second')
  expect(backing.items.size).toBe(3)
})

test('a record that cannot be read and not be set aside is not written over', () => {
  const items = new Map([[key, 'garbage']])
  const backing = {
    ...shelf(items),
    setItem: (place: string, value: string) => {
      if (place !== key) throw new Error('full')
      items.set(place, value)
    },
  }
  const storage = openStorage(backing)
  expect(storage.read().note).toContain('left as it is')
  storage.write(work)
  expect(items.get(key)).toBe('garbage')
})

test('a record that breaks after it was read is set aside and reported too', () => {
  const backing = shelf()
  const storage = openStorage(backing)
  storage.write(work)
  backing.items.set(key, 'garbage')
  expect(storage.write(work)).toContain('set aside')
  expect(openStorage(backing).read().work).toEqual(work)
  expect(backing.items.get('gradwalk.set-aside')).toBe('garbage')
})

test('what a newer version wrote is neither read nor written over', () => {
  const newer = JSON.stringify({ version: 2, all: 'different' })
  const backing = shelf(new Map([[key, newer]]))
  const storage = openStorage(backing)
  expect(storage.read()).toMatchObject({ work: null, note: expect.stringContaining('newer version') })
  expect(storage.write(work)).toBeNull()
  expect([...backing.items]).toEqual([[key, newer]])
})

test('what another tab wrote since is not overwritten silently', () => {
  const backing = shelf()
  const [one, two] = [openStorage(backing), openStorage(backing)]
  one.read()
  two.read()
  expect(one.write(work)).toBeNull()
  expect(two.write({ ...work, source: 'y' })).toContain('Another tab')
  expect(two.write({ ...work, source: 'z' }), 'said once').toBeNull()
  expect(openStorage(backing).read().work?.source).toBe('x')
  two.read()
  expect(two.write({ ...work, source: 'y' }), 'after reading what the other wrote').toBeNull()
  expect(openStorage(backing).read().work?.source).toBe('y')
  expect(one.write({ ...work, source: 'x2' })).toContain('Another tab')
})

test('two tabs that wrote at the same time see each other', () => {
  const backing = shelf()
  const [one, two] = [openStorage(backing), openStorage(backing)]
  one.write(work)
  const before = backing.items.get(key) ?? ''
  two.read()
  one.write({ ...work, source: 'one' })
  backing.items.set(key, before)
  two.write({ ...work, source: 'two' })
  expect(one.write({ ...work, source: 'one more' })).toContain('Another tab')
  expect(openStorage(backing).read().work?.source).toBe('two')
})

test('another tab that only looks on is no obstacle', () => {
  const backing = shelf()
  const [one, two] = [openStorage(backing), openStorage(backing)]
  one.write(work)
  two.read()
  expect(two.write({ ...work, cursor: { episode: 0, step: 7 } })).toBeNull()
  expect(one.write({ ...work, source: 'y' })).toBeNull()
  expect(openStorage(backing).read().work?.source).toBe('y')
  expect(two.write({ ...work, cursor: { episode: 0, step: 8 } })).toContain('Another tab')
})

test('what went right in between may go wrong again, and is said again', () => {
  const backing = shelf()
  const [one, two] = [openStorage(backing), openStorage(backing)]
  one.write({ ...work, source: 'a' })
  expect(two.write(work)).toContain('Another tab')
  two.read()
  expect(two.write(work)).toBeNull()
  one.read()
  one.write({ ...work, source: 'b' })
  expect(two.write(work)).toContain('Another tab')
})

test('one thing said does not silence another', () => {
  const backing = shelf(new Map([[key, 'garbage']]))
  const storage = openStorage(backing)
  expect(storage.read().note).toContain('set aside')
  openStorage(backing).write(work)
  expect(storage.write({ ...work, source: 'y' })).toContain('Another tab')
})

test('a full or forbidden storage is said once, and nothing throws', () => {
  const throws = (): never => {
    throw new Error('no')
  }
  for (const storage of [
    openStorage({ getItem: () => null, setItem: throws }),
    openStorage({ getItem: throws, setItem: throws }),
    openStorage(null),
  ]) {
    expect(storage.read()).toEqual({ work: null, note: null })
    expect(storage.write(work)).toContain('does not let the page keep')
    expect(storage.write(work)).toBeNull()
  }
})

test('a page whose storage throws when it is named opens all the same', () => {
  vi.stubGlobal('localStorage', undefined)
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('The document is sandboxed', 'SecurityError')
    },
  })
  expect(openStorage().read()).toEqual({ work: null, note: null })
  expect(openStorage().write(work)).toContain('does not let the page keep')
  vi.unstubAllGlobals()
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
