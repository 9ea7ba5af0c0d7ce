import { expect, test, vi } from 'vitest'
import { examples } from '../lessons/examples.ts'
import { programConventions } from '../scene/conventions.ts'
import { encodeLink } from './link.ts'
import { linkDefaults } from './link-schema.ts'
import { open, setSource, unixLines } from './program.ts'
import { returnToOwn, startSession } from './session.ts'
import { openStorage } from './storage.ts'
import { store } from './store.ts'

const secondExample = examples[1]!.source

test('a link opened, and one left, stop what plays', async () => {
  startSession()
  store.setState({ playing: true })
  location.hash = encodeLink({ ...linkDefaults, source: 'x = 1', cursor: { episode: 0, step: 2 } })
  await vi.waitFor(() => expect(store.getState().origin).toBe('shared'))
  expect([store.getState().playing, store.getState().cursor.step]).toEqual([false, 2])
  store.setState({ playing: true })
  returnToOwn()
  expect([store.getState().origin, store.getState().playing]).toEqual(['own', false])
})

test('while a beat shows another notation, the reader’s own is kept beside it', async () => {
  const own = { ...programConventions, notation: 'lecture' } as const
  store.setState({ origin: 'own', conventions: programConventions, ownConventions: own })
  await vi.waitFor(() => expect(openStorage().read().work).toMatchObject({ ownConventions: own }))
})

test('a program that an example has replaced is kept, and had back by undo in another visit', async () => {
  store.setState({ origin: 'own' })
  setSource('mine = 1')
  open(secondExample)
  await vi.waitFor(() => expect(openStorage().read().work?.source).toBe(unixLines(secondExample)))
  const { work } = openStorage().read()
  expect(work?.past.at(-1)?.source).toBe('mine = 1')
  vi.resetModules()
  const again = await import('./session.ts')
  const { store: fresh } = await import('./store.ts')
  const { undoChange } = await import('./program.ts')
  location.hash = ''
  again.startSession()
  expect(fresh.getState().source).toBe(unixLines(secondExample))
  undoChange()
  expect(fresh.getState().source).toBe('mine = 1')
})
