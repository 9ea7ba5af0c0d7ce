import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test, vi } from 'vitest'
import { run } from '../lang/interpret.ts'
import { receive } from '../state/program.ts'
import { store } from '../state/store.ts'
import { App } from './App.tsx'

vi.mock('../views/controls/HelpDialog.tsx', () => ({ HelpDialog: () => null }))
vi.mock('../views/formula/FormulaView.tsx', () => ({ FormulaView: () => null }))
vi.mock('../views/graph/GraphView.tsx', () => ({ GraphView: () => null }))
vi.mock('../scene/sentence.ts', async (original) => ({
  ...(await original<typeof import('../scene/sentence.ts')>()),
  sentenceAt: () => {
    throw new Error('no words')
  },
}))

test('a sentence that fails leaves the rest of the page', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  receive(run(store.getState().source))
  const page = document.createElement('div')
  const root = createRoot(page)
  await act(() => root.render(<App />))
  expect(page.querySelector('.panel-failure')?.textContent).toContain('The step bar could not be drawn: no words')
  expect(page.querySelector('main .program')).not.toBeNull()
  // what is fetched later must not find a window that is gone
  await act(() => root.unmount())
})
