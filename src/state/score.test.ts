import { beforeEach, expect, test, vi } from 'vitest'

const shelf = (content: Record<string, string> = {}) => ({
  getItem: (key: string) => content[key] ?? null,
  setItem: (key: string, value: string) => {
    content[key] = value
  },
})

/** The score as a page would load it. */
const load = async (storage: unknown) => {
  vi.stubGlobal('localStorage', storage)
  vi.resetModules()
  return await import('./score.ts')
}

beforeEach(() => vi.unstubAllGlobals())

test('answers are counted and kept for the next visit', async () => {
  const storage = shelf()
  const { keepScore, score } = await load(storage)
  for (const right of [true, true, false, true]) keepScore(right)
  expect(score.getState()).toEqual({ right: 3, asked: 4, streak: 1, best: 2 })
  expect((await load(storage)).score.getState()).toEqual({ right: 3, asked: 4, streak: 1, best: 2 })
})

test('what cannot be a score is none', async () => {
  for (const stored of ['{', '[]', 'null', '{"right":5,"asked":1,"streak":0,"best":0}', '{"right":"1","asked":1}'])
    expect((await load(shelf({ 'gradwalk.score': stored }))).score.getState().asked).toBe(0)
})

test('forbidden storage keeps the score as long as the page lasts', async () => {
  const forbidden = () => {
    throw new Error('SecurityError')
  }
  const { keepScore, score, clearScore } = await load({ getItem: forbidden, setItem: forbidden })
  keepScore(true)
  expect(score.getState().right).toBe(1)
  clearScore()
  expect(score.getState().asked).toBe(0)
})
